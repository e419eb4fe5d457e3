import { findSignalName } from '../../core/describe-event.ts';
import type { RestartStory, StoryTrigger } from '../../core/restart-story/restart-story.ts';
import { formatDuration, formatElapsed } from '../../format/duration.ts';
import type { Tone } from './column.ts';

/** Signs that words need: `→` or `->`, `…` or `~`. */
export type WordSigns = { arrow: string; ellipsis: string };

/** What was restarted: `recycle #0 → #1`, `nginx restarted #3 → #4`, `nginx ended #3`. Unescaped. */
export function describeWhat(story: RestartStory, signs: WordSigns): string {
	const { scope, status, container = 'container' } = story;
	const [before, after] = scope === 'sandbox' ? sandboxAttempts(story) : containerAttempts(story);
	const attempts = formatAttempts(before, status === 'ended' ? undefined : after, status, signs);
	if (scope === 'all-containers') return `all containers ${verbOf(status)} in place`;
	if (scope === 'sandbox') return `${status === 'ended' ? 'sandbox ended' : 'recycle'}${attempts}`;
	return `${container} ${verbOf(status)}${attempts}`;
}

function verbOf(status: RestartStory['status']): string {
	return status === 'ended' ? 'ended' : status === 'running' ? 'restarting' : 'restarted';
}

type Attempts = readonly [before: number | undefined, after: number | undefined];

function sandboxAttempts({ before, after }: RestartStory): Attempts {
	// an attempt counts only with the sandbox that has it: until there is another one, `after` may repeat the old one
	const isSame = before.sandboxId !== undefined && before.sandboxId === after.sandboxId;
	return [before.sandboxAttempt, isSame ? undefined : after.sandboxAttempt];
}

function containerAttempts({ before, after, container }: RestartStory): Attempts {
	const find = (side: RestartStory['before']) => side.containers.find(({ name }) => name === container);
	const [from, to] = [find(before), find(after)];
	const isSame = from?.id !== undefined && from.id === to?.id;
	return [from?.attempt, isSame ? undefined : to?.attempt];
}

function formatAttempts(
	before: number | undefined,
	after: number | undefined,
	status: RestartStory['status'],
	{ arrow, ellipsis }: WordSigns,
): string {
	if (after !== undefined) return ` ${before === undefined ? '?' : `#${before}`} ${arrow} #${after}`;
	if (before === undefined) return '';
	return status === 'running' ? ` #${before} ${arrow} ${ellipsis}` : ` #${before}`;
}

/** Why it ended: `stopped by you`, `exit 137 (KILL), OOM killed`, `by the kubelet: Killing`. Unescaped. */
export function describeWhy({ trigger, scope }: RestartStory): string {
	switch (trigger.cause) {
		case 'action':
			return describeAction(trigger.action);
		case 'exit': {
			const exit = describeEnd(trigger, scope === 'sandbox');
			return scope === 'sandbox' ? `pause ended${exit && ` (${exit})`}` : exit || 'ended';
		}
		case 'kubelet':
			return `by the kubelet: ${trigger.message || trigger.reason}`;
		case 'sandbox-changed':
			return `the kubelet found the sandbox unfit${trigger.message ? `: ${trigger.message}` : ''}`;
		case 'removed':
			return 'its record was removed by hand';
		case 'unknown':
			return 'nobody saw why';
	}
}

/** The same in a few words, for a narrow column. */
export function describeWhyShort(story: RestartStory): string {
	const { trigger } = story;
	switch (trigger.cause) {
		case 'exit':
			return trigger.oomKilled ? 'OOM killed' : describeEnd(trigger) || 'ended';
		case 'kubelet':
			return 'by the kubelet';
		case 'sandbox-changed':
			return 'sandbox unfit';
		case 'removed':
			return 'removed';
		default:
			return describeWhy(story);
	}
}

/** `stopped by you`, `killed by you`. */
export function describeAction(action: Extract<StoryTrigger, { cause: 'action' }>['action']): string {
	return action === 'kill-sandbox' || action === 'kill-container' ? 'killed by you' : 'stopped by you';
}

/** An end as its source tells it: `exit 137 (KILL), OOM killed`, `signal TERM`; empty when nothing is known. */
export function describeEnd(
	{ exitCode, signal, oomKilled }: { exitCode?: number; signal?: number; oomKilled?: boolean },
	inBrackets = false,
): string {
	const exit = exitCode === undefined ? '' : `exit ${exitCode}`;
	const name = signalWord(exitCode, signal);
	const both = exit && name ? (inBrackets ? `${exit}, ${name}` : `${exit} (${name})`) : exit;
	const words = both || (name && `signal ${name}`);
	return [words, oomKilled ? 'OOM killed' : ''].filter((word) => word !== '').join(', ');
}

function signalWord(exitCode: number | undefined, signal: number | undefined): string {
	// from 129 on an exit code may stand for a signal, as shells and container runtimes count
	const number = signal ?? (exitCode !== undefined && exitCode > 128 ? exitCode - 128 : undefined);
	const name = number === undefined ? undefined : findSignalName(number);
	return name ?? (signal === undefined ? '' : String(signal));
}

/** How it went: `Ready after 4.1s`, `3s so far, waiting for back-off 20s`. Unescaped. */
export function describeOutcome(story: RestartStory, elapsed: number): string {
	const took = formatDuration(elapsed);
	switch (story.status) {
		case 'running': {
			const waiting = story.waitingFor ? `, waiting for ${story.waitingFor}` : '';
			return `${formatElapsed(elapsed)} so far${waiting}`;
		}
		case 'recovered':
			return `${describeReturn(story)}${story.endedAt === undefined ? ', nobody saw when' : ` after ${took}`}`;
		case 'ended':
			return `over after ${took}, not meant to come back`;
		case 'overtaken':
			return `not over when the next began, after ${took}`;
	}
}

/** Ready is the API server's word: without one, or where it does not say so, all that is known is that what ended is up again. */
function describeReturn({ steps, containerKind }: RestartStory): string {
	if (steps.some(({ kind, at }) => kind === 'ready' && at !== undefined)) return 'Ready';
	return containerKind === 'init' ? 'completed' : 'up again';
}

/** The same in a word or two, for a table. */
export function describeStatus(story: RestartStory): string {
	const { status } = story;
	return status === 'recovered' ? describeReturn(story) : status === 'ended' ? 'over' : status;
}

/** How a story's state is meant. */
export function storyTone({ status }: RestartStory): Tone {
	const tones = { running: 'warn', recovered: 'good', ended: 'dim', overtaken: 'warn' } as const;
	return tones[status];
}

/** A story in one line: `recycle #0 → #1, stopped by you, Ready after 4.1s`; without `elapsed` with the bare status at its end. Unescaped. */
export function describeStory(story: RestartStory, elapsed: number | undefined, signs: WordSigns): string {
	const isTimeless = elapsed === undefined && story.status !== 'recovered';
	const outcome = isTimeless ? story.status : describeOutcome(story, elapsed ?? 0);
	return [describeWhat(story, signs), describeWhy(story), outcome].join(', ');
}
