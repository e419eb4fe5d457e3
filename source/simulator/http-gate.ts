/** A server's front door: open, or accepting and never answering. */
export type HttpGate = {
	/** Runs `work` now, or once the server does not hang any more. */
	pass(work: () => void): void;
	hang(on: boolean): void;
	/** Everything is put off by this from now on; by nothing again without it. */
	delay(putOff?: (work: () => void) => void): void;
	/** Forgets what waits. */
	clear(): void;
};

export function createHttpGate(): HttpGate {
	const waiting: (() => void)[] = [];
	let hanging = false;
	let putOff: ((work: () => void) => void) | undefined;
	return {
		pass(work) {
			if (hanging) waiting.push(work);
			else if (putOff !== undefined) putOff(work);
			else work();
		},
		hang(on) {
			hanging = on;
			if (!on) for (const work of waiting.splice(0)) work();
		},
		delay(next) {
			putOff = next;
		},
		clear() {
			waiting.length = 0;
		},
	};
}
