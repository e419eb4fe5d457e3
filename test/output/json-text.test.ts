import { expect, test } from 'vitest';
import { formatJsonText } from '../../source/output/json-text.ts';

const hostile = 'a\x1b[2J\x9b31m\u202eb\u2066\u200b\u{e0041}\x7f\n\ud800 ordinary ünï 名前';

test('nothing in it acts on a terminal, and it reads the same', () => {
	const text = formatJsonText({ commandLine: hostile });
	expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u{e0000}-\u{e007f}]/u);
	expect(text).toContain('ordinary ünï 名前');
	expect(JSON.parse(text)).toEqual({ commandLine: hostile });
});

test('indented, what is absent left out, ended with a line break', () => {
	expect(formatJsonText({ a: [1], b: undefined })).toBe('{\n  "a": [\n    1\n  ]\n}\n');
});
