import type { RestartStory, StoryStep } from '../core/restart-story/restart-story.ts';
import { selectWaterfall, type WaterfallRow } from '../core/restart-story/waterfall.ts';
import { formatOffset } from '../format/duration.ts';
import { escapeText } from '../format/escape.ts';
import { pad } from '../format/width.ts';
import { describeStep } from '../ui/columns/story-step-words.ts';
import type { RestartView } from './view-restart.ts';

/** How long something has to be waited for before that is worth a line, milliseconds. */
const patience = 2_000;

/** Takes what has come of the actions until now, and returns the lines that are new, each with its line break. */
export type Progress = (views: readonly RestartView[], now: number) => string;

/** A line for each step as it becomes known, and for what is waited for when it takes long. */
export function createProgress({ ascii }: { ascii: boolean }): Progress {
	const printed = new Set<string>();
	const waiting = new Map<string, { text: string; since: number }>();
	const ellipsis = ascii ? '~' : '…';

	const once = (key: string, line: string) => {
		if (printed.has(key)) return [];
		printed.add(key);
		return [line];
	};
	const tellSteps = (story: RestartStory, key: string, now: number) => {
		const rows = selectWaterfall(story, now).rows.filter(({ shape }) => shape !== 'awaited');
		return rows.flatMap((row, index) => {
			const steps = rows.slice(0, index).map(({ step }) => step);
			const count = steps.filter((step) => isSameKind(step, row.step)).length;
			const { kind, container } = row.step;
			// that a back-off is over, the start after it tells
			const isDone = kind === 'init-run' && !row.open;
			return once(`${key} ${kind} ${container} ${count} ${isDone}`, formatStep(row, story));
		});
	};
	const tellWaiting = (story: RestartStory, key: string, now: number) => {
		const text = story.waitingFor;
		if (text === undefined) return [];
		const known = waiting.get(key);
		if (known?.text !== text) waiting.set(key, { text, since: now });
		const isLong = known?.text === text && now - known.since >= patience;
		return isLong ? once(`${key} waits ${text}`, `${pad(ellipsis, 9, 'right')}  waiting for ${escapeText(text)}`) : [];
	};

	return (views, now) => {
		const lines = views.flatMap(({ action: { id, target }, stories }) => {
			const own = stories.flatMap((story, index) => {
				const key = `${id} ${index}`;
				return [...tellSteps(story, key, now), ...tellWaiting(story, key, now)];
			});
			const name = views.length > 1 ? `${escapeText(`${target.kubeNamespace}/${target.pod}`)} ` : '';
			return own.map((line) => `${name}${line}\n`);
		});
		return lines.join('');
	};
}

function isSameKind(a: StoryStep, b: StoryStep): boolean {
	return a.kind === b.kind && a.container === b.container;
}

function formatStep(row: WaterfallRow, story: RestartStory): string {
	const isBeginning = row.step.kind === 'back-off' || (row.shape === 'span' && row.open);
	const at = (isBeginning ? row.from : row.to) ?? 0;
	const about = row.step.resolution ? '~' : '';
	return `${pad(`${about}${formatOffset(at)}`, 9, 'right')}  ${escapeText(describeStep(row, story).text)}`;
}
