import type { Life } from './life.ts';
import { earliest } from './stamp.ts';

/** What belongs into one story: what ended together, and what came in its place. */
export type Episode = {
	scope: 'sandbox' | 'container' | 'all-containers';
	/** The sandbox that ended (scope `sandbox`), or in which the containers ended. */
	sandbox?: Life;
	/** For scope `sandbox`: the next one. */
	nextSandbox?: Life;
	/**
	 * The containers that ended, or will: those that outlive their pause have no end yet. The first to end first. A name is twice
	 * among them where it was started again in a sandbox that was being ended already.
	 */
	members: readonly Life[];
	/** When the first of all that ended did. */
	beganAt: number;
	/** When the next story took over, whether or not this one was over by then. */
	overtakenAt?: number;
};

/** All that ended, or has to, the first to end first. */
export function endingsOf({
	scope,
	sandbox,
	members,
}: Pick<Episode, 'scope' | 'sandbox' | 'members'>): readonly Life[] {
	const all = scope === 'sandbox' && sandbox ? [...members, sandbox] : members;
	// sort is stable: of two that ended in the same moment a container comes before its pause
	return [...all].sort((a, b) => (a.ended?.at ?? Infinity) - (b.ended?.at ?? Infinity) || compareIds(a, b));
}

/** When the first of them ended. */
export function firstEnd(lives: readonly Life[]): number | undefined {
	return earliest(lives.map(({ ended }) => ended?.at));
}

/** The sandbox that the pod is in when the story is over. */
export function sandboxAfter({ scope, sandbox, nextSandbox }: Episode): Life | undefined {
	return scope === 'sandbox' ? nextSandbox : sandbox;
}

function compareIds(a: Life, b: Life): number {
	if (a.role !== b.role) return 0;
	return a.id < b.id ? -1 : a.id > b.id ? 1 : a.run - b.run;
}
