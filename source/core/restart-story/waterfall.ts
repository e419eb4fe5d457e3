import type { RestartStory, StoryStep } from './restart-story.ts';

/**
 * A step's place in its story, in milliseconds from the beginning. `moment`: it happened at `to`, after what came before it at
 * `from`. `span`: it took from `from` to `to`. `awaited`: it has not happened; only the first awaited one has a place, if
 * nothing else is under way: from the last thing that happened until now.
 */
export type WaterfallRow = {
	step: StoryStep;
	shape: 'moment' | 'span' | 'awaited';
	from?: number;
	to?: number;
	/** It goes on: `to` is now. */
	open: boolean;
	/** By how much `to` minus `from` may be wrong, because one of them is coarse. 0 when both are exact. */
	blur: number;
};

/** A story's steps to one scale. */
export type Waterfall = {
	rows: readonly WaterfallRow[];
	/** How long the story took, or has taken until now. */
	elapsed: number;
	/** What the whole width stands for, milliseconds; never 0. */
	scale: number;
};

/** Where each step lies in time. `now` counts only while the story runs. */
export function selectWaterfall(story: RestartStory, now: number): Waterfall {
	const isOpen = story.status === 'running';
	const placed = placeSteps(story);
	const last = Math.max(0, ...placed.map(({ to = 0 }) => to));
	const elapsed = Math.max(last, (isOpen ? now : (story.endedAt ?? story.beganAt)) - story.beganAt);
	const rows = isOpen ? placed.map((row) => (isUnderWay(row) ? { ...row, to: elapsed, open: true } : row)) : placed;
	const growing = rows.some(({ open }) => open) || !isOpen ? -1 : rows.findIndex(({ shape }) => shape === 'awaited');
	return {
		rows: rows.map((row, index) => (index === growing ? { ...row, from: last, to: elapsed, open: true } : row)),
		elapsed,
		// a scale that grew with every tick would move all bars
		scale: Math.max(1, isOpen ? roundUp(elapsed) : elapsed),
	};
}

/** Steps that last have their own beginning; the others come after what was over by then. */
function placeSteps({ steps, beganAt }: RestartStory): WaterfallRow[] {
	const ends: End[] = [{ time: 0, blur: 0 }];
	return steps.map((step): WaterfallRow => {
		if (step.at === undefined) return { step, shape: 'awaited', open: false, blur: 0 };
		const blur = step.resolution ?? 0;
		const at = placeTime(step.at - beganAt, blur, latestOf(ends).time);
		const to = takesTime(step) && step.until !== undefined ? Math.max(at, step.until - beganAt) : at;
		const after = latestOf(ends.filter(({ time }) => time <= at));
		ends.push({ time: at, blur }, { time: to, blur });
		if (takesTime(step)) return { step, shape: 'span', from: at, to, open: false, blur };
		return { step, shape: 'moment', from: after.time, to: at, open: false, blur: Math.max(blur, after.blur) };
	});
}

type End = { time: number; blur: number };

function latestOf(ends: readonly End[]): End {
	return ends.reduce((a, b) => (b.time >= a.time ? b : a), { time: 0, blur: 0 });
}

/** A coarse time seems to lie too early: it is as late as its place in the order asks for, as far as that is possible. */
function placeTime(offset: number, resolution: number, latest: number): number {
	return Math.max(0, Math.min(Math.max(offset, latest), offset + resolution));
}

/** Whether a step lasts, rather than happens. */
function takesTime({ kind }: StoryStep): boolean {
	return kind === 'init-run' || kind === 'back-off';
}

function isUnderWay({ step, shape }: WaterfallRow): boolean {
	return shape === 'span' && step.until === undefined;
}

const hour = 3_600_000;
const roundScales = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600].map((seconds) => seconds * 1000);

function roundUp(elapsed: number): number {
	return roundScales.find((scale) => scale >= elapsed) ?? Math.ceil(elapsed / hour) * hour;
}

/** A piece of a bar in eighths of a cell, from the left: `end` is never before `start`, and both lie within the cells. */
export type BarPlace = { start: number; end: number };

/** Where from–to lies on so many cells. */
export function placeBar(from: number, to: number, scale: number, cells: number): BarPlace {
	const eighths = cells * 8;
	const place = (offset: number) => Math.min(eighths, Math.max(0, Math.round((offset / scale) * eighths)));
	return { start: place(from), end: Math.max(place(from), place(to)) };
}

/** In which cell a moment lies. */
export function placeMoment(at: number, scale: number, cells: number): number {
	return Math.min(cells - 1, Math.max(0, Math.floor((at / scale) * cells)));
}
