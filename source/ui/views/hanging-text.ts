import { escapeText } from '../../format/escape.ts';
import { textWidth } from '../../format/width.ts';
import { breakLine, wrapWords } from '../../format/wrap.ts';
import type { Segment, Tone } from '../columns/column.ts';
import { type Line, segmentsWidth } from './line.ts';

/** Prose with something before its first line, and as much space before the others. It is escaped already. */
export function hangText(before: readonly Segment[], text: string, columns: number, tone?: Tone): Line[] {
	const indent = segmentsWidth(before);
	return wrapWords(text, Math.max(10, columns - indent - 1)).map((words, index) => ({
		segments: [...(index === 0 ? before : [{ text: ' '.repeat(indent) }]), { text: words, tone }],
	}));
}

/** A command as it is to be typed: moved to the left where it fits on one line only so, and broken only where it fits on none. */
export function drawCommand(command: string, columns: number, indent: number): Line[] {
	const text = escapeText(command);
	const before = Math.max(1, Math.min(indent, columns - 1 - textWidth(text)));
	return breakLine(text, columns - 1 - before).map((part) => ({
		segments: [{ text: ' '.repeat(before) }, { text: part, tone: 'accent' }],
	}));
}
