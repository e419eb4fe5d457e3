import type { LogBuffer } from '../../core/log/log-buffer.ts';
import type { Segment } from '../columns/column.ts';
import type { LogPlace } from '../state/log-view.ts';
import { drawLogLine, type LogStyle } from './log-rows.ts';

/** The rows of a log that are in sight. */
export type LogWindow = {
	rows: readonly (readonly Segment[])[];
	/** Where it begins. */
	top: LogPlace;
	/** Numbers of the first and the last line in sight; absent when there is none. */
	first?: number;
	last?: number;
	/** The newest row is in sight. */
	atEnd: boolean;
};

/** The window that begins at `place`, or that ends with the newest row: also when the place is too far down to fill it. */
export function selectLogWindow(
	buffer: LogBuffer,
	place: LogPlace | undefined,
	style: LogStyle,
	height: number,
): LogWindow {
	const isFull = place !== undefined && placeAfter(buffer, place, style, height).isFull;
	const top = isFull ? clamp(buffer, place) : stepBack(buffer, { line: buffer.end(), row: 0 }, style, height);
	const rows: (readonly Segment[])[] = [];
	let line = top.line;
	let atEnd = true;
	for (; line < buffer.end() && rows.length < height; line++) {
		const drawn = rowsOf(buffer, line, style).slice(line === top.line ? top.row : 0);
		const kept = drawn.slice(0, height - rows.length);
		atEnd = kept.length === drawn.length;
		rows.push(...kept);
	}
	const isEmpty = rows.length === 0;
	return {
		rows,
		top,
		...(!isEmpty && { first: top.line, last: line - 1 }),
		atEnd: isEmpty || (atEnd && line === buffer.end()),
	};
}

/** The place so many rows further down; as far as there are rows. */
export function stepForward(buffer: LogBuffer, from: LogPlace, style: LogStyle, rows: number): LogPlace {
	return placeAfter(buffer, from, style, rows).place;
}

/** The place so many rows further up; at most the oldest row. */
export function stepBack(buffer: LogBuffer, from: LogPlace, style: LogStyle, rows: number): LogPlace {
	let { line, row } = clamp(buffer, from);
	let left = rows - row;
	if (left <= 0) return { line, row: row - rows };
	while (line > buffer.first()) {
		line--;
		const count = rowsOf(buffer, line, style).length;
		if (count >= left) return { line, row: count - left };
		left -= count;
	}
	row = 0;
	return { line, row };
}

function placeAfter(
	buffer: LogBuffer,
	from: LogPlace,
	style: LogStyle,
	rows: number,
): { place: LogPlace; isFull: boolean } {
	let { line, row } = clamp(buffer, from);
	let left = rows;
	for (; line < buffer.end(); line++) {
		const count = rowsOf(buffer, line, style).length - row;
		if (count > left) return { place: { line, row: row + left }, isFull: true };
		left -= count;
		row = 0;
	}
	return { place: { line, row: 0 }, isFull: left === 0 };
}

/** A line that has been let go gives way to the oldest one that is there. */
function clamp(buffer: LogBuffer, { line, row }: LogPlace): LogPlace {
	return line < buffer.first() ? { line: buffer.first(), row: 0 } : { line: Math.min(line, buffer.end()), row };
}

function rowsOf(buffer: LogBuffer, number: number, style: LogStyle): Segment[][] {
	const line = buffer.line(number);
	return line ? drawLogLine(line, number, style) : [];
}
