import type { RestartStory, StoryStep } from '../../core/restart-story/restart-story.ts';
import type { WaterfallRow } from '../../core/restart-story/waterfall.ts';
import type { Tone } from './column.ts';
import { describeEnd } from './story-words.ts';

/** A step in words. `short` is whole as well, for narrow terminals. Unescaped. */
export type StepWords = { text: string; short: string };

/** What a step was: `nginx #0 ended (exit 137, KILL)`, `network ready, 10.244.0.7`; what is awaited: `nginx to start`. */
export function describeStep({ step, shape, open }: WaterfallRow, story: RestartStory): StepWords {
	if (shape === 'awaited') return same(describeAwaited(step));
	const name = nameOf(step);
	const numbered = step.attempt === undefined ? name : `${name} #${step.attempt}`;
	const end = describeEnd(step, true);
	switch (step.kind) {
		case 'pause-ended':
		case 'container-ended':
			return { text: `${numbered} ended${end && ` (${end})`}`, short: `${numbered} ${end || 'ended'}` };
		case 'noticed':
			return same('kubelet noticed');
		case 'sandbox-created':
			return same(`${numbered} created`);
		case 'sandbox-started':
			return same(`${numbered} up`);
		case 'network-ready': {
			const { ip } = story.after;
			return { text: `network ready${ip ? `, ${ip}` : ''}`, short: ip ?? 'network' };
		}
		case 'init-run':
			return same(`${numbered} ${open ? 'runs' : 'ran'}${step.exitCode ? `, ${end}` : ''}`);
		case 'back-off':
			return same(`${name} in back-off`);
		case 'container-started':
			return same(`${numbered} started`);
		case 'ready':
			return same('Ready');
	}
}

function same(text: string): StepWords {
	return { text, short: text };
}

function nameOf({ kind, container }: StoryStep): string {
	if (kind === 'pause-ended' || kind === 'sandbox-created' || kind === 'sandbox-started') return 'pause';
	return container ?? (kind === 'init-run' ? 'init container' : 'container');
}

function describeAwaited(step: StoryStep): string {
	const name = nameOf(step);
	switch (step.kind) {
		case 'pause-ended':
		case 'container-ended':
			return `${name} to end`;
		case 'noticed':
			return 'the kubelet to notice';
		case 'sandbox-created':
			return 'a new pause';
		case 'sandbox-started':
			return 'the new pause to be up';
		case 'network-ready':
			return 'its network';
		case 'init-run':
			return `${name} to run`;
		case 'back-off':
			return `${name}'s back-off`;
		case 'container-started':
			return `${name} to start`;
		case 'ready':
			return 'Ready';
	}
}

/** How a step is meant. The words say it too. */
export function stepTone({ step, shape }: WaterfallRow): Tone {
	if (shape === 'awaited') return 'dim';
	if (step.oomKilled || (step.kind === 'init-run' && step.exitCode)) return 'bad';
	if (step.kind === 'ready') return 'good';
	return step.kind === 'back-off' || step.exitCode ? 'warn' : 'plain';
}
