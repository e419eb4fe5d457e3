import { type Episode, endingsOf, firstEnd } from './episode.ts';
import type { Life } from './life.ts';
import { isMeantToRun, type PodFacts } from './pod-facts.ts';
import { findSandboxMembers } from './sandbox-members.ts';

/** Each sandbox that has ended, with the containers that ended with it and the sandbox that came next. */
export function findSandboxEpisodes(facts: PodFacts): readonly Episode[] {
	const { sandboxes } = facts;
	return sandboxes.flatMap((sandbox, index): Episode[] => {
		const nextSandbox = sandboxes[index + 1];
		if (!sandbox.ended || !isNews(sandbox, nextSandbox, facts)) return [];
		const found = findSandboxMembers(sandbox, nextSandbox, facts);
		const all = endingsOf({ scope: 'sandbox', sandbox, members: found });
		const members = all.filter(({ role }) => role === 'container');
		return [{ scope: 'sandbox', sandbox, nextSandbox, members, beganAt: firstEnd(all) ?? sandbox.ended.at }];
	});
}

/**
 * Whether there is something to tell. Of one that had ended before anybody looked there is only where a runtime knows exact times,
 * and another one came next or still has to: everything else would be invented, or is what is left of a pod that is through.
 */
function isNews(sandbox: Life, nextSandbox: Life | undefined, facts: PodFacts): boolean {
	if (sandbox.witnessed) return true;
	if (!nextSandbox && !isMeantToRun(facts)) return false;
	const own = facts.containers.filter(({ sandboxId }) => sandboxId === sandbox.id);
	const exact = nextSandbox ? [sandbox, ...own] : [sandbox];
	return exact.some(({ ended }) => ended !== undefined && ended.seenBy !== 'listing');
}
