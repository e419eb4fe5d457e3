import { describe, expect, it } from 'vitest';
import { cleanLogText, parseLogText, plainLogText } from '../../../source/core/log/clean-log-text.ts';
import { escapeText } from '../../../source/format/escape.ts';
import { createRandom, makeText } from '../../format/random-text.ts';

const red = '\x1b[31m';
const off = '\x1b[0m';

describe('what a terminal gets of a line', () => {
	it.each([
		['plain text', 'hello wörld €', 'hello wörld €'],
		['a colour, reset at the end', `${red}alarm`, `${red}alarm${off}`],
		['a colour in the middle', `a ${red}b${off} c`, `a ${red}b${off} c`],
		['a colour and an attribute', '\x1b[1;31mx\x1b[22my\x1b[39mz', `\x1b[1;31mx${off}${red}y${off}z`],
		[
			'bright, 256 and 16 million colours',
			'\x1b[91ma\x1b[38;5;208mb\x1b[48;2;1;2;3mc',
			`\x1b[91ma${off}\x1b[38;5;208mb${off}\x1b[38;5;208;48;2;1;2;3mc${off}`,
		],
		['colours with colons', '\x1b[38:5:208ma\x1b[38:2::1:2:3mb', `\x1b[38;5;208ma${off}\x1b[38;2;1;2;3mb${off}`],
		['colours that are none', '\x1b[38;5;999ma\x1b[38;2;1mb\x1b[38mc', 'abc'],
		['no blinking, no concealed text, no fonts', '\x1b[5;8;11mx', 'x'],
		['keyboard parameters are no colours', '\x1b[>4;1mx', 'x'],
		['colours that colour nothing', `${red}${off}`, ''],
		['cursor, screen, modes', 'a\x1b[2J\x1b[H\x1b[10;5Hb\x1b[?1049hc\x1b[6nd', 'abcd'],
		['a title (OSC), both ends', 'a\x1b]0;owned\x07b\x1b]8;;http://x\x1b\\c', 'abc'],
		['a clipboard write', 'a\x1b]52;c;ZXZpbA==\x07b', 'ab'],
		['DCS, APC, PM, SOS', 'a\x1bPq#0\x1b\\b\x1b_x\x1b\\c\x1b^y\x1b\\d\x1bXz\x1b\\e', 'abcde'],
		['C1 controls', 'a\x9b31mb\x9d0;t\x9cc\x85d\x90x\x9ce', `a${red}bcde${off}`],
		['a string without an end hides nothing', 'a\x1b]0;title and all the rest', 'a0;title and all the rest'],
		['a sequence without an end', 'a\x1b[31', 'a31'],
		['a lone escape', 'a\x1b', 'a'],
		['other escapes', 'a\x1bcb\x1b(0c\x1b7d', 'abcd'],
		['bell, backspace, null, form feed', 'a\x07b\x08c\x00d\x0ce', 'abcde'],
		['line separators', 'a\u2028b\u2029c\nd', 'abcd'],
		['Windows’ line end', 'text\r', 'text'],
		['a progress bar: its last state', '10%\r20%\r30%\r', '30%'],
		['a progress bar in colour', `${red}10%\r20%`, `${red}20%${off}`],
		['tabs', 'a\tb\t\tc', 'a       b               c'],
		['a tab in colour', `ab${red}\tc`, `ab${red}      c${off}`],
	])('%s', (_, text, expected) => {
		expect(cleanLogText(text)).toBe(expected);
	});

	it('without colours none', () => {
		expect(cleanLogText(`${red}alarm\x1b[1m!`, { color: false })).toBe('alarm!');
	});

	it('what is invisible is escaped by the one who draws', () => {
		expect(cleanLogText(`${red}a\u202eb`, { escape: escapeText })).toBe(`${red}a\\u202eb${off}`);
	});

	it('tabs count columns', () => {
		expect(cleanLogText('漢\tx', { width: () => 2 })).toBe('漢      x');
	});

	it('spans carry their style', () => {
		expect(parseLogText(`a${red}b\x1b[0mc`)).toEqual([{ text: 'a' }, { text: 'b', sgr: '31' }, { text: 'c' }]);
		expect(parseLogText('')).toEqual([]);
	});

	it('a search sees no colours', () => {
		expect(plainLogText(`er${red}ror\x1b]0;x\x07s`)).toBe('errors');
	});
});

describe('whatever it gets', () => {
	it('nothing but colours and their reset is left of the controls', () => {
		const controls = [
			'\x1b',
			'\x1b[',
			']',
			'\x07',
			'\x1b\\',
			'31m',
			'\x9b',
			'\x9d',
			'\x9c',
			';',
			'0',
			'\r',
			'\t',
			'\n',
			'x',
		];
		const random = createRandom(1);
		const next = () => Math.floor(random() * 1_000_000);
		for (let round = 0; round < 3_000; round++) {
			const text = Array.from({ length: next() % 30 }, () => controls[next() % controls.length]).join('');
			const left = cleanLogText(text).replace(/\x1b\[[\d;]+m/g, '');
			expect(left).not.toMatch(/[\x00-\x1f\x7f-\x9f\u2028\u2029]/);
		}
	});

	it('any text is safe', () => {
		const random = createRandom(5);
		for (let round = 0; round < 500; round++) {
			const clean = cleanLogText(makeText(random, 40), { color: false, escape: escapeText });
			expect(clean).toBe(escapeText(clean));
		}
	});

	it.each([
		['unterminated strings', '\x1b]'],
		['unterminated sequences', '\x1b[1;'],
		['colours', '\x1b[38;5;1m'],
		['carriage returns', 'x\r'],
		['tabs', '\t'],
		['escapes', '\x1b'],
	])('a megabyte of %s takes no time, and gives little', (_, piece) => {
		const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
		const before = performance.now();
		const cleaned = cleanLogText(text);
		expect(performance.now() - before).toBeLessThan(500);
		expect(cleaned.length).toBeLessThan(200_000);
	});
});
