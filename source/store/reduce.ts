import type { Action } from '../core/action/action.ts';
import { noFindings } from '../core/findings/finding.ts';
import type { NodeState, SourceStatus } from '../core/node-state.ts';
import type { Observation, ObservationOf } from '../core/observation.ts';
import { PersistentMap } from '../core/persistent-map.ts';
import { isSameData } from '../core/same-data.ts';
import { reduceHistory } from './reduce-history.ts';
import { reduceInside } from './reduce-inside.ts';
import { reduceKube } from './reduce-kube.ts';
import { reduceProcesses } from './reduce-processes.ts';
import { reduceRuntime } from './reduce-runtime.ts';
import { addEvents, emptyTimeline } from './timeline.ts';

/** Before anything has been observed. */
export const emptyState: NodeState = {
	now: 0,
	sources: new Map(),
	records: new Map(),
	host: { linuxNamespaces: {} },
	pinned: new Map(),
	endedProcesses: new Map(),
	timeline: emptyTimeline,
	histories: new Map(),
	actions: [],
	inside: new Map(),
	runtimeFacts: new Map(),
	runtimeCalls: new Map(),
	findings: noFindings,
};

/** The state after one more observation. Pure; returns the same object when nothing changed. */
export function reduce(state: NodeState, observation: Observation): NodeState {
	const part = reducePart(state, observation);
	const { histories, forgottenPods } = reduceHistory(state, part, observation);
	const next = histories === part.histories ? part : { ...part, histories, forgottenPods };
	return advanceClock(next, observation);
}

/** The same without `histories`, for who looks once and asks for nothing that has been: a third less. */
export function reducePresent(state: NodeState, observation: Observation): NodeState {
	return advanceClock(reducePart(state, observation), observation);
}

/** Observations of several sources can arrive out of order by a few milliseconds; the clock only goes forward. */
function advanceClock(state: NodeState, { at }: Observation): NodeState {
	return at > state.now ? { ...state, now: at } : state;
}

function reducePart(state: NodeState, observation: Observation): NodeState {
	switch (observation.kind) {
		case 'health':
			return reduceHealth(state, observation);
		case 'runtime-listing':
		case 'runtime-records':
			return reduceRuntime(state, observation);
		case 'pod-listing':
		case 'pod-changed':
		case 'pod-deleted':
		case 'node':
			return reduceKube(state, observation);
		case 'process-listing':
		case 'processes':
			return reduceProcesses(state, observation);
		case 'pinned-namespaces':
			return { ...state, pinned: mergePinned(state, observation.namespaces) };
		case 'events':
			return { ...state, timeline: addEvents(state.timeline, observation.events, observation.at) };
		case 'node-name':
			return { ...state, nodeName: observation.name };
		case 'action':
			return { ...state, actions: mergeAction(state.actions, observation.action) };
		case 'kubelet':
			return reduceKubelet(state, observation);
		case 'own-container':
			return { ...state, ownContainerId: observation.id };
		case 'inside':
		case 'inside-closed':
			return reduceInside(state, observation);
		case 'survey':
			return { ...state, survey: observation.survey };
		case 'runtime-facts':
			return { ...state, runtimeFacts: new Map(state.runtimeFacts).set(observation.source, observation.facts) };
		case 'runtime-calls':
			return { ...state, runtimeCalls: mergeCalls(state.runtimeCalls, observation) };
		case 'findings':
			return { ...state, findings: observation.findings };
		case 'tick':
			return state;
	}
}

/** How many actions are remembered: more than anybody does in a night. */
const actionLimit = 500;

function mergeAction(actions: NodeState['actions'], action: Action): NodeState['actions'] {
	const known = actions.some(({ id }) => id === action.id);
	if (known) return actions.map((other) => (other.id === action.id ? action : other));
	return [...actions, action].slice(-actionLimit);
}

/** How many calls to a runtime are remembered: enough for a 95th percentile. */
const callLimit = 60;

function mergeCalls(
	known: NodeState['runtimeCalls'],
	{ source, calls }: ObservationOf<'runtime-calls'>,
): NodeState['runtimeCalls'] {
	return new Map(known).set(source, [...(known.get(source) ?? []), ...calls].slice(-callLimit));
}

/** One that comes back has yet to report its node. */
function reduceKubelet(state: NodeState, { running, at }: ObservationOf<'kubelet'>): NodeState {
	if (state.kubeletRuns === running) return state;
	const isBack = running === true && state.kubeletRuns === false;
	return { ...state, kubeletRuns: running, kubeletBackSince: isBack ? at : undefined };
}

/** Those of sandboxes that are gone go with the next listing. */
function mergePinned(
	{ pinned }: NodeState,
	namespaces: ObservationOf<'pinned-namespaces'>['namespaces'],
): NodeState['pinned'] {
	const read = namespaces.filter(
		({ sandboxId, linuxNamespaces }) => !isSameData(pinned.get(sandboxId), linuxNamespaces),
	);
	return PersistentMap.of(pinned).change(
		read.map(({ sandboxId, linuxNamespaces }) => [sandboxId, linuxNamespaces] as const),
	);
}

/** Container runtimes first, then the API server, then /proc, whoever answers first. */
function rankSource(name: string): number {
	return name === 'proc' ? 2 : name === 'kube' ? 1 : 0;
}

function reduceHealth(state: NodeState, observation: ObservationOf<'health'>): NodeState {
	const { at, source, kind: _, ...health } = observation;
	const before = state.sources.get(source);
	const status: SourceStatus = {
		// while it reconnects, where it reads and what it was last known to be stays true
		endpoint: before?.endpoint,
		version: before?.version,
		...health,
		since: before?.health === health.health ? before.since : at,
	};
	const known = [...new Map(state.sources).set(source, status)];
	const sources = new Map(known.sort(([a], [b]) => rankSource(a) - rankSource(b)));
	if (!before || before.health === status.health) return { ...state, sources };
	const message = `${before.health} → ${status.health}${status.detail ? `: ${status.detail}` : ''}`;
	const event = { key: `health:${source}:${at}`, at, source, type: 'SourceHealth', message };
	return { ...state, sources, timeline: addEvents(state.timeline, [event], at) };
}
