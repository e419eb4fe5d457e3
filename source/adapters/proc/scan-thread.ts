import type { ScanAnswer, ScanQuestion } from './scan-aside.ts';

/** A thread of its own, as browsers and Bun have them. */
export type ScanThread = {
	postMessage(question: ScanQuestion): void;
	onmessage: (event: { data: ScanAnswer }) => void;
	onerror: () => void;
	terminate(): void;
};

let prepared: ScanThread | undefined;

/** Starts a thread that is surely needed soon: it takes 5 ms to start, in which other things can be done here. */
export function prepareScanThread(): void {
	prepared ??= startThread();
}

/** The thread that was prepared, or a new one; undefined where there are no cheap ones. */
export function takeScanThread(entry?: URL): ScanThread | undefined {
	const thread = prepared ?? startThread(entry);
	prepared = undefined;
	return thread;
}

function startThread(entry: URL | undefined = findEntry()): ScanThread | undefined {
	const { Worker } = globalThis as { Worker?: new (url: string) => ScanThread };
	try {
		return Worker && entry && new Worker(entry.href);
	} catch {
		return undefined;
	}
}

/** The bundle's other entry, next to the first one; undefined with Node. */
function findEntry(): URL | undefined {
	const { Bun } = globalThis as { Bun?: { main: string } };
	return Bun && new URL('proc-thread.js', `file://${Bun.main}`);
}
