export type InspectionQueue = {
	/** To be inspected when the urgent ones are done. */
	add(ids: Iterable<string>): void;
	/** To be inspected next; once more afterwards if it is being inspected right now, as that answer may be older. */
	addUrgent(id: string): void;
	/** No longer to be inspected. */
	remove(id: string): void;
	/** Resolves when nothing is waiting or under way. */
	idle(): Promise<void>;
};

/** Inspects at most `concurrency` containers at a time, each id once however often it was asked for. */
export function createInspectionQueue({
	concurrency,
	inspect,
}: {
	concurrency: number;
	/** Must not reject. */
	inspect(id: string): Promise<void>;
}): InspectionQueue {
	const urgent = new Set<string>();
	const waiting = new Set<string>();
	const underWay = new Set<string>();
	let onIdle: (() => void)[] = [];

	const selectNext = () => [...urgent].find((id) => !underWay.has(id)) ?? firstOf(waiting);
	const work = async (id: string) => {
		await inspect(id);
		underWay.delete(id);
		pump();
	};
	const pump = () => {
		while (underWay.size < concurrency) {
			const id = selectNext();
			if (id === undefined) break;
			urgent.delete(id);
			waiting.delete(id);
			underWay.add(id);
			void work(id);
		}
		if (underWay.size + urgent.size + waiting.size > 0) return;
		for (const resolve of onIdle.splice(0)) resolve();
	};

	return {
		add(ids) {
			for (const id of ids) if (!underWay.has(id)) waiting.add(id);
			pump();
		},
		addUrgent(id) {
			urgent.add(id);
			pump();
		},
		remove(id) {
			urgent.delete(id);
			waiting.delete(id);
		},
		idle() {
			return new Promise((resolve) => {
				onIdle = [...onIdle, resolve];
				pump();
			});
		},
	};
}

function firstOf(ids: ReadonlySet<string>): string | undefined {
	return ids.values().next().value;
}
