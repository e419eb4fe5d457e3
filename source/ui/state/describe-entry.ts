import type { ActionPlan } from '../../core/action/action-plan.ts';
import { describeAction, describeTarget } from '../../core/action/describe-action.ts';
import { type ManyPlan, planMany } from '../../core/action/plan-many.ts';
import type { EntryView } from './select-sheet-view.ts';

/** What the menu says of one plan, or of it and others of its kind for further targets. */
export function describeEntry(plan: ActionPlan, others: readonly ActionPlan[]): EntryView {
	const many = others.length > 0 ? planMany([plan, ...others]) : undefined;
	return many ? describeMany(many, others.length + 1) : describeOne(plan);
}

function describeOne(plan: ActionPlan): EntryView {
	const { title, command, consequences, refused, typedName } = plan;
	return {
		title,
		command,
		question: `${describeAction(plan)}?`.replace(/^./, (letter) => letter.toUpperCase()),
		consequences,
		leftOut: [],
		targets: command === '' ? [] : [{ command }],
		refused,
		expected: typedName,
		requests: refused === undefined ? [requestOf(plan)] : [],
	};
}

function describeMany({ title, plans, refused, consequences, typed }: ManyPlan, asked: number): EntryView {
	const [first, ...others] = plans;
	const command = first && others.length > 0 ? `${first.command} and ${others.length} more` : first?.command;
	const why = refused.map((each) => `${describeTarget(each.target)}: ${each.why}`);
	return {
		title,
		command: command ?? '',
		question: refused.length === 0 ? `${title}?` : `${title}? (${asked} were marked)`,
		consequences,
		leftOut: why.map((text) => `left out, ${text}`),
		targets: plans.map((plan) => ({ command: plan.command, name: describeTarget(plan.target) })),
		refused: first ? undefined : `none of the ${asked}: ${why.join('; ')}`,
		expected: typed,
		requests: plans.map(requestOf),
	};
}

function requestOf({ kind, means, target, graceSeconds }: ActionPlan): EntryView['requests'][number] {
	return { kind, means, target, ...(graceSeconds !== undefined && { graceSeconds }) };
}
