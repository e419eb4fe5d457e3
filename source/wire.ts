import { isLiving } from './adapters/proc/first-process.ts';
import { procDirectory } from './adapters/proc/proc-directory.ts';
import type { ProcSource } from './adapters/proc/proc-source.ts';
import { supervise } from './adapters/supervise.ts';
import type { Action, ActionRequest } from './core/action/action.ts';
import type { Clock } from './core/clock.ts';
import { isConsistent } from './core/consistency.ts';
import type { ContainerProcess } from './core/process.ts';
import { type Emit, type Source, SourceError } from './core/source.ts';
import { createStore, type Store } from './store/create-store.ts';
import { emptyState, reduce, reducePresent } from './store/reduce.ts';
import type { DetailsTarget } from './ui/app-contract.ts';
import { type ActOptions, chooseActionLog, createActing } from './wire/acting.ts';
import { createClock } from './wire/clock.ts';
import { readDetails } from './wire/details.ts';
import { type Discovery, discover } from './wire/discovery.ts';
import type { FindingSources } from './wire/finding-sources.ts';
import type { InsideWatch } from './wire/inside-requests.ts';
import { createInsides, type ReadInsides } from './wire/insides.ts';
import { createFollowLog, type FollowLog } from './wire/logs.ts';
import type { NodeLooks } from './wire/node-looks.ts';
import { readPinned } from './wire/pinned-namespaces.ts';
import { findReadOnlyReason } from './wire/read-only.ts';
import { selectRereads } from './wire/reread-routing.ts';
import { createRestartable, type Restartable } from './wire/restartable.ts';
import { createRuntimes, type Runtime, searchRuntimes } from './wire/runtimes.ts';
import { createOpenShell, type OpenShell } from './wire/shells.ts';
import { createSimulation, type SimulationRequest } from './wire/simulation.ts';
import { createSources, type ReadDepth, type SourceRequest } from './wire/sources.ts';
import type { FindingsWatchOptions } from './wire/watch-findings.ts';

/** What the command line asks for: where to look, or a simulated node, and what may be done there. */
export type WireRequest = SourceRequest & {
	demo?: SimulationRequest;
	/** Who says that nothing may be done: `--read-only`. */
	readOnly?: string;
	/** `--action-log`: a file, or `none`. */
	actionLog?: string;
};

/** The program without its faces: sources, connected to a store. */
export type Wiring = {
	store: Store;
	clock: Clock;
	/** Watches until the signal aborts. */
	run(signal: AbortSignal): Promise<void>;
	/**
	 * Reads everything once. What fails is told by the sources' health.
	 * @param onWait called when all is there but the processes, and these are being read in another thread
	 */
	readOnce(signal: AbortSignal, onWait?: () => void): Promise<void>;
	/** Makes every source connect and list anew. */
	relist(): void;
	/** The object behind a row as YAML. Rejects with a message for people. */
	readDetails(target: DetailsTarget): Promise<string>;
	/** Why nothing may be done to this node in this run, in words; undefined when it may. */
	readOnly: string | undefined;
	/**
	 * Does what was confirmed. Each request is an `Action` in the store at once; resolves when all of them have ended, one way or
	 * another. Never rejects. Only while `run` runs does the store learn of ends by itself.
	 */
	act(requests: readonly ActionRequest[]): Promise<readonly Action[]>;
	/** Has the store know whether the kubelet runs. */
	lookAtKubelet(): void;
	/** Reads or follows a container's log. */
	followLog: FollowLog;
	/** Opens a shell in a container, or the node's own in a pod's network. Counts as an action: not where `readOnly` is set. */
	openShell: OpenShell;
	/**
	 * What somebody wants to see from inside the pods from now on; `undefined`: nothing any more. What is read stands in the state's
	 * `inside`.
	 */
	watchInside(wanted: InsideWatch | undefined): void;
	/** Looks inside pods once, or twice for what they use. The store does not learn of it. */
	readInsides: ReadInsides;
	/** Where each source is looked for, for `doctor`. */
	discover(): Promise<Discovery>;
	/** Ends the wait for what is under way, and takes a simulated node down again. */
	close(): Promise<void>;
};

/** How often the screen's clock is told, milliseconds. */
const tickEvery = 1_000;

