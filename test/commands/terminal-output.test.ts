import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createTerminalOutput } from '../../source/commands/terminal-output.ts';

/** A pipe that takes 64 KiB until somebody reads it, opened as a terminal is: writes wait. */
function openPipe() {
	const directory = mkdtempSync(join(tmpdir(), 'pausetop-output-'));
	const path = join(directory, 'pipe');
	execFileSync('mkfifo', [path]);
	const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
	const writer = openSync(path, constants.O_WRONLY);
	const buffer = Buffer.alloc(1 << 20);
	const read = (): string => {
		try {
			return buffer.toString('utf8', 0, readSync(reader, buffer));
		} catch {
			// nothing there yet
			return '';
		}
	};
	onTestFinished(() => {
		closeSync(reader);
		closeSync(writer);
		rmSync(directory, { recursive: true });
	});
	return { writer, read };
}

test('who writes never waits, and all of it arrives in order', async () => {
	const { writer, read } = openPipe();
	const output = createTerminalOutput(writer);
	const text = `${'0123456789'.repeat(20_000)}end`;
	output.write('begin');
	output.write(text);
	let called = 0;
	output.write('', () => called++);
	// the pipe is full long before: here it would hang
	for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
	expect([output.isIdle(), called]).toEqual([false, 0]);
	let received = '';
	const flushed = output.flushed().then(() => true);
	while (!(await Promise.race([flushed, new Promise((resolve) => setImmediate(resolve, false))]))) received += read();
	received += read();
	expect(received).toBe(`begin${text}`);
	expect([output.isIdle(), called]).toEqual([true, 1]);
});

test('what still waits when the process ends is written at once', () => {
	const { writer, read } = openPipe();
	const output = createTerminalOutput(writer);
	output.write('last ');
	output.write('words');
	output.flushNow();
	expect(read()).toBe('last words');
});

test('without a terminal nothing is waited for', async () => {
	const output = createTerminalOutput(2_000_000);
	const written = new Promise<void>((resolve) => output.write('text', resolve));
	await written;
	await output.flushed();
	output.write('more');
	await output.flushed();
	output.flushNow();
	expect(output.isIdle()).toBe(true);
});
