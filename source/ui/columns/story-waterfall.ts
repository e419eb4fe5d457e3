import type { LinuxNamespaces } from '../../core/linux-namespace.ts';
import type { RestartStory } from '../../core/restart-story/restart-story.ts';
import { selectWaterfall, type Waterfall, type WaterfallRow } from '../../core/restart-story/waterfall.ts';
import { formatAgo } from '../../format/age.ts';
import { formatClock } from '../../format/clock.ts';
import { formatDuration, formatElapsed, formatOffset } from '../../format/duration.ts';
import { escapeText } from '../../format/escape.ts';
import { pad, textWidth, truncate } from '../../format/width.ts';
import type { Segment } from './column.ts';
import { type Glyphs, glyphsOf } from './glyphs.ts';
import { packFacts } from './pack-facts.ts';
import { drawBar } from './story-bar.ts';
import { describeChanged, describeStayed } from './story-changes.ts';
import { describeStep, stepTone } from './story-step-words.ts';
import { describeOutcome, describeWhat, describeWhy, storyTone } from './story-words.ts';

/** How a story is to be told. */
export type StoryStyle = {
	/** How wide the lines may be. */
	columns: number;
	/** Milliseconds since the epoch: running stories grow with it. */
	now: number;
	ascii: boolean;
	utc?: boolean;
	/** The host's inodes, where known. */
	hostNamespaces?: LinuxNamespaces;
};

/** Where things stand, the same for all stories so that they are aligned. */
type Places = { words: number; duration: number; cells: number };

/** Space, offset or time of day, space: where the words begin. */
const offsetWidth = 8;
const wordsFrom = 1 + offsetWidth + 2;
/** Bars take room that the words need on anything narrower. */
const barsFrom = 100;
const mostCells = 80;
const mostWords = 52;
/** The longest of formatDuration with a sign for coarse times. */
const durationWidth = 7;

/** A story's lines by what they are. */
export type StoryParts = {
	/** What, why and how it went. */
	head: Segment[][];
	steps: Segment[][];
	/** Which step is under way, or else the last that happened. */
	current: number;
	/** What changed and what stayed. */
	facts: Segment[][];
};

/** A story as lines: what and why, its steps as a waterfall, what changed and what stayed. Everything escaped and within `columns`. */
export function drawStory(story: RestartStory, style: StoryStyle): Segment[][] {
	const { head, steps, facts } = drawStoryParts(story, style);
	return [...head, ...steps, ...facts];
}

/** The same in parts, for where there is no room for all. */
export function drawStoryParts(story: RestartStory, style: StoryStyle): StoryParts {
	const glyphs = glyphsOf(style);
	const waterfall = selectWaterfall(story, style.now);
	const { rows } = waterfall;
	const places = placeParts(style.columns);
	const awaited = rows.findIndex(({ shape }) => shape === 'awaited');
	const open = rows.findLastIndex((row) => row.open);
	return {
		head: drawHead(story, waterfall, style, glyphs),
		steps: rows.map((row, index) => drawStep(row, index === awaited, story, waterfall, places, style)),
		current: open >= 0 ? open : rows.findLastIndex(({ shape }) => shape !== 'awaited'),
		facts: [
			...drawFacts('changed', describeChanged(story, { ...style, ...glyphs }), style),
			...drawFacts('stayed', describeStayed(story, { ...style, ...glyphs }), style),
		],
	};
}

function placeParts(columns: number): Places {
	const room = columns - wordsFrom;
	const hasDuration = columns >= 60;
	if (columns < barsFrom) {
		return {
			words: hasDuration ? room - durationWidth - 3 : room,
			duration: hasDuration ? durationWidth : 0,
			cells: 0,
		};
	}
	const words = Math.min(mostWords, Math.floor(columns * 0.42));
	return { words, duration: durationWidth, cells: Math.min(mostCells, room - words - durationWidth - 5) };
}

