import type { ActionRequest } from '../../core/action/action.ts';
import type { ActionPlan, Consequence } from '../../core/action/action-plan.ts';
import type { NodeState } from '../../core/node-state.ts';
import type { NodeView } from '../../core/node-view.ts';
import { describeEntry } from './describe-entry.ts';
import { memoizeLast } from './memoize-last.ts';
import { type PlanInput, refreshPlan } from './plan-subject.ts';
import type { Sheet, SheetEntry, SheetQuestion } from './sheet.ts';

/** A sheet as it looks now. Texts are unescaped. */
export type SheetView = {
	subject: string;
	entries: readonly EntryView[];
	/** 0 is Cancel. */
	cursor: number;
	scroll: number;
	question?: QuestionView;
};

/** One thing that can be done, with what would come of it by what is known now. */
export type EntryView = {
	heading?: string;
	title: string;
	/** The command of an operator that comes to the same. */
	command: string;
	/** What is asked before it is done: names the object. */
	question: string;
	/** The most important first. */
	consequences: readonly Consequence[];
	/** Of several targets those that nothing can be done to, and why, in words. */
	leftOut: readonly string[];
	/** Each one's own command; with the target in words where there are several. */
	targets: readonly { command: string; name?: string }[];
	/** Why it cannot be done, or no longer. */
	refused?: string;
	/** What has to be typed, exactly, before it is done. */
	expected?: string;
	/** What is done when it is confirmed: to the very incarnations of the moment when the menu opened, as far as they are there. */
	requests: readonly Omit<ActionRequest, 'confirmed'>[];
};

export type QuestionView = EntryView & Pick<SheetQuestion, 'focus' | 'typed'>;

/** A selector with its own memory: keys in the menu plan nothing again. */
export function createSelectSheet(): (
	sheet: Sheet,
	view: NodeView,
	node: NodeState,
	stories: PlanInput['stories'],
) => SheetView {
	const viewEntries = memoizeLast(
		(
			entries: readonly SheetEntry[],
			view: NodeView,
			node: NodeState,
			stories: PlanInput['stories'],
		): readonly EntryView[] => {
			const pods = new Map(view.pods.map((pod) => [pod.uid, pod]));
			const refresh = (plan: ActionPlan) => refreshPlan(plan, pods, { node, stories });
			return entries.map(({ plans: [first, ...others], heading }) => ({
				heading,
				...describeEntry(refresh(first), others.map(refresh)),
			}));
		},
	);
	return ({ subject, entries, cursor, scroll, question }, view, node, stories) => {
		const shown = viewEntries(entries, view, node, stories);
		return { subject, entries: shown, cursor, scroll, question: viewQuestion(question, shown) };
	};
}

/** What cannot be done needs nothing typed, and leaves Cancel only. */
function viewQuestion(question: SheetQuestion | undefined, entries: readonly EntryView[]): QuestionView | undefined {
	const entry = question && entries[question.entry];
	if (!entry || !question) return undefined;
	const { typed, focus } = question;
	if (entry.refused !== undefined) return { ...entry, expected: undefined, typed: '', focus: 'cancel' };
	const isComplete = entry.expected === undefined || entry.expected === typed;
	return { ...entry, typed, focus: isComplete ? focus : 'cancel' };
}
