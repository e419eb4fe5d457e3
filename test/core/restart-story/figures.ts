import type { RestartStory, StoryStep } from '../../../source/core/restart-story/restart-story.ts';

/** A step in short: `container-ended nginx#0 =137 event`. */
export function nameStep(step: StoryStep): string {
	const subject = `${step.container ?? ''}${step.attempt === undefined ? '' : `#${step.attempt}`}`;
	const end = step.exitCode === undefined ? '' : `=${step.exitCode}`;
	const signal = step.signal === undefined ? '' : `signal ${step.signal}`;
	return [step.kind, subject, end, signal, step.seenBy ?? 'awaited'].filter((part) => part !== '').join(' ');
}

/** A story's steps with their seconds after `t0`: the beginning, and for those that last also the end. */
export function figuresOf({ steps }: RestartStory, t0: number): readonly (readonly [string, ...number[]])[] {
	const seconds = (at: number | undefined) => (at === undefined ? [] : [Math.round(at - t0) / 1000]);
	return steps.map((step) => [nameStep(step), ...seconds(step.at), ...seconds(step.until)] as const);
}

/** How coarse the steps are that are not exact, milliseconds. */
export function blursOf({ steps }: RestartStory): Readonly<Record<string, number>> {
	return Object.fromEntries(steps.flatMap(({ kind, resolution }) => (resolution ? [[kind, resolution]] : [])));
}
