import type { ContainerKind } from '../node-view.ts';
import type { Episode } from './episode.ts';
import { kindOf, type PodFacts } from './pod-facts.ts';
import { findReturns } from './returned.ts';

/** A container that has to come up again before a story is over. */
export type ExpectedContainer = { name: string; kind: ContainerKind };

/** Which containers a story waits for, in the order in which the kubelet starts them. */
export function findExpected(episode: Episode, facts: PodFacts): readonly ExpectedContainer[] {
	const { scope, sandbox, nextSandbox } = episode;
	// where the same sandbox was only started again, the others have never been away
	const isPart =
		scope === 'container' || (scope === 'sandbox' && nextSandbox !== undefined && nextSandbox.id === sandbox?.id);
	if (isPart || facts.declared.length === 0) {
		const names = [...new Set(episode.members.map(({ name }) => name))];
		return names.flatMap((name) => (name === undefined ? [] : [{ name, kind: kindOf(facts, name) }]));
	}
	return facts.declared.filter(({ name, kind }) => kind !== 'ephemeral' && comesBack(name, episode, facts));
}

/** Whether the kubelet starts a container again; by the rules of a container's own, else the pod's restartPolicy. */
export function comesBack(name: string, episode: Episode, facts: PodFacts): boolean {
	const spec = facts.history.pod?.spec;
	const kind = kindOf(facts, name);
	if (!spec || kind === 'sidecar' || kind === 'unknown') return true;
	if (kind === 'ephemeral') return false;
	// a new sandbox, like everything anew in the same one, runs the init containers again
	if (kind === 'init' && episode.scope !== 'container') return true;
	const policy = policyOf(name, facts);
	if (kind === 'init') return policy !== 'Never';
	// with the record gone the kubelet cannot know that it ran before (recording docker-rm)
	if (policy === 'Never') return episode.scope === 'sandbox' && episode.nextSandbox !== undefined;
	return policy === 'Always' || newestExit(name, episode, facts) !== 0;
}

/** Whether a container is through for good: the newest run of it ended with 0, and its policy asks for no other. */
export function hasCompleted(name: string, episode: Episode, facts: PodFacts): boolean {
	if (kindOf(facts, name) !== 'app') return false;
	const returned = findReturns(name, episode, facts).at(-1);
	if (!returned) return !comesBack(name, episode, facts);
	return returned.ended !== undefined && returned.exitCode === 0 && policyOf(name, facts) !== 'Always';
}

function policyOf(name: string, { history }: PodFacts): string {
	const spec = history.pod?.spec;
	const own = spec?.containers.find((container) => container.name === name)?.restartPolicy;
	return own ?? spec?.restartPolicy ?? 'Always';
}

function newestExit(name: string, { beganAt, members }: Episode, { containers }: PodFacts): number | undefined {
	const member = members.findLast((life) => life.name === name);
	return (member ?? containers.findLast((life) => life.name === name && life.bornAt < beganAt))?.exitCode;
}
