import { supervise } from './adapters/supervise.ts';
import type { Clock } from './core/clock.ts';
import { isConsistent } from './core/consistency.ts';
import type { Observation } from './core/observation.ts';
import { type Source, SourceError } from './core/source.ts';
import { createStore, type Store } from './store/create-store.ts';
import type { DetailsTarget } from './ui/app-contract.ts';
import { createClock } from './wire/clock.ts';
import { readDetails } from './wire/details.ts';
import { type Discovery, discover } from './wire/discovery.ts';
import { selectRereads } from './wire/reread-routing.ts';
import { createRestartable } from './wire/restartable.ts';
import { createSimulation, type SimulationRequest } from './wire/simulation.ts';
import { createSources, type ReadDepth, type SourceRequest } from './wire/sources.ts';

/** What the command line asks for: where to look, or a simulated node. */
export type WireRequest = SourceRequest & { demo?: SimulationRequest };

/** The program without its faces: sources, connected to a store. */
export type Wiring = {
	store: Store;
	clock: Clock;
	/** Watches until the signal aborts. */
	run(signal: AbortSignal): Promise<void>;
	/** Reads everything once. What fails is told by the sources' health. */
	readOnce(signal: AbortSignal): Promise<void>;
	/** Makes every source connect and list anew. */
	relist(): void;
	/** The object behind a row as YAML. Rejects with a message for people. */
	readDetails(target: DetailsTarget): Promise<string>;
	/** Where each source is looked for, for `doctor`. */
	discover(): Promise<Discovery>;
	/** Takes a simulated node down again. */
	close(): Promise<void>;
};

/** How often the screen's clock is told, milliseconds. */
const tickEvery = 1_000;

/** Finds the sources and connects them to a new store. Nothing is read before `run` or `readOnce`. */
export async function wire(request: WireRequest, depth: Partial<ReadDepth> = {}): Promise<Wiring> {
	const clock = createClock();
	const simulation = request.demo && (await createSimulation(request.demo, request));
	const sources = createSources(simulation?.sources ?? request, { inspect: 'all', ...depth }, clock);
	const watched = sources.watched.map(createRestartable);
	const store = createStore();

	const nameNode = () =>
		store.dispatch({ at: clock.now(), source: 'proc', kind: 'node-name', name: sources.findNodeName() });
	const emit = (observation: Observation) => {
		store.dispatch(observation);
		const targets = selectRereads(observation, store.get());
		if (targets.length > 0) sources.proc.reread(targets);
	};

	return {
		store,
		clock,
		async run(signal) {
			nameNode();
			const ticking = setInterval(() => emit({ at: clock.now(), source: 'clock', kind: 'tick' }), tickEvery);
			await Promise.all(watched.map((source) => supervise(source, { emit, signal, clock })));
			clearInterval(ticking);
		},
		async readOnce(signal) {
			nameNode();
			await readAll(sources.once, store, clock, signal);
			// something started or ended between the listing and the scan: once more, closer together
			const local = sources.once.filter(({ name }) => name !== 'kube');
			if (isConsistent(store.get()) === false) await readAll(local, store, clock, signal);
		},
		relist: () => {
			for (const source of watched) source.restart();
		},
		readDetails: (target) => readDetails(target, store.get(), sources.findDocker),
		discover: () => discover(simulation?.sources ?? request),
		close: async () => simulation?.close(),
	};
}

/** Reads sources side by side; the end of each becomes its health. */
async function readAll(sources: readonly Source[], store: Store, clock: Clock, signal: AbortSignal): Promise<void> {
	const read = async (source: Source) => {
		try {
			await source.run(store.dispatch, signal);
		} catch (error) {
			const { message, remedy, health } =
				error instanceof SourceError ? error : new SourceError(error instanceof Error ? error.message : String(error));
			store.dispatch({ at: clock.now(), source: source.name, kind: 'health', health, detail: message, remedy });
		}
	};
	for (const { name } of sources) {
		store.dispatch({ at: clock.now(), source: name, kind: 'health', health: 'connecting' });
	}
	await Promise.all(sources.map(read));
}
