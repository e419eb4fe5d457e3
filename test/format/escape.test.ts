import { describe, expect, it } from 'vitest';
import { escapeBlock, escapeText } from '../../source/format/escape.ts';

describe('escapeText', () => {
	const unsafe: [string, string][] = [
		['\x00', '\\x00'],
		['a\x1b[31mred\x1b[0m', 'a\\x1b[31mred\\x1b[0m'],
		['\x1b]0;title\x07', '\\x1b]0;title\\x07'],
		['\x9b2J', '\\x9b2J'],
		['\x7f', '\\x7f'],
		['one\ntwo\r\nthree\tfour', 'one\\ntwo\\r\\nthree\\tfour'],
		['\u2028\u2029\u0085', '\\u2028\\u2029\\x85'],
		['user\u202etxt.exe', 'user\\u202etxt.exe'],
		['\u2066a\u2069', '\\u2066a\\u2069'],
		['\u061c\u200e\u200f', '\\u061c\\u200e\\u200f'],
		['pau\u200bse', 'pau\\u200bse'],
		['pau\u200dse', 'pau\\u200dse'],
		['soft\u00adhyphen', 'soft\\xadhyphen'],
		['\ufeffbom', '\\ufeffbom'],
		['\u3164\u115f', '\\u3164\\u115f'],
		['a\ud800b', 'a\\ud800b'],
		['a\udc00', 'a\\udc00'],
		['\ufff9\ufffe', '\\ufff9\\ufffe'],
		['a\u{e0041}\u{e0042}', 'a\\u{e0041}\\u{e0042}'],
		['\ufe0f', '\\ufe0f'],
		['a\ufe0f\ufe0f', 'a\ufe0f\\ufe0f'],
		['\u0301a\u0301', '\\u0301a\u0301'],
		['🏽', '\\u{1f3fd}'],
		['😀\u200d', '😀\\u200d'],
	];
	it.each(unsafe)('%j becomes %s', (text, expected) => {
		expect(escapeText(text)).toBe(expected);
	});

	const ordinary: [string, string][] = [
		['nothing', ''],
		['ASCII', 'k8s_POD_pause-test_default_0 [x] \\n {}'],
		['accents, combining', 'Zürich Zu\u0308rich'],
		['Chinese, Japanese, Korean', '你好 こんにちは 안녕하세요'],
		['right to left', 'שלום مرحبا'],
		['a Persian non-joiner', 'می\u200cخواهم'],
		['a Devanagari joiner', 'क्\u200dष'],
		['emoji', '😀 🚀'],
		['an emoji with a selector', '❤️ ✔️'],
		['a family of emoji with skin', '👨‍👩‍👧‍👦 👩🏽‍🚀 🏳️‍🌈'],
		['flags', '🇩🇪 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}'],
		['a keycap', '1️⃣'],
		['box drawing', '─│▸▾●≠'],
		['an Arabic number sign, which is visible', '\u0600١'],
	];
	it.each(ordinary)('leaves %s alone', (_, text) => {
		expect(escapeText(text)).toBe(text);
	});

	const dangerous = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/u;
	const codePoints = [
		...Array.from({ length: 0x3000 }, (_, code) => code),
		...Array.from({ length: 0x2_800 }, (_, index) => 0xd800 + index),
		...Array.from({ length: 0x200 }, (_, index) => 0xe_0000 + index),
		0x1_d173,
		0x1_f600,
		0x1_fffe,
		0x10_ffff,
	];

	it.each([
		['alone', (character: string) => character],
		['between letters', (character: string) => `a${character}b`],
		['twice between Arabic letters', (character: string) => `م${character}${character}م`],
		['between emoji', (character: string) => `😀${character}😀`],
	])('lets nothing dangerous through: each code point %s', (_, embed) => {
		const joiners = /(?<=م)[\u200c\u200d](?=م)|(?<=😀)\u200d(?=😀)/gu;
		const through = codePoints.filter((code) =>
			dangerous.test(escapeText(embed(String.fromCodePoint(code))).replace(joiners, '')),
		);
		expect(through).toEqual([]);
	});

	it('changes nothing the second time', () => {
		for (const code of codePoints) {
			const once = escapeText(`م${String.fromCodePoint(code)}😀`);
			expect(escapeText(once)).toBe(once);
		}
	});

	it('keeps different controls apart', () => {
		const controls = Array.from({ length: 0x20 }, (_, code) => escapeText(String.fromCodePoint(code)));
		expect(new Set(controls).size).toBe(0x20);
	});
});

describe('escapeBlock', () => {
	const rows: [string, string, number | undefined][] = [
		['a\nb', 'a\nb', undefined],
		['a\r\nb\n', 'a\nb\n', undefined],
		['a\rb', 'a\\rb', undefined],
		['\tx', '        x', undefined],
		['ab\tx\ty', 'ab      x       y', undefined],
		['12345678\tx', '12345678        x', undefined],
		['a\tb', 'a   b', 4],
		['你\tb', '你  b', 4],
		['a\x1b\tb', 'a\\x1b   b', 4],
		['\x1b[2J\nkey: value', '\\x1b[2J\nkey: value', undefined],
		['a\n\u0301b', 'a\n\\u0301b', undefined],
		['', '', undefined],
	];
	it.each(rows)('%j becomes %j (tab width %s)', (text, expected, tabWidth) => {
		expect(escapeBlock(text, tabWidth)).toBe(expected);
	});

	it('lets only line breaks through', () => {
		const all = Array.from({ length: 0xa0 }, (_, code) => String.fromCodePoint(code)).join('x');
		expect(escapeBlock(all).replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
	});
});
