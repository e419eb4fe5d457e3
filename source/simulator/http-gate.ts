/** A server's front door: open, or accepting and never answering. */
export type HttpGate = {
	/** Runs `work` now, or once the server does not hang any more. */
	pass(work: () => void): void;
	hang(on: boolean): void;
	/** Forgets what waits. */
	clear(): void;
};

export function createHttpGate(): HttpGate {
	const waiting: (() => void)[] = [];
	let hanging = false;
	return {
		pass(work) {
			if (hanging) waiting.push(work);
			else work();
		},
		hang(on) {
			hanging = on;
			if (!on) for (const work of waiting.splice(0)) work();
		},
		clear() {
			waiting.length = 0;
		},
	};
}
