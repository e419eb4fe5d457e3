import type { ScanAnswer, ScanQuestion } from './scan-aside.ts';

/** A thread of its own, as browsers and Bun have them. */
type Thread = {
	postMessage(question: ScanQuestion): void;
	onmessage: (event: { data: ScanAnswer }) => void;
	addEventListener(kind: 'error' | 'close', listener: () => void): void;
	terminate(): void;
};

/** A thread that scans. */
export type ScanThread = {
	thread: Thread;
	/** Resolves when it has ended, of itself or because it could not be. */
	ended: Promise<void>;
};

let prepared: ScanThread | undefined;

/** Starts a thread that is surely needed soon: it takes 5 ms to start, in which other things can be done here. */
export function prepareScanThread(): void {
	prepared ??= startThread();
}

/** The thread that was prepared, or a new one; undefined where there are no cheap ones. */
export function takeScanThread(entry?: URL): ScanThread | undefined {
	const taken = prepared ?? startThread(entry);
	prepared = undefined;
	return taken;
}

function startThread(entry: URL | undefined = findEntry()): ScanThread | undefined {
	const { Worker } = globalThis as { Worker?: new (url: string) => Thread };
	if (!Worker || !entry) return undefined;
	try {
		const thread = new Worker(entry.href);
		// at once: it may fail before anybody asks it
		const ended = new Promise<void>((resolve) => {
			thread.addEventListener('error', resolve);
			thread.addEventListener('close', resolve);
		});
		return { thread, ended };
	} catch {
		return undefined;
	}
}

/** Where a one-file program has what is in it. */
const inside = '/$bunfs/root/';

/** The bundle's other entry. Only from within the one-file program: a file beside it could be anybody's, and this may run as root. */
function findEntry(): URL | undefined {
	const { Bun } = globalThis as { Bun?: { main: string } };
	return Bun?.main.startsWith(inside) ? new URL(`file://${inside}proc-thread.js`) : undefined;
}
