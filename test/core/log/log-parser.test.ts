import { describe, expect, it } from 'vitest';
import { type LineLimit, shownLimit, wholeLimit } from '../../../source/core/log/line-assembler.ts';
import type { LogLine } from '../../../source/core/log/log-line.ts';
import { createLogParser } from '../../../source/core/log/log-parser.ts';

const stamp = '2026-11-22T04:01:51.123456789Z';
const at = Date.parse('2026-11-22T04:01:51.123Z');

/** Parses a text in pieces of so many bytes. */
function parse(text: string | Uint8Array, { size = 7, limit = shownLimit }: { size?: number; limit?: LineLimit } = {}) {
	const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
	const parser = createLogParser(limit);
	const lines: LogLine[] = [];
	for (let start = 0; start < bytes.length; start += size) lines.push(...parser.push(bytes.slice(start, start + size)));
	return [...lines, ...parser.finish()];
}

describe('a line of a log file', () => {
	it.each<[string, string, LogLine]>([
		['CRI', `${stamp} stdout F hello world`, { at, stamp, stream: 'stdout', text: 'hello world' }],
		['CRI, stderr', `${stamp} stderr F x`, { at, stamp, stream: 'stderr', text: 'x' }],
		['CRI, empty', `${stamp} stdout F `, { at, stamp, stream: 'stdout', text: '' }],
		['CRI, empty without its space', `${stamp} stdout F`, { at, stamp, stream: 'stdout', text: '' }],
		['CRI, spaces kept', `${stamp} stdout F  a  b `, { at, stamp, stream: 'stdout', text: ' a  b ' }],
		['CRI, further tags', `${stamp} stdout F:new x`, { at, stamp, stream: 'stdout', text: 'x' }],
		[
			'CRI, local time',
			'2026-11-22T06:01:51.5+02:00 stdout F x',
			{ at: Date.parse('2026-11-22T04:01:51.5Z'), stamp: '2026-11-22T06:01:51.5+02:00', stream: 'stdout', text: 'x' },
		],
		[
			'json-file',
			`{"log":"say \\"hi\\"\\n","stream":"stderr","time":"${stamp}"}`,
			{ at, stamp, stream: 'stderr', text: 'say "hi"' },
		],
		['json-file without a time', '{"log":"x\\n","stream":"stdout"}', { stream: 'stdout', text: 'x' }],
		['garbage', 'no log at all', { stream: 'stdout', text: 'no log at all' }],
		['JSON of something else', '{"level":"info"}', { stream: 'stdout', text: '{"level":"info"}' }],
		['a time, and then garbage', `${stamp} hello`, { stream: 'stdout', text: `${stamp} hello` }],
		['another stream', `${stamp} stdlog F x`, { stream: 'stdout', text: `${stamp} stdlog F x` }],
	])('%s', (_, raw, line) => {
		expect(parse(`${raw}\n`)).toEqual([line]);
		expect(parse(raw)).toEqual([line]);
	});

	it('comes out the same whatever the chunks are', () => {
		const raw = Array.from({ length: 50 }, (_, index) => `${stamp} stdout F ${'é'.repeat(index)}\n`).join('');
		const whole = parse(raw, { size: 1_000_000 });
		expect(whole).toHaveLength(50);
		for (const size of [1, 2, 3, 64, 1000]) expect(parse(raw, { size })).toEqual(whole);
	});

	it('that is no UTF-8 is shown with stand-ins, and harms none other', () => {
		const bytes = Buffer.concat([Buffer.from(`${stamp} stdout F a`), Buffer.from([0xff, 0xfe]), Buffer.from('b\n')]);
		expect(parse(bytes)[0]?.text).toBe('a\ufffd\ufffdb');
	});
});

describe('a line in pieces', () => {
	it('is joined, by the stream, with a character across the seam', () => {
		const euro = Buffer.from('€');
		const raw = Buffer.concat([
			Buffer.from(`${stamp} stdout P one `),
			euro.subarray(0, 1),
			Buffer.from(`\n${stamp} stderr F between\n${stamp} stdout F `),
			euro.subarray(1),
			Buffer.from(' two\n'),
		]);
		expect(parse(raw).map(({ text, stream }) => [stream, text])).toEqual([
			['stderr', 'between'],
			['stdout', 'one € two'],
		]);
	});

	it('of json-file is joined at its missing line break', () => {
		const raw = `{"log":"one ","stream":"stdout","time":"${stamp}"}\n{"log":"two\\n","stream":"stdout","time":"${stamp}"}\n`;
		expect(parse(raw)).toEqual([{ at, stamp, stream: 'stdout', text: 'one two' }]);
	});

	it('that was never ended says so', () => {
		expect(parse(`${stamp} stdout P cut off\n`)).toEqual([
			{ at, stamp, stream: 'stdout', text: 'cut off', open: true },
		]);
	});
});

describe('a very long line', () => {
	const million = `${stamp} stdout F ${'x'.repeat(999_999)}€\n`;

	it('is cut for people, and the rest counted', () => {
		const [line, ...others] = parse(million, { size: 65_536 });
		expect(others).toEqual([]);
		expect(line?.text).toBe('x'.repeat(16_384));
		expect(line?.cut).toBe(999_999 + 3 - 16_384);
	});

	it('is never cut through a character', () => {
		const [line] = parse(`${stamp} stdout F ${'€'.repeat(6_000)}\n`);
		expect(line?.text).toBe('€'.repeat(5_461));
		expect(line?.cut).toBe(18_000 - 5_461 * 3);
	});

	it('in pieces is cut as one', () => {
		const piece = `${'y'.repeat(16_000)}\n`;
		const [line] = parse(`${stamp} stdout P ${piece}${stamp} stdout P ${piece}${stamp} stdout F ${piece}`);
		expect([line?.text.length, line?.cut]).toEqual([16_384, 48_000 - 16_384]);
	});

	it('is whole for programs, in several where it is longer than what is held at a time', () => {
		const text = '€'.repeat(1_000_000);
		const lines = parse(`${stamp} stdout F ${text}\n${stamp} stdout F next\n`, { size: 65_536, limit: wholeLimit });
		const last = lines.pop();
		expect(lines.length).toBeGreaterThan(1);
		expect(lines.map((line) => line.text).join('')).toBe(text);
		expect(lines.map(({ open, continues }) => [open, continues])).toEqual([
			[true, undefined],
			...lines.slice(1, -1).map(() => [true, true]),
			[undefined, true],
		]);
		expect(last).toEqual({ at, stamp, stream: 'stdout', text: 'next' });
	});

	it('of 50 MB without a line break holds no more than is shown', () => {
		const parser = createLogParser(shownLimit);
		const chunk = new Uint8Array(1_000_000).fill(0x78);
		for (let count = 0; count < 50; count++) expect(parser.push(chunk)).toEqual([]);
		const [line] = parser.finish();
		expect([line?.text.length, line?.cut]).toEqual([16_384, 50_000_000 - 16_384]);
	});
});
