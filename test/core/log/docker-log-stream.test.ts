import { describe, expect, it } from 'vitest';
import {
	createFramedLogStream,
	createRawLogStream,
	DockerLogError,
	type DockerLogStream,
} from '../../../source/core/log/docker-log-stream.ts';
import { createLineAssembler, shownLimit, wholeLimit } from '../../../source/core/log/line-assembler.ts';

const stamp = '2026-11-22T04:16:25.353950256Z';

function frame(kind: number, text: string): Buffer {
	const head = Buffer.alloc(8);
	head[0] = kind;
	head.writeUInt32BE(Buffer.byteLength(text), 4);
	return Buffer.concat([head, Buffer.from(text)]);
}

function read(stream: DockerLogStream, bytes: Uint8Array, size: number, limit = wholeLimit) {
	const assembler = createLineAssembler(limit);
	const records = [];
	for (let start = 0; start < bytes.length; start += size)
		records.push(...stream.push(bytes.slice(start, start + size)));
	const lines = [...records, ...stream.finish()].map(assembler.push).filter((line) => line !== undefined);
	return [...lines, ...assembler.finish()];
}

describe.each([1, 5, 8, 100_000])('in chunks of %i', (size) => {
	it('takes frames apart: streams, times, a line in three messages, an end without a line break', () => {
		const long = 'x'.repeat(16_384);
		const bytes = Buffer.concat([
			frame(1, `${stamp} ${long}`),
			frame(2, `${stamp} in between\n`),
			frame(1, `${stamp} ${long}`),
			frame(1, `${stamp} end\n`),
			frame(1, `${stamp} \n`),
			frame(1, `${stamp} no end`),
		]);
		const lines = read(createFramedLogStream(), bytes, size);
		expect(lines.map(({ stream, text, open }) => [stream, text, open])).toEqual([
			['stderr', 'in between', undefined],
			['stdout', `${long}${long}end`, undefined],
			['stdout', '', undefined],
			['stdout', 'no end', true],
		]);
		expect(lines[0]).toMatchObject({ stamp, at: Date.parse('2026-11-22T04:16:25.353Z') });
	});

	it('takes the output of a terminal apart, with the times that Docker puts into long lines', () => {
		const long = 'x'.repeat(16_384);
		const text = `${stamp} ${long}${stamp} ${long}${stamp} end\r\n${stamp} next\r\n${stamp} ${long}${stamp} \r\n`;
		const lines = read(createRawLogStream(), Buffer.from(text), size);
		expect(lines.map((line) => line.text)).toEqual([`${long}${long}end\r`, 'next\r', `${long}\r`]);
		expect(lines.every((line) => line.stamp === stamp && line.stream === 'stdout')).toBe(true);
	});
});

it('a terminal’s last line may be without its end', () => {
	const lines = read(createRawLogStream(), Buffer.from(`${stamp} one\r\n${stamp} two`), 1000);
	expect(lines.map(({ text, open }) => [text, open])).toEqual([
		['one\r', undefined],
		['two', true],
	]);
});

it('a time that the container itself has printed stays', () => {
	const [line] = read(createFramedLogStream(), frame(1, `${stamp} ${stamp} own\n`), 1000);
	expect(line?.text).toBe(`${stamp} own`);
	const [raw] = read(createRawLogStream(), Buffer.from(`${stamp} a ${stamp} b\n`), 1000);
	expect(raw?.text).toBe(`a ${stamp} b`);
});

it('a message without a time is taken as it is', () => {
	expect(read(createFramedLogStream(), frame(1, 'plain\n'), 1000)).toEqual([{ stream: 'stdout', text: 'plain' }]);
});

it('what the daemon says in the middle is no line of the log', () => {
	const bytes = Buffer.concat([frame(1, 'fine\n'), frame(3, 'Error grabbing logs: invalid character\n')]);
	expect(() => read(createFramedLogStream(), bytes, 1000)).toThrow(
		new DockerLogError('Error grabbing logs: invalid character'),
	);
});

it.each([
	['another kind', [9, 0, 0, 0, 0, 0, 0, 1, 65]],
	['no zeros', [1, 1, 0, 0, 0, 0, 0, 1, 65]],
	['2 GB', [1, 0, 0, 0, 0x7f, 0, 0, 0, 65]],
])('a header that is none (%s) is said instead of read', (_, bytes) => {
	expect(() => createFramedLogStream().push(new Uint8Array(bytes))).toThrow(DockerLogError);
});

it('a terminal’s line of a million bytes is cut for people', () => {
	const [line, ...others] = read(
		createRawLogStream(),
		Buffer.from(`${stamp} ${'x'.repeat(1_000_000)}\n`),
		65_536,
		shownLimit,
	);
	expect([line?.text.length, line?.cut, others]).toEqual([16_384, 1_000_000 - 16_384, []]);
});
