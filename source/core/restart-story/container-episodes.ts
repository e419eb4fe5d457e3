import { type Episode, endingsOf, firstEnd } from './episode.ts';
import { findSuccessor } from './find-successor.ts';
import { endOf, type Life, ranBefore } from './life.ts';
import { isMeantToRun, kindOf, type PodFacts } from './pod-facts.ts';

/** How closely the ends of containers follow each other that end together, milliseconds. */
const sameBlow = 2_000;

/** What ended in a sandbox that stayed: each container for itself, or all of them at once (KEP-5532). */
export function findContainerEpisodes(facts: PodFacts, recycles: readonly Episode[]): readonly Episode[] {
	const taken = new Set(recycles.flatMap(({ members }) => members));
	const ended = facts.containers.filter((life) => {
		return !taken.has(life) && isNews(life, facts, recycles) && !isOfUnheardSandbox(life, facts);
	});
	const bySandbox = new Map<string | undefined, Life[]>();
	for (const life of ended) {
		if (!bySandbox.get(life.sandboxId)?.push(life)) bySandbox.set(life.sandboxId, [life]);
	}
	return [...bySandbox.values()].flatMap((own) => groupEnds(endingsOf({ scope: 'container', members: own }), facts));
}

function groupEnds(own: readonly Life[], facts: PodFacts): readonly Episode[] {
	const episodes: Episode[] = [];
	let rest = own;
	for (let first = rest[0]; first !== undefined; first = rest[0]) {
		const group = findRerunGroup(rest, facts) ?? findBlowGroup(rest);
		const isAll = isEverything(group, facts);
		const members = isAll ? group : [first];
		episodes.push({
			scope: isAll ? 'all-containers' : 'container',
			sandbox: sandboxOf(first, facts),
			members,
			beganAt: firstEnd(members) ?? first.bornAt,
		});
		rest = rest.filter((life) => !members.includes(life));
	}
	return episodes;
}

/** Those whose ends follow closely on each other, each name once. */
function findBlowGroup(rest: readonly Life[]): readonly Life[] {
	const group: Life[] = [];
	for (const life of rest) {
		const last = group.at(-1);
		const isNear = !last || (endOf(life) ?? Infinity) - (endOf(last) ?? 0) <= sameBlow;
		if (!isNear || group.some(({ name }) => name === life.name)) break;
		group.push(life);
	}
	return group;
}

/** Init containers run again in a sandbox only when everything starts anew: then what is down belongs together, however long it took. */
function findRerunGroup(rest: readonly Life[], facts: PodFacts): readonly Life[] | undefined {
	const began = firstEnd(rest) ?? 0;
	const rerun = facts.containers.find((life) => {
		const isOwn = life.sandboxId === rest[0]?.sandboxId && life.bornAt >= began && kindOf(facts, life.name) === 'init';
		return (
			isOwn && facts.containers.some((other) => other.exitCode === 0 && findSuccessor(facts.containers, other) === life)
		);
	});
	if (!rerun) return undefined;
	return rest.filter((life) => {
		const successor = findSuccessor(facts.containers, life);
		return (endOf(life) ?? Infinity) <= rerun.bornAt && (!successor || successor.bornAt >= rerun.bornAt);
	});
}

/** Whether these were all that ran in their sandbox when the first of them ended. */
function isEverything(group: readonly Life[], facts: PodFacts): boolean {
	const began = firstEnd(group);
	if (began === undefined) return false;
	const hasInits = facts.declared.some(({ kind }) => kind === 'init');
	const ran = facts.containers.filter((life) => {
		const kind = kindOf(facts, life.name);
		return kind !== 'ephemeral' && kind !== 'init' && life.sandboxId === group[0]?.sandboxId && ranBefore(life, began);
	});
	const isAll = ran.every((life) => group.includes(life));
	return isAll && (group.length > 1 || (hasInits && findRerunGroup(group, facts) !== undefined));
}

function sandboxOf(life: Life, { sandboxes }: PodFacts): Life | undefined {
	return sandboxes.findLast(({ id, bornAt }) => id === life.sandboxId && bornAt <= (endOf(life) ?? Infinity));
}

/** Whether a container's end is something to tell: not when it did what it was for, nor when it is the past without exact times. */
function isNews(life: Life, facts: PodFacts, recycles: readonly Episode[]): boolean {
	const kind = kindOf(facts, life.name);
	const successor = findSuccessor(facts.containers, life);
	if (!life.ended || kind === 'ephemeral') return false;
	const isOpen = successor !== undefined || isMeantToRun(facts);
	if (!life.witnessed && (!isOpen || life.ended.seenBy === 'listing')) return false;
	if (kind === 'init') return !hasSucceeded(life) && !isWithinRecycle(life, facts, recycles);
	// without the pod's spec it may have been an init container
	return kind !== 'unknown' || !hasSucceeded(life) || successor !== undefined;
}

/**
 * Whether its sandbox was gone before all that was heard, and another one has come since: it did not end in a sandbox that
 * stayed, and how that one ended nobody can tell. So it is after a start on a busy node: Docker replays its last 256 events.
 */
function isOfUnheardSandbox({ sandboxId, ended }: Life, { sandboxes }: PodFacts): boolean {
	if (sandboxId === undefined || sandboxes.some(({ id }) => id === sandboxId)) return false;
	return sandboxes.some(({ bornAt }) => ended !== undefined && bornAt > ended.at);
}

function hasSucceeded({ exitCode }: Life): boolean {
	return exitCode === 0;
}

/** An init container that fails while its sandbox is still coming up is a part of that story. */
function isWithinRecycle(life: Life, facts: PodFacts, recycles: readonly Episode[]): boolean {
	const isNext = recycles.some(({ nextSandbox }) => nextSandbox?.id === life.sandboxId);
	const hasApps = facts.containers.some(
		(other) => kindOf(facts, other.name) === 'app' && other.sandboxId === life.sandboxId && other.bornAt < life.bornAt,
	);
	return isNext && !hasApps;
}
