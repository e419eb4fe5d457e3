/** A way to an engine's socket on which every call is seen. */
export type Recorder = Omit<CallGate, 'admit'> & {
	/** To be asked instead of the engine's own. */
	path: string;
	close(): Promise<void>;
};

/** What was asked, in order, and what becomes of it. */
export type CallGate = {
	/** Notes a call, and says what is to be done with it. */
	admit(call: string): 'hand-on' | 'hold' | 'refuse';
	/** Calls that fit are not handed on and never answered; undefined: none. */
	hold(pattern: RegExp | undefined): void;
	/** Calls that fit are denied as by somebody who only allows reading. */
	refuse(pattern: RegExp | undefined): void;
	/** Every call so far: `POST /containers/ID/stop?t=1`, `/runtime.v1.RuntimeService/StopContainer`. */
	calls(): string[];
	/** As if there had been none so far. */
	forget(): void;
	/** Resolves once there has been such a call. */
	called(pattern: RegExp): Promise<void>;
};

export function createCallGate(): CallGate {
	const calls: string[] = [];
	const listeners = new Set<() => void>();
	let held: RegExp | undefined;
	let refused: RegExp | undefined;
	return {
		calls: () => [...calls],
		forget: () => {
			calls.length = 0;
		},
		admit(call) {
			calls.push(call);
			for (const listener of listeners) listener();
			if (held?.test(call)) return 'hold';
			return refused?.test(call) ? 'refuse' : 'hand-on';
		},
		hold: (pattern) => {
			held = pattern;
		},
		refuse: (pattern) => {
			refused = pattern;
		},
		called: (pattern) =>
			new Promise((resolve) => {
				const check = () => {
					if (!calls.some((call) => pattern.test(call))) return;
					listeners.delete(check);
					resolve();
				};
				listeners.add(check);
				check();
			}),
	};
}