function drawHead(story: RestartStory, { elapsed }: Waterfall, style: StoryStyle, glyphs: Glyphs): Segment[][] {
	const room = style.columns - wordsFrom;
	const cause = escapeText(`${describeWhat(story, glyphs)}, ${describeWhy(story)}, `);
	const outcome = escapeText(describeOutcome(story, elapsed));
	const when: Segment = { text: ` ${pad(formatWhen(story.beganAt, style), offsetWidth)}  `, tone: 'dim' };
	if (textWidth(cause + outcome) <= room) {
		return [[when, { text: cause, tone: 'strong' }, { text: outcome, tone: storyTone(story) }]];
	}
	// a kubelet's message can be of any length
	const lines = packFacts(
		truncate(cause, room * 2, glyphs)
			.trimEnd()
			.split(' '),
		room,
		' ',
	);
	const all = [...lines, truncate(outcome, room, glyphs)];
	return all.map((line, index) => [
		index === 0 ? when : { text: ' '.repeat(wordsFrom) },
		{ text: truncate(line, room, glyphs), tone: index === all.length - 1 ? storyTone(story) : 'strong' },
	]);
}

const day = 24 * 3_600_000;

/** The time of day says nothing about another day. */
function formatWhen(at: number, { now, utc }: StoryStyle): string {
	return now - at < day ? formatClock(at, { utc }) : formatAgo(now - at).slice(1, -1);
}

function drawStep(
	row: WaterfallRow,
	isFirstAwaited: boolean,
	story: RestartStory,
	{ scale }: Waterfall,
	places: Places,
	style: StoryStyle,
): Segment[] {
	const glyphs = glyphsOf(style);
	const tone = stepTone(row);
	const offset = pad(offsetOf(row, glyphs.ellipsis), offsetWidth, 'right');
	const words = stepWords(row, isFirstAwaited, story, places.words, glyphs);
	const line: Segment[] = [
		{ text: ` ${offset}  `, tone: 'dim' },
		{ text: words, tone },
	];
	if (places.duration > 0) line.push({ text: `  ${pad(formatTook(row), places.duration, 'right')}`, tone: 'dim' });
	if (places.cells === 0) return line;
	return [...line, { text: '  ' }, ...drawBar(row, scale, places.cells, { ascii: style.ascii, tone })];
}

/** `+0.41s`, `~+1s` where the source knows whole seconds only, `…` for what has not happened. */
function offsetOf({ step, shape, from, to, open }: WaterfallRow, ellipsis: string): string {
	const at = shape === 'span' ? from : to;
	if (at === undefined || (shape === 'awaited' && open)) return ellipsis;
	if (isCoarse(step.resolution)) return `~+${formatElapsed(at)}`;
	return (step.resolution ? '~' : '') + formatOffset(at);
}

function isCoarse(resolution = 0): boolean {
	return resolution >= 1000;
}

/** How long it took, or since what came before it. Nothing where that is too little to be told. */
function formatTook({ from, to, open, blur }: WaterfallRow): string {
	if (from === undefined || to === undefined || to === from) return '';
	if (open) return formatElapsed(to - from);
	if (isCoarse(blur)) return to - from < 1000 ? '<1s' : `~${formatElapsed(to - from)}`;
	return (blur > 0 ? '~' : '') + formatDuration(to - from);
}

/** In full where that fits, else in short. That only a listing shows it is never cut off. */
function stepWords(
	row: WaterfallRow,
	isFirstAwaited: boolean,
	story: RestartStory,
	room: number,
	glyphs: Glyphs,
): string {
	const { text, short } = describeStep(row, story);
	const byListing = row.step.seenBy === 'listing';
	const before = row.shape !== 'awaited' ? '' : awaitedWord(story, isFirstAwaited);
	const whole = escapeText(`${before}${text}${byListing ? ', seen by listing' : ''}`);
	if (textWidth(whole) <= room) return pad(whole, room);
	const mark = byListing ? ' (listing)' : '';
	return pad(truncate(escapeText(before + short), room - mark.length, glyphs) + mark, room);
}

function awaitedWord({ status }: RestartStory, isFirst: boolean): string {
	if (status !== 'running') return 'not reached: ';
	return isFirst ? 'waits for ' : 'then ';
}

function drawFacts(label: string, facts: readonly string[], { columns, ascii }: StoryStyle): Segment[][] {
	const room = columns - wordsFrom;
	const glyphs = glyphsOf({ ascii });
	return packFacts(facts.map(escapeText), room).map((line, index) => [
		{ text: ` ${pad(index === 0 ? label : '', offsetWidth, 'right')}  `, tone: 'dim' },
		{ text: truncate(line, room, glyphs), tone: label === 'stayed' ? 'dim' : undefined },
	]);
}
