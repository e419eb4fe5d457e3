/** A way to an engine's socket on which every call is seen. */
export type Recorder = Omit<CallLog, 'add'> & {
	/** To be asked instead of the engine's own. */
	path: string;
	/** Calls that fit are not handed on and never answered; undefined: none. */
	hold(pattern: RegExp | undefined): void;
	/** Calls that fit are denied as by somebody who only allows reading. */
	refuse(pattern: RegExp | undefined): void;
	close(): Promise<void>;
};

/** What was asked, in order. */
export type CallLog = {
	add(call: string): void;
	/** Every call so far: `POST /containers/ID/stop?t=1`, `/runtime.v1.RuntimeService/StopContainer`. */
	calls(): string[];
	/** As if there had been none so far. */
	forget(): void;
	/** Resolves once there has been such a call. */
	called(pattern: RegExp): Promise<void>;
};

export function createCallLog(): CallLog {
	const calls: string[] = [];
	const listeners = new Set<() => void>();
	return {
		calls: () => [...calls],
		forget: () => {
			calls.length = 0;
		},
		add(call) {
			calls.push(call);
			for (const listener of listeners) listener();
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
