import { isSandboxAction } from '../action/action.ts';
import { isStaticPod } from '../action/pod-traits.ts';
import type { NodeState } from '../node-state.ts';
import type { PodView } from '../node-view.ts';
import type { TimelineEvent } from '../timeline-event.ts';
import { selectPodEvents } from './pod-events.ts';

/** A sandbox that took the place of another one. */
export type Recycle = { id: string; attempt?: number; at: number };

/** How often a pod's sandbox was made anew, without anybody asking for it in pausetop. */
export type RecentRecycles = {
	count: number;
	/** Those of them that pausetop can name, oldest first. */
	known: readonly Recycle[];
	/** How often the kubelet said SandboxChanged in that time, asked for or not. */
	changes: number;
	/** When the first of the count was, as far as is known, milliseconds since the epoch. */
	firstAt?: number;
};

/** How long after an action its sandbox is made anew at the latest, milliseconds: the kubelet notices, and gives all a grace period. */
const actionReach = 120_000;
/** Recycles that lie further apart than this, milliseconds, are not of one row. */
const longestGap = 300_000;

/**
 * Recycles since `begin` (milliseconds since the epoch). Counted by what is listed, or was; by the attempts, which also tell of those
 * that came and went unseen; by the kubelet's own events. Tries that failed are none: of them another rule tells.
 */
export function countRecycles(state: NodeState, pod: PodView, begin: number): RecentRecycles {
	const births = selectBirths(state, pod);
	const asked = selectAsked(state, pod, begin);
	const events = selectPodEvents(state, pod);
	// the pod's first sandbox takes nobody's place; a static pod whose file is taken away and put back begins anew under the same uid
	const isFirst = (birth: Recycle) => birth === births[0] || isStaticPod(pod);
	const recycles = withoutAsked(births, asked).filter((birth) => !isFirst(birth) || (birth.attempt ?? 0) > 0);
	const known = recycles.filter(({ at }) => at >= begin);
	const changes = countEvents(events, 'SandboxChanged', begin);
	const failed = countEvents(events, 'FailedCreatePodSandBox', begin);
	const told = Math.max(countAttempts(births, pod, begin), changes) - asked.length;
	const firstEvent = events.find(({ type, at }) => type === 'SandboxChanged' && at >= begin)?.at;
	return {
		count: Math.max(known.length, told) - failed,
		known,
		changes,
		firstAt: findBeginning(recycles, known) ?? firstEvent,
	};
}

/** When the row of recycles began that goes on: what lies further back than the time that is looked at belongs to it while no gap is longer. */
function findBeginning(recycles: readonly Recycle[], known: readonly Recycle[]): number | undefined {
	const newest = known.at(-1)?.at;
	const oldest = known[0]?.at;
	if (newest === undefined || oldest === undefined) return undefined;
	return recycles.findLast(({ at }, index) => {
		const before = recycles[index - 1];
		return at <= oldest && (before === undefined || at - before.at > longestGap);
	})?.at;
}

/** All sandboxes of the pod that are remembered, oldest first. */
function selectBirths(state: NodeState, { uid }: PodView): Recycle[] {
	const incarnations = state.histories.get(uid)?.incarnations.values() ?? [];
	return [...incarnations]
		.flatMap(({ id, role, attempt, createdAt }) =>
			role === 'sandbox' && createdAt !== undefined ? [{ id, attempt, at: createdAt }] : [],
		)
		.sort((a, b) => a.at - b.at || (a.attempt ?? 0) - (b.attempt ?? 0));
}

/** By the kubelet's count: it gives each next sandbox the highest number and one more. */
function countAttempts(births: readonly Recycle[], pod: PodView, begin: number): number {
	const newest = births.at(-1)?.attempt;
	if (newest === undefined) return 0;
	const before = births.findLast(({ at }) => at < begin)?.attempt;
	if (before !== undefined) return newest - before;
	// a mirror pod can be younger than the static pod that it shows
	const isNew = pod.createdAt !== undefined && pod.createdAt >= begin && !isStaticPod(pod);
	const oldest = births[0]?.attempt ?? newest;
	return isNew || oldest === 0 ? newest : newest - oldest + 1;
}

/** When somebody asked for one in pausetop. */
function selectAsked({ actions }: NodeState, { uid }: PodView, begin: number): number[] {
	return actions
		.filter(({ kind, target, status, askedAt }) => {
			const isSent = status !== 'refused' && status !== 'failed';
			return target.podUid === uid && isSandboxAction(kind) && isSent && askedAt >= begin - actionReach;
		})
		.map(({ askedAt }) => askedAt);
}

/** Each action explains the first sandbox after it. */
function withoutAsked(births: readonly Recycle[], asked: readonly number[]): readonly Recycle[] {
	const explained = new Set<Recycle>();
	for (const time of asked) {
		// a listing cuts the creation to whole seconds
		const born = births.find((birth) => {
			return !explained.has(birth) && birth.at + 999 >= time && birth.at <= time + actionReach;
		});
		if (born) explained.add(born);
	}
	return births.filter((birth) => !explained.has(birth));
}

/** The API server counts repetitions of one event: those since `begin` are what its count has grown by, and the first one seen. */
function countEvents(events: readonly TimelineEvent[], type: string, begin: number): number {
	const grown = new Map<string, { least: number; most: number }>();
	for (const event of events) {
		if (event.type !== type) continue;
		const key = event.key.slice(0, event.key.lastIndexOf(':'));
		const count = event.count ?? 1;
		const known = grown.get(key);
		if (event.at < begin)
			grown.set(key, { least: Math.max(count, known?.least ?? 0), most: Math.max(count, known?.most ?? 0) });
		else grown.set(key, { least: known?.least ?? count - 1, most: Math.max(count, known?.most ?? 0) });
	}
	let sum = 0;
	for (const { least, most } of grown.values()) sum += most - least;
	return sum;
}
