import type { Clock } from '../core/clock.ts';
import type { Emit } from '../core/source.ts';
import type { Store } from '../store/create-store.ts';
import { type Actor, createActor } from './act.ts';
import { type ActTimes, actTimes } from './act-site.ts';
import { type ActionLog, type ActionLogRequest, createActionLog, findActionLogPath } from './action-log.ts';
import type { SendSignal } from './deliver.ts';
import { createNodeLooks, type NodeLooks } from './node-looks.ts';
import type { Runtime } from './runtimes.ts';
import { createSlots } from './slots.ts';
import type { Sources } from './sources.ts';

/** How actions are carried out, where it is not as usual. */
export type ActOptions = { times?: Partial<ActTimes>; sendSignal?: SendSignal };

type Parts = {
	store: Store;
	emit: Emit;
	clock: Clock;
	sources: Sources;
	runtimes: () => readonly Runtime[];
	hostRoot?: string;
	readOnly?: string;
	log?: ActionLog;
	times?: Partial<ActTimes>;
};

/** How many requests to one runtime wait for their answer at a time. */
const requestsAtATime = 5;

/** What can be done to a node, put together from what reads it. */
export function createActing(parts: Parts): { actor: Actor; looks: NodeLooks } {
	const { store, emit, clock, sources, runtimes, hostRoot, readOnly, log, times } = parts;
	const looks = createNodeLooks({ hostRoot, emit, clock, findKubeletPid: () => sources.kubelet()?.pid });
	const actor = createActor({
		store,
		emit,
		clock,
		hostRoot,
		readOnly,
		log,
		findRuntime: (name) => runtimes().find((runtime) => runtime.name === name),
		rereadProcess: (target) => sources.proc.reread([target]),
		slots: createSlots(requestsAtATime),
		times: { ...actTimes, ...times },
		lookAtKubelet: looks.lookAtKubelet,
	});
	return { actor, looks };
}

/** Where actions are written down; what is done to a simulated node only where that is asked for. */
export function chooseActionLog(request: ActionLogRequest & { demo?: object }): ActionLog | undefined {
	if (request.demo && request.actionLog === undefined) return undefined;
	const path = findActionLogPath(request);
	return path === undefined ? undefined : createActionLog(path, request.environment);
}
