import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type FollowLogFileOptions, followLogFile } from '../../../source/adapters/log-files/follow-log-file.ts';
import type { LogLine } from '../../../source/core/log/log-line.ts';

/** Line number `index` as containerd writes it, one second after the one before. */
export function criLine(index: number, text = `line ${index}`, tag = 'F'): string {
	return `${timeOf(index)} stdout ${tag} ${text}\n`;
}

export function timeOf(index: number): string {
	return new Date(Date.UTC(2026, 0, 1) + index * 1_000).toISOString().replace('Z', '000000Z');
}

export const criLines = (from: number, to: number) =>
	Array.from({ length: to - from }, (_, index) => criLine(from + index)).join('');

/** A folder of its own with a log file in it, and a reader of that. */
export async function createLogFolder(content = '') {
	const folder = await mkdtemp(join(tmpdir(), 'pausetop-log-'));
	onTestFinished(() => rm(folder, { recursive: true, force: true }));
	const path = join(folder, '0.log');
	await writeFile(path, content);
	return {
		folder,
		path,
		append: (text: string) => appendFile(path, text),
		read: (options: Partial<FollowLogFileOptions> = {}) => startReading(path, options),
	};
}

export type Reader = {
	lines: LogLine[];
	texts(): string[];
	/** Resolves once a line with this text has arrived. */
	until(text: string): Promise<void>;
	/** Resolves or rejects with the reading. */
	done: Promise<void>;
	stop(): void;
};

function startReading(path: string, options: Partial<FollowLogFileOptions>): Reader {
	const lines: LogLine[] = [];
	const waiting = new Set<() => void>();
	const abort = new AbortController();
	onTestFinished(() => abort.abort());
	const done = followLogFile({
		locate: () => path,
		isRunning: async () => true,
		lookEvery: 20,
		signal: abort.signal,
		...options,
		async emit(more) {
			lines.push(...more);
			for (const look of waiting) look();
			await options.emit?.(more);
		},
	});
	const until = (text: string) =>
		new Promise<void>((resolve, reject) => {
			const look = () => {
				if (!lines.some((line) => line.text === text)) return;
				waiting.delete(look);
				resolve();
			};
			waiting.add(look);
			done.then(() => reject(new Error(`it ended without "${text}"`)), reject);
			look();
		});
	return { lines, texts: () => lines.map(({ text }) => text), until, done, stop: () => abort.abort() };
}
