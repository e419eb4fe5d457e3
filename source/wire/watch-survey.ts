import { surveyNetworks, surveyNode } from '../adapters/proc/survey/survey-node.ts';
import type { Clock } from '../core/clock.ts';
import type { NodeState } from '../core/node-state.ts';
import type { NodeSurvey } from '../core/node-survey.ts';
import { isAlive } from '../core/runtime-record.ts';
import type { SurveyRequest } from '../core/survey-request.ts';
import type { Store } from '../store/create-store.ts';
import { waitUntil } from './wait-until.ts';

/** All of it, or the networks alone. */
export type SurveyDepth = 'all' | 'networks';

export type SurveyWatchOptions = {
	store: Store;
	clock: Clock;
	hostRoot?: string;
	/** Looks; at the real node unless a test says otherwise. Rejects when there is no /proc. */
	read?: (state: NodeState, depth: SurveyDepth, signal: AbortSignal) => Promise<NodeSurvey>;
};

/** All in milliseconds. After the first listing the screen has other things to do at first. */
const afterListing = 1_000;
const every = 30_000;
/** However long looks take on a machine that has no time for them. */
const atLeastEvery = 120_000;
/**
 * Looks over all take at most 1/750 of a processor, where that is not less than one each two minutes: on a node with 100 pods each 45 s or so; while networks come
 * and go all the time, looks into them at most 1/50.
 */
const [restAfterAll, restAfterNetworks] = [750, 50];
/** A network is given to a sandbox before it is listed, and its address to the API server soon afterwards. */
const afterChange = 2_000;

const source = 'proc';

/**
 * Looks over the node for as long as `signal` lets it: soon after the first listings, then every 30 s, or less often where a look
 * takes long, and at the networks as well soon after a sandbox came up or a pod's IP changed. Without a /proc there is no survey; the source `proc` says so.
 */
export async function watchSurvey(options: SurveyWatchOptions, signal: AbortSignal): Promise<void> {
	const { store, clock, hostRoot } = options;
	const read =
		options.read ?? ((state, depth, over) => readSurvey(state, { hostRoot, now: clock.now, signal: over, depth }));
	await waitUntil(store, isListed, signal);
	await clock.sleep(afterListing, signal);
	let depth: SurveyDepth = 'all';
	let due = 0;
	let settled = afterChange;
	while (!signal.aborted) {
		const state = store.get();
		const began = clock.now();
		const survey = await read(state, depth, signal).catch(() => undefined);
		if (survey && !signal.aborted) store.dispatch({ at: clock.now(), source, kind: 'survey', survey });
		const cost = survey?.cost ?? 0;
		if (depth === 'all') due = began + Math.min(atLeastEvery, Math.max(every, cost * restAfterAll));
		else settled = Math.min(every, Math.max(afterChange, cost * restAfterNetworks));
		depth = await waitForOccasion({ store, clock, before: describeNetworks(state), until: due, settled }, signal);
	}
}

/** Looks over the node once, as far as the state tells where. Rejects with a SourceError when there is no /proc. */
export function readSurvey(
	state: NodeState,
	{ depth = 'all', ...options }: { hostRoot?: string; now: () => number; signal: AbortSignal; depth?: SurveyDepth },
): Promise<NodeSurvey> {
	const request = createSurveyRequest(state);
	const { previous } = request;
	return depth === 'networks' && previous
		? surveyNetworks({ ...request, previous }, options)
		: surveyNode(request, options);
}

function createSurveyRequest({ processes, host, survey }: NodeState): SurveyRequest {
	const hostNet = host.linuxNamespaces.net;
	return {
		pids: [...(processes?.values() ?? [])].map(({ pid }) => pid),
		...(hostNet !== undefined && { hostNet }),
		...(survey && { previous: survey }),
	};
}

/** Whether a runtime has told what it has, and /proc whose processes are whose. */
function isListed({ records, processes }: NodeState): boolean {
	return records.size > 0 && processes !== undefined;
}

type Occasion = { store: Store; clock: Clock; before: string; until: number; settled: number };

/** Resolves when the next look is due, or when something about the networks differs from `before`. */
async function waitForOccasion(
	{ store, clock, before, until, settled }: Occasion,
	signal: AbortSignal,
): Promise<SurveyDepth> {
	// it may have changed while it was looked at
	let mayDiffer = describeNetworks(store.get()) !== before;
	while (!signal.aborted) {
		const rest = until - clock.now();
		if (rest <= 0) return 'all';
		if (!mayDiffer) await waitForChange(store, clock, rest, signal);
		if (until - clock.now() <= 0) return 'all';
		// a recycle is many changes in a moment, and the last of them is what counts
		await clock.sleep(settled, signal);
		if (describeNetworks(store.get()) !== before) return 'networks';
		mayDiffer = false;
	}
	return 'all';
}

/** Resolves when what networks hang on has another value, or `longest` milliseconds have passed. */
async function waitForChange(store: Store, clock: Clock, longest: number, signal: AbortSignal): Promise<void> {
	const seen = store.get();
	const changed = new AbortController();
	const unsubscribe = store.subscribe(() => {
		const { records, pods, processes } = store.get();
		if (records !== seen.records || pods !== seen.pods || processes !== seen.processes) changed.abort();
	});
	try {
		await clock.sleep(longest, AbortSignal.any([signal, changed.signal]));
	} finally {
		unsubscribe();
	}
}

/** Which sandboxes live, through which processes, and which IPs the API server has for the pods. */
function describeNetworks({ records, pods, processes }: NodeState): string {
	const sandboxes = [...records.values()].flatMap((list) =>
		[...list.values()].flatMap(({ id, state, metadata, labels, name }) => {
			const isSandbox =
				metadata?.role === 'sandbox' ||
				labels['io.kubernetes.docker.type'] === 'podsandbox' ||
				name.startsWith('k8s_POD_');
			return isSandbox && isAlive(state) ? [`${id} ${processes?.get(id)?.pid} ${processes?.get(id)?.startTicks}`] : [];
		}),
	);
	const ips = [...(pods?.values() ?? [])].map(({ metadata, status }) => `${metadata.uid} ${status?.podIP ?? ''}`);
	return [...sandboxes, '', ...ips].join('\n');
}
