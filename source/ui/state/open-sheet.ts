import type { ActionKind } from '../../core/action/action.ts';
import type { ActionPlan } from '../../core/action/action-plan.ts';
import type { ContainerView, PodView } from '../../core/node-view.ts';
import type { Marked } from './marks.ts';
import { type PlanInput, planSubject } from './plan-subject.ts';
import type { Row } from './row.ts';
import type { ScreenModel } from './screen-model.ts';
import type { Sheet, SheetEntry } from './sheet.ts';

/** The menu for the marked rows, or else the selected one; or why there is none. */
export function openSheet(model: ScreenModel): Sheet | { remark: string } {
	const { marked, selected, node } = model;
	const input: PlanInput = { node, stories: model.stories.byPod };
	const [first, ...others] = marked;
	if (first) return others.length === 0 ? openFor(first, input) : openForMany(marked, input);
	const subject = subjectOf(selected);
	return typeof subject === 'string' ? { remark: subject } : openFor(subject, input);
}

/** The same, but with nothing to choose: straight to the question whether to kill. */
export function openKill(model: ScreenModel): Sheet | { remark: string } {
	const sheet = openSheet(model);
	if ('remark' in sheet) return sheet;
	const [first] = sheet.entries;
	const kind: ActionKind = first?.plans[0].target.role === 'container' ? 'kill-container' : 'kill-sandbox';
	const entries = sheet.entries.filter(({ plans }) => plans[0].kind === kind);
	if (entries.length === 0) return { remark: `${sheet.subject}: nothing here that could be killed` };
	return { ...sheet, entries, question: { entry: 0, focus: 'cancel', typed: '' } };
}

function openFor({ pod, container }: Marked, input: PlanInput): Sheet | { remark: string } {
	const name = `${pod.kubeNamespace}/${pod.name}`;
	const subject = container ? `${container.name} of ${name}` : name;
	const own = container ? planSubject(pod, container, input).map((plan) => entryOf(plan)) : [];
	const sandbox = planSubject(pod, undefined, input).map((plan, index) =>
		entryOf(plan, container && index === 0 ? 'the whole pod' : undefined),
	);
	return sheetOf(subject, [...own, ...sandbox]);
}

/** The kinds that can be said of every marked row. */
function openForMany(marked: readonly Marked[], input: PlanInput): Sheet | { remark: string } {
	const plans = marked.map(({ pod, container }) => planSubject(pod, container, input));
	const [first = [], ...others] = plans;
	const entries = first.flatMap((plan): SheetEntry[] => {
		const same = others.flatMap((each) => each.find(({ kind }) => kind === plan.kind) ?? []);
		return same.length === others.length ? [{ plans: [plan, ...same] }] : [];
	});
	const noun = marked[0]?.container ? 'containers' : 'pods';
	return sheetOf(`${marked.length} ${noun}`, entries);
}

function sheetOf(subject: string, entries: readonly SheetEntry[]): Sheet | { remark: string } {
	if (entries.length === 0) return { remark: `${subject}: there is nothing that could be done here` };
	return { subject, entries, cursor: 0, scroll: 0 };
}

function entryOf(plan: ActionPlan, heading?: string): SheetEntry {
	return { plans: [plan], heading };
}

/** Whom actions on a row go to, or why to nobody. */
function subjectOf(row: Row | undefined): { pod: PodView; container?: ContainerView } | string {
	if (!row || row.kind === 'heading') return 'no row is selected';
	if (row.kind === 'unmatched') return 'it belongs to no pod: no kubelet would bring it back';
	if (row.kind === 'container' && row.row.role === 'container') return { pod: row.pod, container: row.row.container };
	return { pod: row.pod };
}
