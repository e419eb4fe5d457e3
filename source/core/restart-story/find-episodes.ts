import { findContainerEpisodes } from './container-episodes.ts';
import type { Episode } from './episode.ts';

import { findSuccessor } from './find-successor.ts';
import { isSameRun } from './life.ts';
import { kindOf, type PodFacts } from './pod-facts.ts';
import { findSandboxEpisodes } from './sandbox-episodes.ts';
import { earliest } from './stamp.ts';

/** Everything of one pod that is a story of its own, oldest first. */
export function findEpisodes(facts: PodFacts): readonly Episode[] {
	const recycles = findSandboxEpisodes(facts);
	return [...recycles, ...findContainerEpisodes(facts, recycles)]
		.map((episode) => ({ ...episode, overtakenAt: findOvertaking(episode, facts, recycles) }))
		.sort((a, b) => a.beganAt - b.beganAt);
}

/** When the sandbox that this one ends in ends itself, or for containers when what came in their place does. */
function findOvertaking(
	{ scope, sandbox, nextSandbox, members }: Episode,
	facts: PodFacts,
	recycles: readonly Episode[],
): number | undefined {
	const stage = scope === 'sandbox' ? nextSandbox : sandbox;
	const recycle = recycles.find((other) => stage && other.sandbox && isSameRun(other.sandbox, stage));
	if (scope === 'sandbox') return recycle?.beganAt;
	const ends = members.map((member) => {
		const next = findSuccessor(facts.containers, member);
		// an init container that ends with 0 has done what it was for
		return kindOf(facts, member.name) === 'init' && next?.exitCode === 0 ? undefined : next?.ended?.at;
	});
	return earliest([recycle?.beganAt, ...ends]);
}
