import type { PodView } from '../../core/node-view.ts';
import { escapeText } from '../../format/escape.ts';
import { truncate } from '../../format/width.ts';
import { wrapWords } from '../../format/wrap.ts';
import type { Segment } from '../columns/column.ts';
import { readContainerState } from '../columns/container-state.ts';
import { glyphsOf } from '../columns/glyphs.ts';
import { findNewerAttempt } from '../state/log-target.ts';
import { type LogEnd, type LogOverlay, logTail } from '../state/log-view.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import { cutSegments, type Line, spreadLine, textLine } from './line.ts';
import type { LogStyle } from './log-rows.ts';
import { type LogWindow, selectLogWindow } from './log-window.ts';

/** Title, rule, the rows in sight, and what there is to say about the log's end. */
export function selectLogOverlay(model: ScreenModel, log: LogOverlay): Line[] {
	const { layout, options } = model;
	const glyphs = glyphsOf(options);
	const remarks = selectRemarks(model, log);
	const height = logHeight(model, log);
	const window = selectLogWindow(log.feed.buffer, log.place, logStyle(model, log), height);
	const rows = window.rows.map((segments): Line => ({ segments }));
	const space = Array.from({ length: Math.max(0, height - rows.length) }, () => textLine(''));
	const place = formatPlace(log, window);
	const room = layout.columns - place.length - 1;
	const title = cutSegments(drawTitle(model, log), room, glyphs.ellipsis);
	return [
		spreadLine(title, [{ text: place, tone: 'dim' }], layout.columns, glyphs.ellipsis),
		textLine(glyphs.rule.repeat(layout.columns), 'dim'),
		// a short log stands at the top, and what came of it right below
		...(remarks.length > 0 ? [...rows, ...remarks, ...space] : [...rows, ...space]),
	];
}

/** How many rows of the log are shown: between title and footer, less what is said about its end. */
export function logHeight(model: ScreenModel, log: LogOverlay): number {
	return Math.max(1, model.layout.rows - 4 - selectRemarks(model, log).length);
}

/** How the lines are drawn on this terminal. */
export function logStyle({ layout, options }: ScreenModel, { wrap, shift, timestamps, search }: LogOverlay): LogStyle {
	const { ellipsis, marker } = glyphsOf(options);
	return {
		columns: layout.columns,
		wrap,
		shift,
		timestamps,
		color: options.color,
		utc: options.utc ?? false,
		ellipsis,
		pattern: search.applied?.pattern,
		at: search.applied?.at,
		marker,
	};
}

/** ` nginx #1 of default/web  following`. */
function drawTitle({ options }: ScreenModel, log: LogOverlay): Segment[] {
	const { target } = log.feed;
	const attempt = target.attempt === undefined ? '' : ` #${target.attempt}`;
	const pod = target.pod === '' ? '' : ` of ${target.kubeNamespace}/${target.pod}`;
	const facts = [
		...describeSearch(log),
		...(log.shift > 0 ? [`column ${log.shift + 1}`] : log.wrap ? [] : ['lines cut']),
	];
	const { dot } = glyphsOf(options);
	return [
		{ text: ` Log of ${escapeText(`${target.container}${attempt}${pod}`)}  `, tone: 'strong' },
		describeProgress(log),
		...facts.map((fact): Segment => ({ text: `  ${dot} ${fact}`, tone: 'dim' })),
	];
}

function describeProgress({ frozen, place, end }: LogOverlay): Segment {
	if (frozen) return { text: 'FROZEN', tone: 'badge' };
	if (end) return { text: end.kind === 'failed' ? 'failed' : 'ended', tone: end.kind === 'failed' ? 'bad' : 'dim' };
	return place ? { text: 'held', tone: 'warn' } : { text: 'following', tone: 'good' };
}

function describeSearch({ search: { applied } }: LogOverlay): string[] {
	if (!applied) return [];
	const found = applied.search.matches().length;
	return [`${found} with /${escapeText(truncate(applied.text, 20))}`];
}

/** `120-160 of the newest 10000, 54321 older dropped`: neither where reading began nor the bound of memory is a secret. */
function formatPlace({ feed: { buffer } }: LogOverlay, { first, last }: LogWindow): string {
	const dropped = buffer.first();
	const older = dropped > 0 ? `, ${dropped} older dropped` : '';
	if (first === undefined || last === undefined) return '';
	// who asked for so many and got them does not know whether there are older ones
	const all = buffer.end() >= logTail ? 'the newest ' : '';
	return `${first + 1 - dropped}-${last + 1 - dropped} of ${all}${buffer.end() - dropped}${older} `;
}

/** What came of the log: that it has ended and how its container has, that there is a newer one, why it cannot be read. */
function selectRemarks(model: ScreenModel, { feed, end }: LogOverlay): Line[] {
	if (!end) return feed.buffer.end() === 0 ? [textLine('   nothing has been written yet', 'dim')] : [];
	const { layout, options } = model;
	const { arrow } = glyphsOf(options);
	const tone = end.kind === 'failed' ? 'bad' : 'dim';
	const words = wrapWords(describeEnd(end, model, arrow), Math.max(10, layout.columns - 4));
	// at most a third of a low screen
	return words.slice(0, Math.max(1, Math.floor(layout.rows / 4))).map((line) => textLine(`   ${line}`, tone));
}

function describeEnd(end: LogEnd, model: ScreenModel, arrow: string): string {
	if (end.kind === 'failed') {
		const remedy = end.remedy === undefined ? '' : `  ${arrow} ${escapeText(end.remedy)}`;
		return `${escapeText(end.message)}${remedy}  ${arrow} ctrl-r tries again`;
	}
	const { overlay } = model.screen;
	if (overlay?.kind !== 'log') return 'the log has ended';
	const { target } = overlay.feed;
	const pod = model.view.pods.find(({ uid }) => uid === target.podUid);
	const state = pod && describeState(pod, target.id, model.node.now);
	const newer = pod && findNewerAttempt(pod, target);
	const what = overlay.feed.buffer.end() === 0 ? 'nothing was written' : 'the log ends here';
	const facts = [what, ...(state === undefined ? [] : [state])];
	return `${facts.join('; ')}${newer ? `  ${arrow} ctrl-r follows #${newer.attempt ?? '?'}, which is there now` : ''}`;
}

function describeState(pod: PodView, id: string | undefined, now: number): string | undefined {
	const container = id === undefined ? undefined : pod.containers.find((candidate) => candidate.id === id);
	return container && escapeText(readContainerState(container, now).text);
}
