/** What to wait for: a part of the screen's text, a pattern in it, or any question about it. */
export type Expected = string | RegExp | ((screen: string) => boolean);

export type WaitOptions = {
	/** Milliseconds; 10 seconds if absent. */
	timeout?: number;
	/** What is waited for, in words, for the message. */
	what?: string;
};

/** The screen that fulfilled the wait. */
export type Seen = {
	screen: string;
	/** Arrival of the output that completed it: `performance.now()`, in milliseconds. */
	at: number;
};

type Watcher = { check(): boolean; give(error: Error): void };

/** Waits that are looked at again each time the screen has changed, never by a clock. */
export type Watch = {
	/** Something has changed: look again. */
	changed(): void;
	/** Nothing will change any more: whoever still waits gets this error. */
	end(reason: string): void;
	waitFor(expected: Expected, options?: WaitOptions): Promise<Seen>;
};

/** `look` reads the screen, or gives `undefined` while it is only half drawn; `draw` describes it for messages. */
export function createWatch(look: () => Seen | undefined, draw: () => string): Watch {
	const watchers = new Set<Watcher>();
	let ended: string | undefined;

	const waitFor = (expected: Expected, { timeout = 10_000, what = describe(expected) }: WaitOptions = {}) =>
		new Promise<Seen>((resolve, reject) => {
			const leave = (): void => {
				clearTimeout(timer);
				watchers.delete(watcher);
			};
			const watcher: Watcher = {
				check() {
					const seen = look();
					if (!seen || !matches(expected, seen.screen)) return false;
					leave();
					resolve(seen);
					return true;
				},
				give(error) {
					leave();
					reject(error);
				},
			};
			const fail = (why: string): void => watcher.give(new Error(`${why}: waited for ${what}\n${draw()}`));
			const timer = setTimeout(() => fail(`not within ${timeout} ms`), timeout);
			watchers.add(watcher);
			if (!watcher.check() && ended !== undefined) fail(ended);
		});

	return {
		waitFor,
		changed() {
			for (const watcher of [...watchers]) watcher.check();
		},
		end(reason) {
			ended = reason;
			for (const watcher of [...watchers]) {
				if (!watcher.check()) watcher.give(new Error(`${reason}\n${draw()}`));
			}
		},
	};
}

function matches(expected: Expected, screen: string): boolean {
	if (typeof expected === 'string') return screen.includes(expected);
	return expected instanceof RegExp ? screen.search(expected) >= 0 : expected(screen);
}

function describe(expected: Expected): string {
	return typeof expected === 'string' ? JSON.stringify(expected) : String(expected);
}
