/** Lets so many in at a time, by key; the others wait in the order in which they came. */
export type Slots = {
	/** Resolves with how to leave; also when `signal` aborts, without having waited. */
	enter(key: string, signal: AbortSignal): Promise<() => void>;
};

export function createSlots(limit: number): Slots {
	const inside = new Map<string, number>();
	const waiting = new Map<string, (() => void)[]>();

	const leave = (key: string) => {
		const next = waiting.get(key)?.shift();
		// the slot is handed on
		if (next) next();
		else inside.set(key, (inside.get(key) ?? 1) - 1);
	};
	const createLeave = (key: string) => {
		let left = false;
		return () => {
			if (!left) leave(key);
			left = true;
		};
	};

	return {
		async enter(key, signal) {
			if (signal.aborted) return () => {};
			const count = inside.get(key) ?? 0;
			if (count < limit) {
				inside.set(key, count + 1);
				return createLeave(key);
			}
			const isIn = await waitForTurn(waiting, key, signal);
			return isIn ? createLeave(key) : () => {};
		},
	};
}

function waitForTurn(waiting: Map<string, (() => void)[]>, key: string, signal: AbortSignal): Promise<boolean> {
	return new Promise((resolve) => {
		const queue = waiting.get(key) ?? [];
		waiting.set(key, queue);
		const come = () => {
			signal.removeEventListener('abort', giveUp);
			resolve(true);
		};
		const giveUp = () => {
			queue.splice(queue.indexOf(come), 1);
			resolve(false);
		};
		queue.push(come);
		signal.addEventListener('abort', giveUp, { once: true });
	});
}
