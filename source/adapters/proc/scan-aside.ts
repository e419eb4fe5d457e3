import { type Emit, type Source, SourceError } from '../../core/source.ts';
import { createOnce } from '../once.ts';
import { createProcSource, type ProcSourceOptions } from './proc-source.ts';
import { type ScanThread, takeScanThread } from './scan-thread.ts';
import { readShare, type Share } from './shared-reading.ts';

/** How to look. */
export type Look = Pick<ProcSourceOptions, 'hostRoot' | 'innerPids'>;

/** What the thread is told: how to look; then, as JSON, what has been read for it. */
export type ScanQuestion = Look | { helped: string };

/** How its look ended. */
export type ScanEnd = { end: 'done' } | ({ end: 'failed' } & Pick<SourceError, 'message' | 'remedy' | 'health'>);

/** What it says: what it would have help with, each observation, both as JSON, then the end. */
export type ScanAnswer = { share: string; taken: SharedArrayBuffer } | { observed: string } | ScanEnd;

/** The `proc` source, read once. */
export type ProcOnce = Source & {
	/** Whether it is going on in another thread. */
	isAside(): boolean;
	/** Reads a part of what is being read in another thread. For who has nothing else to do: it takes some milliseconds, in one go. */
	help(): void;
};

/** `clock` and `sleep` are for a scan that is done here; a thread has the machine's time. */
export type ProcOnceOptions = Look &
	Pick<ProcSourceOptions, 'clock' | 'sleep'> & {
		/** Where the thread's code is, unless it is where the one-file program has it. */
		thread?: URL;
	};

/** To take a thread down takes 4 ms. Most commands are over before this has passed, milliseconds. */
const goodbye = 1_000;

/** A scan that is going on in a thread. */
type Aside = {
	/** Resolves with how it ended; undefined when the thread did not get that far. */
	end: Promise<ScanEnd | undefined>;
	help(): void;
};

/**
 * The `proc` source for commands that read once: where threads are cheap, /proc is scanned in one while this one talks to the runtime and
 * the API server. With 420 containers a scan takes 50 ms and a thread 3 (Bun 1.4); Node's take 30, so there the scan is done here.
 */
export function createProcOnce({ thread: entry, ...options }: ProcOnceOptions): ProcOnce {
	const here = createOnce(createProcSource(options));
	const { hostRoot, innerPids } = options;
	let aside: Aside | undefined;
	return {
		name: here.name,
		async run(emit, signal) {
			if (signal.aborted) return;
			const taken = takeScanThread(entry);
			aside = taken && scanAside(taken, { hostRoot, innerPids }, emit, signal);
			const end = await aside?.end;
			aside = undefined;
			if (signal.aborted) return;
			if (end?.end === 'failed') throw new SourceError(end.message, end);
			// that a thread could not be is no news for anybody
			if (end === undefined) await here.run(emit, signal);
		},
		isAside: () => aside !== undefined,
		help: () => aside?.help(),
	};
}

function scanAside({ thread, ended }: ScanThread, look: Look, emit: Emit, signal: AbortSignal): Aside {
	let share: Share | undefined;
	const { promise, resolve } = Promise.withResolvers<ScanEnd | undefined>();
	const giveUp = () => resolve(undefined);
	signal.addEventListener('abort', giveUp, { once: true });
	void ended.then(giveUp);
	thread.onmessage = ({ data }) => {
		if (signal.aborted) return;
		if ('end' in data) resolve(data);
		else if ('share' in data) share = { ...JSON.parse(data.share), taken: data.taken };
		else emit(JSON.parse(data.observed));
	};
	try {
		thread.postMessage(look);
	} catch {
		giveUp();
	}
	return {
		end: promise.finally(() => {
			signal.removeEventListener('abort', giveUp);
			setTimeout(() => thread.terminate(), goodbye).unref();
		}),
		help() {
			try {
				const part = share && readShare(share);
				if (part && part.count > 0) thread.postMessage({ helped: JSON.stringify(part) });
			} catch {
				// what was taken is missing now: all of it is read here, and what is wrong is said there
				giveUp();
			}
			share = undefined;
		},
	};
}
