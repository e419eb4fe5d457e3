import type { StoryStep, StoryStepKind } from './restart-story.ts';

/** In the order in which one follows from the other: it decides between steps of the same moment, and among awaited ones. */
const course: readonly StoryStepKind[] = [
	'container-ended',
	'pause-ended',
	'noticed',
	'sandbox-created',
	'sandbox-started',
	'network-ready',
	'back-off',
	'init-run',
	'container-started',
	'ready',
];

/**
 * In the order of time, what is awaited last. What follows from something else comes after it where both are from the same moment,
 * or where a coarse time leaves that open. The order of `steps` decides where nothing else does.
 */
export function orderSteps(steps: readonly StoryStep[]): readonly StoryStep[] {
	const happened = steps.filter(({ at }) => at !== undefined);
	const awaited = steps.filter(({ at }) => at === undefined);
	const byCourse = (a: StoryStep, b: StoryStep) => course.indexOf(a.kind) - course.indexOf(b.kind);
	const byTime = happened.sort((a, b) => (a.at ?? 0) - (b.at ?? 0) || byCourse(a, b));
	return [...delayCoarse(byTime), ...awaited.sort(byCourse)];
}

/** Puts coarse steps behind those that they follow from, as far as they can be that late and nothing follows from them before. */
function delayCoarse(byTime: readonly StoryStep[]): readonly StoryStep[] {
	const ordered = [...byTime];
	// the last first: what moves finds those that it follows from in their places
	for (const step of byTime.toReversed()) {
		if (step.resolution === undefined) continue;
		const latest = (step.at ?? 0) + step.resolution - 1;
		const from = ordered.indexOf(step);
		const next = ordered.findIndex((other, index) => index > from && follows(other, step));
		const reach = ordered.slice(0, next < 0 ? ordered.length : next);
		const to = reach.findLastIndex((other) => (other.at ?? 0) <= latest && follows(step, other));
		if (to > from) ordered.splice(to, 0, ...ordered.splice(from, 1));
	}
	return ordered;
}

/** Whether one step cannot be before the other. A back-off goes on beside the others, and containers may outlive what was noticed. */
function follows(step: StoryStep, cause: StoryStep): boolean {
	if (step.kind === 'back-off' || cause.kind === 'back-off') return false;
	if (step.kind === 'noticed' && cause.kind === 'container-ended') return false;
	return course.indexOf(cause.kind) < course.indexOf(step.kind);
}
