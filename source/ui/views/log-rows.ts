import { type LogSpan, parseLogText } from '../../core/log/clean-log-text.ts';
import { formatLogStamp } from '../../core/log/format-log-stamp.ts';
import type { LogLine } from '../../core/log/log-line.ts';
import type { LogPattern } from '../../core/log/log-pattern.ts';
import { formatClock } from '../../format/clock.ts';
import { escapeText } from '../../format/escape.ts';
import { textWidth } from '../../format/width.ts';
import type { Segment } from '../columns/column.ts';

/** How a log's lines are drawn. */
export type LogStyle = {
	/** Columns of the terminal. */
	columns: number;
	wrap: boolean;
	shift: number;
	timestamps: boolean;
	color: boolean;
	utc: boolean;
	ellipsis: string;
	pattern?: LogPattern;
	/** The line that a search has led to. */
	at?: number;
	marker: string;
};

/** Room before a line: the sign for stderr or for where a search has led to, and a space. */
const gutter = 2;

/** Marks what was written to stderr. */
export const stderrSign = '!';

/** From this width on there is room for times as the runtime tells them, with nine digits. */
const wholeStampFrom = 100;

/** The rows that one line of the log takes on the screen: at least one. */
export function drawLogLine(line: LogLine, number: number, style: LogStyle): Segment[][] {
	const width = Math.max(1, style.columns - gutter);
	const segments = drawText(line, style);
	const rows = style.wrap ? breakSegments(segments, width) : [cutRow(segments, style.shift, width, style.ellipsis)];
	return rows.map((row, index) => [drawGutter(line, number, index, style), ...row]);
}

function drawGutter({ stream }: LogLine, number: number, row: number, { at, marker }: LogStyle): Segment {
	if (row === 0 && number === at) return { text: `${marker} `, tone: 'accent' };
	return stream === 'stderr' ? { text: `${stderrSign} `, tone: 'warn' } : { text: '  ' };
}

function drawText(line: LogLine, style: LogStyle): Segment[] {
	const stamp = style.timestamps ? formatStamp(line, style) : '';
	const spans = parseLogText(line.text, { width: textWidth });
	return [
		...(stamp === '' ? [] : [{ text: `${stamp} `, tone: 'dim' } as const]),
		...drawSpans(spans, style),
		...(line.cut === undefined ? [] : [{ text: ` ${style.ellipsis} (${line.cut} bytes more)`, tone: 'warn' } as const]),
	];
}

/** As kubectl prints it, where there is room for that; else the time of day. */
function formatStamp({ stamp, at, continues }: LogLine, { columns, utc }: LogStyle): string {
	if (continues) return '';
	if (stamp !== undefined && columns >= wholeStampFrom) return formatLogStamp(stamp);
	return at === undefined ? '' : formatClock(at, { utc, milliseconds: true });
}

/** The pieces of a line in its own colours, what is looked for set off. */
function drawSpans(spans: readonly LogSpan[], { color, pattern }: LogStyle): Segment[] {
	const places = pattern?.places(spans.map(({ text }) => text).join('')) ?? [];
	const segments: Segment[] = [];
	let start = 0;
	for (const { text, sgr } of spans) {
		for (const { from, to, isMatch } of cutAt(text.length, start, places)) {
			const piece = escapeText(text.slice(from, to));
			if (isMatch) segments.push({ text: piece, tone: 'badge' });
			else segments.push({ text: piece, ...(color && sgr !== undefined && { sgr }) });
		}
		start += text.length;
	}
	return segments;
}

type Piece = { from: number; to: number; isMatch: boolean };

/** Divides a span that begins at `start` of the line at the borders of what was found. */
function cutAt(length: number, start: number, places: readonly { start: number; end: number }[]): Piece[] {
	const pieces: Piece[] = [];
	let at = 0;
	for (const place of places) {
		const from = Math.max(at, place.start - start);
		const to = Math.min(length, place.end - start);
		if (to <= from) continue;
		if (from > at) pieces.push({ from: at, to: from, isMatch: false });
		pieces.push({ from, to, isMatch: true });
		at = to;
	}
	if (at < length) pieces.push({ from: at, to: length, isMatch: false });
	return pieces;
}

const segmenter = new Intl.Segmenter();
const ascii = /^[\x20-\x7e]*$/;

/** Breaks segments into rows of at most `width` columns, wherever that falls. */
export function breakSegments(segments: readonly Segment[], width: number): Segment[][] {
	let row: Segment[] = [];
	const rows = [row];
	let used = 0;
	const push = (segment: Segment, text: string, size: number) => {
		if (text !== '') row.push({ ...segment, text });
		used += size;
	};
	const next = () => {
		row = [];
		rows.push(row);
		used = 0;
	};
	for (const segment of segments) {
		if (ascii.test(segment.text)) {
			for (let at = 0; at < segment.text.length; ) {
				if (used >= width) next();
				const text = segment.text.slice(at, at + width - used);
				push(segment, text, text.length);
				at += text.length;
			}
			continue;
		}
		let text = '';
		let size = 0;
		for (const { segment: character } of segmenter.segment(segment.text)) {
			const own = textWidth(character);
			if (used + size + own > width && used + size > 0) {
				push(segment, text, size);
				next();
				text = '';
				size = 0;
			}
			text += character;
			size += own;
		}
		push(segment, text, size);
	}
	return rows;
}

/** What of a line is in sight when it is not wrapped. */
function cutRow(segments: readonly Segment[], shift: number, width: number, ellipsis: string): Segment[] {
	const rest = shift === 0 ? segments : breakSegments(segments, shift).slice(1).flat();
	const [row = [], more] = breakSegments(rest, width);
	if (!more) return row;
	const [shorter = []] = breakSegments(row, width - textWidth(ellipsis));
	return [...shorter, { text: ellipsis, tone: 'dim' }];
}
