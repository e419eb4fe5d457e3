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
	/** What all wait for who ask meanwhile: in a storm thousands do. */
	let idle: PromiseWithResolvers<void> | undefined;

	const selectNext = () => firstOutside(urgent, underWay) ?? firstOutside(waiting, underWay);
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
		idle?.resolve();
		idle = undefined;
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
			idle ??= Promise.withResolvers();
			const { promise } = idle;
			pump();
			return promise;
		},
	};
}

function firstOutside(ids: ReadonlySet<string>, excluded: ReadonlySet<string>): string | undefined {
	for (const id of ids) if (!excluded.has(id)) return id;
	return undefined;
}