/** Connects the sources to a new store. Nothing is looked for or read before `run` or `readOnce`. @param clock the real one, unless a test says otherwise */
export async function wire(
	request: WireRequest,
	depth: Partial<ReadDepth> = {},
	acting: ActOptions = {},
	clock: Clock = createClock(),
): Promise<Wiring> {
	const simulation = request.demo && (await createSimulation(request.demo, request));
	const where = simulation?.sources ?? request;
	const sources = createSources(where, clock, depth);
	const store = createStore(emptyState, depth.past === false ? reducePresent : reduce);
	const insides = createInsides(store, clock, where.hostRoot);
	let runtimes: readonly Runtime[] = [];
	let watched: readonly Restartable[] = [];

	const begin = () =>
		store.dispatch({ at: clock.now(), source: 'proc', kind: 'node-name', name: sources.findNodeName() });
	const findRuntimes = async () => {
		const search = await searchRuntimes(where, sources.kubelet);
		const sendSignal = acting.sendSignal ?? simulation?.sendSignal;
		runtimes = createRuntimes(where, search, { inspect: 'all', ...depth }, clock, sendSignal);
		return runtimes;
	};
	const emit = createEmit(store, sources.proc, where.hostRoot);
	const lives = (process: ContainerProcess) => isLiving(procDirectory(where.hostRoot), process);
	const readOnly = await findReadOnlyReason({ ...where, readOnly: request.readOnly });
	const { actor, looks } = createActing({
		...{ store, emit, clock, sources, readOnly },
		runtimes: () => runtimes,
		hostRoot: where.hostRoot,
		log: chooseActionLog(request),
		times: acting.times,
	});

	return {
		store,
		clock,
		async run(signal) {
			begin();
			looks.lookAtOwnContainer();
			looks.lookAtKubelet();
			signal.addEventListener('abort', () => void actor.quit(), { once: true });
			const ticking = setInterval(() => emit({ at: clock.now(), source: 'clock', kind: 'tick' }), tickEvery);
			if (depth.findings) void startJudging({ store, rules: depth.rules }, looks, signal);
			const watch = (list: readonly Source[]) => {
				const restartable = list.map(createRestartable);
				watched = [...watched, ...restartable];
				return Promise.all(restartable.map((source) => supervise(source, { emit, signal, clock })));
			};
			// the others need not wait for the search
			const runtimesFound = findRuntimes();
			const found = runtimesFound.then((list) => watch(list.map((runtime) => runtime.watched)));
			if (depth.findings) void startSurveying({ store, clock, hostRoot: where.hostRoot }, runtimesFound, signal);
			await Promise.all([watch(sources.watched), found]).finally(() => clearInterval(ticking));
		},
		async readOnce(signal, onWait) {
			const since = clock.now();
			const read = (...list: readonly Source[]) => readAll(list, emit, clock, signal);
			const readRuntimes = () => read(...runtimes.map(({ once }) => once));
			const scan = read(sources.scan);
			begin();
			await Promise.all([read(...sources.once), findRuntimes().then(readRuntimes)]);
			if (sources.scan.isAside()) {
				onWait?.();
				sources.scan.help();
			}
			await scan;
			if (signal.aborted) return;
			// something started or ended between the listing and the scan: once more, closer together
			if (isConsistent(store.get(), { since, lives }) === false) {
				await Promise.all([read(sources.scan), readRuntimes()]);
			}
			if (!depth.findings) return;
			const { readFindingSources } = await import('./wire/finding-sources.ts');
			await readFindingSources({ store, clock, hostRoot: where.hostRoot }, runtimes, signal);
		},
		relist: () => {
			for (const source of watched) source.restart();
		},
		readDetails: (target) => readDetails(target, store.get(), runtimes),
		readOnly,
		act: actor.act,
		lookAtKubelet: looks.lookAtKubelet,
		followLog: createFollowLog(() => runtimes, where.hostRoot),
		openShell: createOpenShell({
			findRuntimes: () => runtimes,
			getState: store.get,
			hostRoot: where.hostRoot,
			environment: request.environment,
			readOnly,
			simulated: simulation !== undefined,
		}),
		watchInside: insides.watch,
		readInsides: insides.read,
		discover: () => discover(where, sources),
		async close() {
			insides.close();
			await actor.quit();
			await simulation?.close();
		},
	};
}

/** How often the kubelet's process is looked at, milliseconds: nothing tells a process that is not its parent of its end. */
const kubeletLookEvery = 5_000;

/** Says what is wrong until the signal aborts. Its code is loaded while the sources answer. */
async function startJudging(judging: FindingsWatchOptions, looks: NodeLooks, signal: AbortSignal): Promise<void> {
	const { createFindingsWatch } = await import('./wire/watch-findings.ts');
	if (signal.aborted) return;
	const watch = createFindingsWatch(judging);
	const looking = setInterval(looks.lookAtKubelet, kubeletLookEvery);
	signal.addEventListener('abort', () => {
		clearInterval(looking);
		watch.close();
	});
	watch.start();
}

/** Reads what only findings are made of, until the signal aborts. Its code is loaded while the sources answer. */
async function startSurveying(
	sources: FindingSources,
	runtimes: Promise<readonly Runtime[]>,
	signal: AbortSignal,
): Promise<void> {
	const { watchFindingSources } = await import('./wire/finding-sources.ts');
	await watchFindingSources(sources, runtimes, signal);
}

/** Takes observations in, and has read again what they put in doubt. */
function createEmit(store: Store, proc: ProcSource, hostRoot: string | undefined): Emit {
	return (observation) => {
		const before = store.get();
		store.dispatch(observation);
		const targets = selectRereads(observation, before, store.get());
		if (targets.length > 0) proc.reread(targets);
		const pinned = readPinned(observation, hostRoot);
		if (pinned) store.dispatch(pinned);
	};
}

/** Reads sources side by side; the end of each becomes its health. */
async function readAll(sources: readonly Source[], emit: Emit, clock: Clock, signal: AbortSignal): Promise<void> {
	const read = async (source: Source) => {
		try {
			await source.run(emit, signal);
		} catch (error) {
			const { message, remedy, health } =
				error instanceof SourceError ? error : new SourceError(error instanceof Error ? error.message : String(error));
			emit({ at: clock.now(), source: source.name, kind: 'health', health, detail: message, remedy });
		}
	};
	for (const { name } of sources) emit({ at: clock.now(), source: name, kind: 'health', health: 'connecting' });
	await Promise.all(sources.map(read));
}
