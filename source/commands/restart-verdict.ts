import { describeAction, describeTarget } from '../core/action/describe-action.ts';
import type { NodeState } from '../core/node-state.ts';
import type { RestartStory } from '../core/restart-story/restart-story.ts';
import { formatElapsed } from '../format/duration.ts';
import { escapeText } from '../format/escape.ts';
import { exitCodes } from './command-table.ts';
import type { RestartView } from './view-restart.ts';

/** Why nobody waits any longer. */
export type WaitEnd = { reason: 'over' | 'not-waited' | 'interrupted' } | { reason: 'late'; after: string };

/** What has come of an action, in words for stderr; empty where the story says it all. */
export function describeVerdict(view: RestartView, state: NodeState, end: WaitEnd): string {
	const { action, outcome } = view;
	const pod = escapeText(`${action.target.kubeNamespace}/${action.target.pod}`);
	switch (outcome) {
		case 'failed':
			return describeFailure(view);
		case 'gone':
			return `${describeRemark(view)}pausetop: ${pod} does not come back: ${escapeText(explainGone(view, state))}\n`;
		case 'ready':
			return `${describeRemark(view)}${describeKnowledge(pod, view, state)}`;
		case 'under-way':
			return `${describeRemark(view)}pausetop: ${pod} ${describeRest(view, state, end)}\n`;
	}
}

function describeFailure({ action }: RestartView): string {
	const { message, remedy, status } = action;
	// what timed out says itself how far it came
	const word = status === 'refused' ? 'nothing was done' : status === 'failed' ? 'failed' : undefined;
	const words = [describeAction(action), word, message].filter((part) => part !== undefined);
	return `pausetop: ${escapeText(words.join(': '))}\n${remedy ? `  next: ${escapeText(remedy)}\n` : ''}`;
}

/** It was done, but with something to say. */
function describeRemark({ action: { message, status, target } }: RestartView): string {
	if (status !== 'done' || message === undefined) return '';
	return `pausetop: ${escapeText(`${describeTarget(target)}: ${message}`)}\n`;
}

function explainGone({ action: { target } }: RestartView, { histories }: NodeState): string {
	const history = histories.get(target.podUid);
	const { pod, deletedAt, moments = [] } = history ?? {};
	const phase = pod?.status?.phase;
	if (deletedAt !== undefined || moments.at(-1)?.deleting) return 'the pod is deleted';
	const policy = pod?.spec.restartPolicy;
	const isThrough = phase === 'Succeeded' || phase === 'Failed';
	if (policy === 'Never' || policy === 'OnFailure') {
		return `its restartPolicy is ${policy}${isThrough ? `, and it has ended (${phase})` : ''}`;
	}
	return isThrough ? `the pod has ended (${phase})` : 'nothing of it is left on this node';
}

function describeKnowledge(pod: string, { action: { target } }: RestartView, { histories }: NodeState): string {
	if ((histories.get(target.podUid)?.moments.length ?? 0) > 0) return '';
	return `pausetop: ${pod}: its containers are up; whether they are Ready only the API server knows, which was not read\n`;
}

function describeRest(view: RestartView, state: NodeState, end: WaitEnd): string {
	const rest = escapeText(describeWaiting(view, state));
	if (end.reason === 'late') return `is not Ready again after ${end.after}: ${rest}`;
	if (end.reason === 'interrupted') return `is not Ready again yet: ${rest}`;
	return `was not waited for: ${rest}`;
}

/** What it hangs on. */
function describeWaiting({ action, stories }: RestartView, { histories, now }: NodeState): string {
	const story = stories.at(-1);
	const { container = 'sandbox', attempt } = action.target;
	const target = `${container}${attempt === undefined ? '' : ` #${attempt}`}`;
	if (!story) return action.status === 'done' ? `${target} has ended` : `${target} has been told to end, and lives on`;
	if (story.status === 'running') return describeRunning(story, now);
	const moment = histories.get(action.target.podUid)?.moments.at(-1);
	const word = moment ? ` (${moment.ready} ${moment.status})` : '';
	if (story.status === 'recovered') return `${story.container ?? container} is back, but the pod is not Ready${word}`;
	return `the next restart is under way${word}`;
}

function describeRunning({ waitingFor, waitingUntil = 0 }: RestartStory, now: number): string {
	const left = waitingUntil > now ? `, about ${formatElapsed(waitingUntil - now)} more` : '';
	return waitingFor === undefined ? 'it is on its way' : `it waits for ${waitingFor}${left}`;
}

const codes = {
	failed: exitCodes.failure.code,
	'under-way': exitCodes.notReady.code,
	gone: exitCodes.gone.code,
	ready: exitCodes.success.code,
} as const;

/** The worst of all. `waited` false: that the target has ended is enough. */
export function chooseExitCode(views: readonly RestartView[], waited: boolean): number {
	const outcomes = new Set(views.map(({ outcome }) => outcome));
	if (outcomes.has('failed')) return codes.failed;
	if (!waited) return exitCodes.success.code;
	const worst = (['under-way', 'gone'] as const).find((outcome) => outcomes.has(outcome));
	return worst ? codes[worst] : codes.ready;
}
