import { type Episode, endingsOf } from './episode.ts';
import { compareLives, type Life } from './life.ts';
import type { PodFacts } from './pod-facts.ts';
import type { StoryStep } from './restart-story.ts';
import { hasStarted } from './returned.ts';
import { stampStart } from './start-stamp.ts';

/** What ended, and what still has to: those have no time. */
export function tellEnds(episode: Episode): readonly StoryStep[] {
	return endingsOf(episode).map((life) => ({
		kind: life.role === 'sandbox' ? 'pause-ended' : 'container-ended',
		...life.ended,
		...describeLife(life),
		...(life.exitCode !== undefined && { exitCode: life.exitCode }),
		...(life.signal !== undefined && { signal: life.signal }),
		...(life.oomKilled && { oomKilled: true }),
	}));
}

/** Starts in a sandbox that was being ended already: what came up there went with it. */
export function tellVainStarts({ members }: Episode, facts: PodFacts): readonly StoryStep[] {
	return members.flatMap((life): StoryStep[] => {
		const isAgain = members.some((other) => other.name === life.name && compareLives(other, life) < 0);
		const stamp = isAgain && hasStarted(life) ? stampStart(life, facts) : undefined;
		return stamp ? [{ kind: 'container-started', ...stamp, ...describeLife(life) }] : [];
	});
}

/** Whose step it is. */
export function describeLife({ name, id, attempt }: Life): Pick<StoryStep, 'container' | 'id' | 'attempt'> {
	return { ...(name !== undefined && { container: name }), id, ...(attempt !== undefined && { attempt }) };
}
