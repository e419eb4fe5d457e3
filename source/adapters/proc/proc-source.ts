import type { Clock } from '../../core/clock.ts';
import { type Emit, type Source, SourceError } from '../../core/source.ts';
import { createHealthAnnouncer } from '../health-announcer.ts';
import { createKnownProcesses } from './known-processes.ts';
import { createPidIndex, type PidIndex } from './pid-index.ts';
import { openProc } from './proc-directory.ts';
import { type Knowledge, type RereadTarget, rereadContainers } from './reread.ts';
import { createRereadQueue, type RereadQueue } from './reread-queue.ts';
import { type ReadContainers, readBootClock, scanProcesses } from './scan.ts';

export type ProcSourceOptions = {
	/** The machine's root as seen from here; `/` unless pausetop runs in a container. */
	hostRoot?: string;
	/** Milliseconds between complete scans, which repair what no event told. 60 s unless given, longer where a scan takes long. */
	rescanEvery?: number;
	/** The time of day in milliseconds since the epoch. */
	clock: () => number;
	/** Waits for the next complete scan; by the machine's timers unless given. */
	sleep?: Clock['sleep'];
	/** The kernel's USER_HZ (`getconf CLK_TCK`): 100 on every architecture Kubernetes runs on. */
	clockTicks?: number;
	/** `false`: `nsPids` of processes are not read. */
	innerPids?: boolean;
	/** As for `scanProcesses`. */
	readContainers?: ReadContainers;
};

/** The `proc` source, with a handle for those who learn of a change first. */
export type ProcSource = Source & {
	/**
	 * Looks at these containers again at once and emits `processes`. Ignored while the source is not running: a run begins
	 * with a complete scan.
	 */
	reread(targets: readonly RereadTarget[]): void;
};

type Watch = Required<Omit<ProcSourceOptions, 'hostRoot' | 'sleep' | 'rescanEvery' | 'readContainers'>> &
	Pick<ProcSourceOptions, 'sleep' | 'rescanEvery' | 'readContainers'> & {
		procDir: string;
		index: PidIndex;
		queue: RereadQueue;
	};

const name = 'proc';

const usualPause = 60_000;
/** However long they take on a machine that has no time for them. */
const longestPause = 120_000;
/** Complete scans take at most 1/200 of a processor, as long as that is no more seldom than the longest pause. */
const pausePerCost = 200;

/**
 * Finds each container's first process and its Linux namespaces with one scan of /proc, then re-reads what it is told to,
 * and scans again now and then.
 */
export function createProcSource(options: ProcSourceOptions): ProcSource {
	const { hostRoot, clockTicks = 100, innerPids = true, ...rest } = options;
	const queue = createRereadQueue();
	return {
		name,
		async run(emit, signal) {
			if (signal.aborted) return;
			try {
				const { procDir, pids } = openProc(hostRoot);
				const index = createPidIndex(procDir, options.clock, pids);
				await watch({ ...rest, procDir, index, queue, clockTicks, innerPids }, emit, signal);
			} catch (error) {
				throw error instanceof SourceError ? error : explain(error);
			} finally {
				queue.close();
			}
		},
		reread: (targets) => queue.add(targets),
	};
}

async function watch(watched: Watch, emit: Emit, signal: AbortSignal): Promise<void> {
	const { procDir, index, queue, clock, clockTicks, innerPids, readContainers } = watched;
	const announce = createHealthAnnouncer((health) => emit({ at: clock(), source: name, kind: 'health', ...health }));
	while (!signal.aborted) {
		// the scan answers whatever was asked for before it begins
		queue.open();
		const look = { ...readBootClock(procDir, clockTicks), innerPids };
		const scan = await scanProcesses(procDir, index, look, signal, readContainers);
		const { host, processes: found, lost, visibility, cost } = scan;
		if (signal.aborted) return;
		const processes = [...found.values()].map(({ process }) => process);
		emit({ at: clock(), source: name, kind: 'process-listing', host: { linuxNamespaces: host }, processes });
		announce(visibility);
		queue.add(lost.map((containerId) => ({ containerId })));
		const { rescanEvery = Math.min(longestPause, Math.max(usualPause, cost * pausePerCost)) } = watched;
		const known = createKnownProcesses(host, found);
		await reread({ procDir, index, look, known, clock }, { ...watched, rescanEvery }, emit, signal);
	}
}

/** Answers requests until the next complete scan is due. */
async function reread(
	knowledge: Knowledge,
	{ queue, rescanEvery, sleep }: Watch & { rescanEvery: number },
	emit: Emit,
	signal: AbortSignal,
): Promise<void> {
	const due = new AbortController();
	const over = AbortSignal.any([signal, due.signal]);
	const timer = sleep ? undefined : setTimeout(() => due.abort(), rescanEvery);
	void sleep?.(rescanEvery, over).then(() => due.abort());
	try {
		while (!over.aborted) {
			const targets = await queue.take(over);
			if (targets.length === 0) continue;
			await rereadContainers(targets, knowledge, signal, ({ processes, gone }) =>
				emit({ at: knowledge.clock(), source: name, kind: 'processes', processes, gone }),
			);
		}
	} finally {
		clearTimeout(timer);
		due.abort();
	}
}

function explain(cause: unknown): SourceError {
	const reason = cause instanceof Error ? cause.message : String(cause);
	return new SourceError(`/proc cannot be read: ${reason}`, { remedy: 'pausetop tries again by itself', cause });
}
