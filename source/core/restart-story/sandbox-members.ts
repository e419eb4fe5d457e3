import { type Life, ranBefore } from './life.ts';
import type { PodFacts } from './pod-facts.ts';
import { latestOf } from './stamp.ts';

/** How long before the next end a container can end of the same blow, milliseconds: StopPodSandbox kills one after the other. */
const sameBlow = 2_000;
/** The same for one that was not killed: with a shared pid namespace all end within 60 ms. */
const sameMoment = 250;
/** How long the kubelet takes to stop the sandbox of a pod that is through, milliseconds. */
const tidyingTime = 10_000;
/** A CRI sandbox's end was noticed at the next listing only, where no event told of it. */
const listingTime = 15_000;

/**
 * The containers that end because their sandbox does: those that were alive when it ended, and those that ended just before it of
 * the same blow (their ends are not always told in the order in which they happened).
 */
export function findSandboxMembers(sandbox: Life, next: Life | undefined, facts: PodFacts): readonly Life[] {
	const at = sandbox.ended?.at ?? 0;
	const runs = findRuns(sandbox, next, facts);
	const own = [...new Map(runs.map((life) => [life.name, life])).values()];
	const isRestarted = next?.id === sandbox.id;
	const outlived = own.filter((life) => {
		if (!life.ended) return !isRestarted;
		return latestOf(life.ended) >= at && (!isRestarted || life.ended.at <= next.bornAt + sameBlow);
	});
	const earlier = own.filter((life) => life.ended && latestOf(life.ended) < at);
	const members = [...outlived, ...chainBack(earlier, sandbox, next, facts, outlived)];
	return [...members, ...findReplaced(runs, members, sandbox, facts)];
}

/** What ran in this run of the sandbox, oldest first. */
function findRuns(sandbox: Life, next: Life | undefined, { containers }: PodFacts): readonly Life[] {
	return containers.filter((life) => {
		const isIn = life.sandboxId === sandbox.id && life.bornAt >= sandbox.bornAt - sameBlow;
		const isAfter = next?.id === sandbox.id && life.bornAt >= next.bornAt;
		// a container that was created and never started does not end
		return isIn && !isAfter && (life.started || life.ended || life.witnessed);
	});
}

/**
 * The runs that ended of the same blow and were started again in vain: ending a sandbox takes a while (StopPodSandbox of containerd
 * and CRI-O), and the kubelet starts what has ended in it until it has ended itself.
 */
function findReplaced(runs: readonly Life[], members: readonly Life[], sandbox: Life, facts: PodFacts) {
	const found: Life[] = [];
	for (const [index, life] of [...runs.entries()].reverse()) {
		const next = runs.find((other, at) => at > index && other.name === life.name);
		if (!next || !life.ended || ![...members, ...found].includes(next)) continue;
		const others = [...members, sandbox].filter(({ name }) => name !== life.name);
		if (isOfAction(life, sandbox, facts) || isOfBlow(life, others, facts)) found.push(life);
	}
	return found;
}

/** Whether it was killed, not by the kubelet nor for its memory, just before one of the others ended. */
function isOfBlow(life: Life, others: readonly Life[], facts: PodFacts): boolean {
	const wasHit = wasKilled(life) && !life.oomKilled && killingTime(life, facts) === undefined;
	const isTarget = facts.actions.some(({ target }) => target.id === life.id);
	const end = life.ended ? latestOf(life.ended) : 0;
	return wasHit && !isTarget && others.some(({ ended }) => ended && ended.at >= end && ended.at - end <= sameBlow);
}

/** Whether it ended while pausetop had the sandbox ended: what takes its grace period then ends long after the others. */
function isOfAction({ ended }: Life, sandbox: Life, { actions }: PodFacts): boolean {
	return actions.some(({ target, status, askedAt }) => {
		const isTold = target.id === sandbox.id && status !== 'refused' && status !== 'failed';
		return isTold && ended !== undefined && latestOf(ended) >= askedAt;
	});
}

/** Goes back in time from the sandbox's end as long as one end follows the other closely enough. */
function chainBack(
	earlier: readonly Life[],
	sandbox: Life,
	next: Life | undefined,
	facts: PodFacts,
	outlived: readonly Life[],
): readonly Life[] {
	const found: Life[] = [];
	const isThrough = !next && outlived.length === 0 && facts.history.pod?.spec.restartPolicy !== 'Always';
	let link = sandbox.ended?.at ?? 0;
	let reach = sandbox.ended?.seenBy === 'listing' ? listingTime : 0;
	const backwards = [...earlier].sort((a, b) => (b.ended?.at ?? 0) - (a.ended?.at ?? 0));
	for (const life of backwards) {
		const end = life.ended ? latestOf(life.ended) : 0;
		const gap = Math.max(reach, isThrough ? tidyingTime : 0, wasKilled(life) ? sameBlow : sameMoment);
		const isLinked =
			link - end <= gap || isOfAction(life, sandbox, facts) || isOneKilling(life, [...outlived, ...found], facts);
		if (!isLinked) continue;
		found.push(life);
		link = life.ended?.at ?? link;
		reach = 0;
	}
	return found;
}

function wasKilled({ exitCode, signal }: Life): boolean {
	return exitCode === undefined || exitCode > 128 || signal !== undefined;
}

/** The kubelet ends a pod's containers at once, but each has its own grace: one can be gone long before the others. */
function isOneKilling(life: Life, others: readonly Life[], facts: PodFacts): boolean {
	const at = life.ended ? latestOf(life.ended) : 0;
	if (facts.deletingAt !== undefined && at >= facts.deletingAt) return true;
	const own = killingTime(life, facts);
	if (own === undefined) return false;
	return others.some(
		(other) => Math.abs((killingTime(other, facts) ?? Infinity) - own) <= sameBlow && ranBefore(other, at),
	);
}

function killingTime({ name, started, ended }: Life, { kubeEvents }: PodFacts): number | undefined {
	const isOwn = (at: number) => at >= (started?.at ?? 0) - 1_000 && at <= (ended?.at ?? Infinity);
	return kubeEvents.findLast(({ type, container, at }) => type === 'Killing' && container === name && isOwn(at))?.at;
}
