import { type Action, isSandboxAction } from '../../core/action/action.ts';
import { describeAction } from '../../core/action/describe-action.ts';
import { formatAge } from '../../format/age.ts';
import { escapeText } from '../../format/escape.ts';
import type { Segment, Tone } from '../columns/column.ts';
import { glyphsOf } from '../columns/glyphs.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import { cutSegments, type Line } from './line.ts';

/** One line about what was asked of the node and how it goes, or why the last key did nothing. */
export function selectActionLine({ screen, news, layout, options }: ScreenModel): Line {
	const { ellipsis, arrow } = glyphsOf(options);
	const cut = (segments: readonly Segment[]) => ({ segments: cutSegments(segments, layout.columns, ellipsis) });
	if (screen.remark !== undefined) return cut([{ text: ` ${escapeText(screen.remark)}`, tone: 'warn' }]);
	const all = [...news.running, ...news.ended];
	const [first] = all;
	if (first && all.length === 1) return cut(drawAction(first, news.now, arrow, true));
	const worst = news.ended.findLast(({ status }) => status !== 'done');
	return cut([
		{ text: ` ${countActions(all)}`, tone: worst ? undefined : toneOf(all) },
		...(worst ? [{ text: ';' }, ...drawAction(worst, news.now, arrow, false)] : waitedFor(news)),
	]);
}

/** `restart sandbox #1 of default/web: stopping, 3s`, and how it ended. */
function drawAction(action: Action, now: number, arrow: string, withWhere: boolean): Segment[] {
	const { message, remedy } = action;
	const name = `${escapeText(describeAction(action))}: `;
	const why = message === undefined ? '' : `: ${escapeText(message)}`;
	const toDo = remedy === undefined ? [] : [{ text: `  ${arrow} ${escapeText(remedy)}` }];
	const tone = toneOf([action]);
	switch (action.status) {
		case 'running':
			return [
				{ text: ` ${name}` },
				{ text: `${doing(action)}, ${formatAge(Math.max(0, now - action.askedAt))}`, tone },
			];
		case 'done':
			return [
				{ text: ` ${name}` },
				{ text: `done, ${endedName(action)} has ended`, tone },
				{ text: withWhere ? '; see Restarts' : '' },
			];
		case 'refused':
			return [{ text: ` ${name}` }, { text: `refused, nothing was done${why}`, tone }, ...toDo];
		case 'failed':
			return [{ text: ` ${name}` }, { text: `failed${why}`, tone }, ...toDo];
		case 'timed-out':
			return [{ text: ` ${name}` }, { text: `timed out${why}`, tone }, ...toDo];
	}
}

function doing({ kind }: Action): string {
	return kind === 'kill-sandbox' || kind === 'kill-container' ? 'killing' : 'stopping';
}

function endedName({ kind, target }: Action): string {
	const name = isSandboxAction(kind) ? 'pause' : escapeText(target.container ?? 'container');
	return target.attempt === undefined ? name : `${name} #${target.attempt}`;
}

/** `2 actions running, 3 done, 1 failed`. */
function countActions(actions: readonly Action[]): string {
	const words = { running: 'running', done: 'done', refused: 'refused', failed: 'failed', 'timed-out': 'timed out' };
	const parts = Object.entries(words).flatMap(([status, word]) => {
		const count = actions.filter((action) => action.status === status).length;
		return count === 0 ? [] : [`${count} ${word}`];
	});
	return `actions: ${parts.join(', ')}`;
}

/** How long the oldest one has been going on; after the last one, where to read on. */
function waitedFor({ running, now }: ScreenModel['news']): Segment[] {
	const [oldest] = running;
	if (!oldest) return [{ text: '; see Restarts' }];
	return [{ text: `, ${formatAge(Math.max(0, now - oldest.askedAt))}` }];
}

function toneOf(actions: readonly Action[]): Tone | undefined {
	if (actions.some(({ status }) => status === 'failed' || status === 'timed-out')) return 'bad';
	if (actions.some(({ status }) => status === 'refused')) return 'warn';
	return actions.some(({ status }) => status === 'running') ? 'accent' : 'good';
}
