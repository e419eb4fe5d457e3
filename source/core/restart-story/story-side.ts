import type { PodMoment } from '../pod-history.ts';
import { type Life, ranBefore } from './life.ts';
import { kindOf, type PodFacts } from './pod-facts.ts';
import type { StorySide } from './restart-story.ts';

/** What one side of a story is made of. */
export type SideView = {
	sandbox?: Life;
	/** What the API said at that time. */
	moment?: Partial<Pick<PodMoment, 'ip' | 'restarts'>>;
	/** The run of each container that counts at that time; undefined for one that has none. */
	lifeOf(name: string): Life | undefined;
	/** The time itself, milliseconds: the pid of what had ended by then is nobody's, or somebody else's. */
	at: number;
};

/** The pod at one side of the story. */
export function describeSide({ sandbox, moment, lifeOf, at }: SideView, facts: PodFacts): StorySide {
	return {
		...(sandbox && {
			sandboxId: sandbox.id,
			sandboxAttempt: sandbox.attempt,
			sandboxPid: sandbox.pid,
			linuxNamespaces: sandbox.linuxNamespaces,
		}),
		ip: moment?.ip,
		restarts: moment?.restarts,
		containers: listNames(facts).flatMap((name) => {
			const life = lifeOf(name);
			const kind = kindOf(facts, name);
			// an ephemeral container is not part of what the pod is made of: it is named only where it ran
			if (!life && kind === 'ephemeral') return [];
			const pid = life?.ended && life.ended.at < at ? undefined : life?.pid;
			return [{ name, kind, id: life?.id, attempt: life?.attempt, pid }];
		}),
	};
}

/** Which run of a container was there just before `time`; of one that was through, that one. */
export function findLifeBefore(name: string, time: number, facts: PodFacts): Life | undefined {
	const chain = facts.containers.filter((life) => life.name === name);
	return chain.findLast((life) => ranBefore(life, time)) ?? chain.findLast(({ bornAt }) => bornAt < time);
}

/** Names in the order of the spec, then those that the spec does not have. */
function listNames({ declared, containers }: PodFacts): readonly string[] {
	const others = containers.map(({ name }) => name).filter((name) => name !== undefined);
	return [...new Set([...declared.map(({ name }) => name), ...others.sort()])];
}
