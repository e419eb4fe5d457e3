import type { ActionKind, ActionTarget } from './action.ts';
import { isSandboxAction } from './action.ts';
import type { ActionPlan, Consequence } from './action-plan.ts';
import { countOf } from './join-words.ts';
import { mergeConsequences } from './merge-consequences.ts';

/** One kind of action for many rows: one question that counts. */
export type ManyPlan = {
	kind: ActionKind;
	/** `Restart sandbox of 5 pods`. */
	title: string;
	/** Those that would be done. */
	plans: readonly ActionPlan[];
	/** Those that cannot, and why. They are left out. */
	refused: readonly { target: ActionTarget; why: string }[];
	/** Of all that would be done, put together; the most important first. */
	consequences: readonly Consequence[];
	/**
	 * What has to be typed: the number of pods when the name of any would have to be typed, so that the count has been read; for one
	 * that is left over its name.
	 */
	typed?: string;
};

/** Puts plans of one kind together. Undefined without any. */
export function planMany(all: readonly ActionPlan[]): ManyPlan | undefined {
	const [first] = all;
	if (!first) return undefined;
	const plans = all.filter(({ refused }) => refused === undefined);
	const refused = all.flatMap(({ target, refused: why }) => (why === undefined ? [] : [{ target, why }]));
	const [only, ...others] = plans;
	const single = others.length === 0 ? only : undefined;
	return {
		kind: first.kind,
		title: `${first.title.replace(/ container$/, '')} ${describeCount(first.kind, plans)}`,
		plans,
		refused,
		consequences: single ? single.consequences : mergeConsequences(plans),
		typed: single ? single.typedName : selectTyped(plans),
	};
}

function describeCount(kind: ActionKind, plans: readonly ActionPlan[]): string {
	if (isSandboxAction(kind)) return `of ${countOf(countPods(plans), 'pod')}`;
	return countOf(plans.length, 'container');
}

function selectTyped(plans: readonly ActionPlan[]): string | undefined {
	return plans.some(({ typedName }) => typedName !== undefined) ? String(countPods(plans)) : undefined;
}

/** How many pods are touched: two containers can be of one. */
export function countPods(plans: readonly ActionPlan[]): number {
	return new Set(plans.map(({ target }) => target.podUid)).size;
}
