import { escapeText } from '../../format/escape.ts';
import { wrapWords } from '../../format/wrap.ts';
import type { Tone } from '../columns/column.ts';
import type { Glyphs } from '../columns/glyphs.ts';
import type { EntryView } from '../state/select-sheet-view.ts';
import type { Line } from './line.ts';

const tones = { danger: 'bad', warning: 'warn', note: undefined } as const satisfies Record<string, Tone | undefined>;

/** What would come of an action, each sentence with a sign for its weight; what is left out; the commands that come to the same. */
export function drawOutlook(
	{ consequences, leftOut, targets }: Pick<EntryView, 'consequences' | 'leftOut' | 'targets'>,
	columns: number,
	glyphs: Glyphs,
): Line[] {
	const signs = { danger: '!!', warning: ' !', note: ` ${glyphs.dot}` };
	const sentences = consequences.map(({ text, weight }) => drawPoint(signs[weight], text, columns, tones[weight]));
	const left = leftOut.map((text) => drawPoint(signs.warning, text, columns, tones.warning));
	const commands = targets.map(({ command, name }) =>
		drawPoint(' $', name === undefined ? command : `${command}   ${name}`, columns, 'dim'),
	);
	return [sentences, left, commands].flat(2);
}

/** A sentence with a sign before its first line, the others indented as far. */
export function drawPoint(sign: string, text: string, columns: number, tone?: Tone): Line[] {
	const indent = sign.length + 2;
	return wrapWords(escapeText(text), Math.max(10, columns - indent - 1)).map((words, index) => ({
		segments: [{ text: ` ${index === 0 ? sign : ' '.repeat(sign.length)} ${words}`, tone }],
	}));
}
