import { newestFirst } from '../core/correlate/newest-first.ts';
import type { Dropped, IncarnationHistory, PodHistory } from '../core/pod-history.ts';

/** How many incarnations of one sandbox or container are kept once their records are gone: 20 stories and the one before. */
export const incarnationLimit = 21;
/** How long a pod's past is kept after the pod, milliseconds. */
export const goneAge = 3_600_000;
/** How many pods are remembered that are gone. */
export const gonePodLimit = 500;

/** What is left of a pod's incarnations, and what was let go of them. */
export type BoundIncarnations = { incarnations: PodHistory['incarnations']; dropped?: Dropped };

/** Lets the oldest incarnations of each name go, but never one that a runtime still lists. */
export function boundIncarnations(incarnations: ReadonlyMap<string, IncarnationHistory>): BoundIncarnations {
	if (incarnations.size <= incarnationLimit) return { incarnations };
	const byName = new Map<string, IncarnationHistory[]>();
	for (const incarnation of incarnations.values()) {
		const name = `${incarnation.role}:${incarnation.container}`;
		if (!byName.get(name)?.push(incarnation)) byName.set(name, [incarnation]);
	}
	const dropped = new Set<IncarnationHistory>();
	for (const chain of byName.values()) {
		const old = chain.length > incarnationLimit ? newestFirst(chain).slice(incarnationLimit) : [];
		for (const incarnation of old) if (incarnation.goneSeenAt !== undefined) dropped.add(incarnation);
	}
	if (dropped.size === 0) return { incarnations };
	return {
		incarnations: new Map([...incarnations].filter(([, incarnation]) => !dropped.has(incarnation))),
		dropped: { count: dropped.size, until: Math.max(...[...dropped].map(endOf)) },
	};
}

function endOf({ finishedAt, endSeenAt, goneSeenAt, firstSeenAt }: IncarnationHistory): number {
	return finishedAt ?? endSeenAt ?? goneSeenAt ?? firstSeenAt;
}

/**
 * Which pods' pasts to let go: those of pods that no runtime and no API server knows any more, first the old ones, then as
 * many as are too many. `isKnown` tells whether the API server has a pod.
 */
export function selectForgotten(
	histories: ReadonlyMap<string, PodHistory>,
	isKnown: (uid: string) => boolean,
	now: number,
): readonly string[] {
	const gone: { uid: string; since: number }[] = [];
	for (const [uid, history] of histories) {
		const since = isKnown(uid) ? undefined : goneSince(history);
		if (since !== undefined) gone.push({ uid, since });
	}
	gone.sort((a, b) => b.since - a.since);
	return gone.filter(({ since }, index) => index >= gonePodLimit || since < now - goneAge).map(({ uid }) => uid);
}

/** Since when nothing of a pod is there; undefined while something is. */
function goneSince({ incarnations, moments, events, reports, deletedAt }: PodHistory): number | undefined {
	let since = deletedAt ?? moments.at(-1)?.at ?? Math.max(events?.at(-1)?.at ?? 0, reports?.at(-1)?.at ?? 0);
	for (const { goneSeenAt } of incarnations.values()) {
		if (goneSeenAt === undefined) return undefined;
		since = Math.max(since, goneSeenAt);
	}
	return since;
}
