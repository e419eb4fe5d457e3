import { chmod, copyFile, mkdir, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listLogAttempts } from '../../../source/adapters/log-files/list-log-attempts.ts';
import { wholeLimit } from '../../../source/core/log/line-assembler.ts';
import { SourceError } from '../../../source/core/source.ts';
import { createLogFolder, criLine, criLines, timeOf } from './log-folder.ts';

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `line ${from + index}`);

describe('reading', () => {
	it('all of it, once, in order', async () => {
		const log = await createLogFolder(criLines(0, 5_000));
		const reader = log.read();
		await reader.done;
		expect(reader.texts()).toEqual(numbers(0, 5_000));
		expect(reader.lines[7]).toEqual({ at: Date.parse(timeOf(7)), stamp: timeOf(7), stream: 'stdout', text: 'line 7' });
	});

	it('an empty file, a last line without its end, and garbage', async () => {
		const empty = (await createLogFolder()).read();
		await empty.done;
		const garbage = (await createLogFolder(`\0\0garbage\n${criLine(1)}{"log":\n\n${criLine(2).trimEnd()}`)).read();
		await garbage.done;
		expect([empty.texts(), garbage.texts()]).toEqual([[], ['\0\0garbage', 'line 1', '{"log":', 'line 2']]);
	});

	it('a file that is not there, or may not be read', async () => {
		const log = await createLogFolder();
		await rm(log.path);
		await expect(log.read().done).rejects.toThrow(SourceError);
		await expect(log.read({ locate: () => log.folder }).done).rejects.toThrow(/cannot be read \(EISDIR\)/);
		if (process.getuid?.() === 0) return;
		await writeFile(log.path, '');
		await chmod(log.path, 0);
		await expect(log.read().done).rejects.toMatchObject({ remedy: expect.stringContaining('sudo') });
	});
});

describe('the tail', () => {
	it.each([0, 1, 2, 500, 4_999, 5_000, 6_000])('%i lines', async (tail) => {
		const log = await createLogFolder(criLines(0, 5_000));
		const reader = log.read({ tail });
		await reader.done;
		expect(reader.texts()).toEqual(numbers(Math.max(0, 5_000 - tail), 5_000));
	});

	it('counts a line in pieces once, and one that is still being written', async () => {
		const piece = 'x'.repeat(16_384);
		const long = criLine(1, piece, 'P') + criLine(1, piece, 'P') + criLine(1, 'end');
		const log = await createLogFolder(criLines(0, 3) + long + criLine(4).trimEnd());
		const [two, three] = [log.read({ tail: 2, limit: wholeLimit }), log.read({ tail: 3 })];
		await Promise.all([two.done, three.done]);
		expect(two.texts()).toEqual([`${piece}${piece}end`, 'line 4']);
		expect(three.texts()[0]).toBe('line 2');
	});

	it('of Docker’s own files', async () => {
		const lines = Array.from(
			{ length: 100 },
			(_, index) => `{"log":"line ${index}\\n","stream":"stdout","time":"${timeOf(index)}"}\n`,
		);
		const reader = (await createLogFolder(lines.join(''))).read({ tail: 2 });
		await reader.done;
		expect(reader.texts()).toEqual(['line 98', 'line 99']);
	});

	it('of a gigabyte reads only its end', async () => {
		const log = await createLogFolder();
		// a hole: it takes no room, and would take seconds to be read
		await truncate(log.path, 2 ** 30);
		await log.append(`\n${criLines(0, 1_000)}`);
		const before = performance.now();
		const reader = log.read({ tail: 10 });
		await reader.done;
		expect(reader.texts()).toEqual(numbers(990, 1_000));
		expect(performance.now() - before).toBeLessThan(500);
	});

	it('of a file without any line break holds only so much', async () => {
		const log = await createLogFolder();
		await truncate(log.path, 64 * 2 ** 20);
		const reader = log.read({ tail: 1 });
		await reader.done;
		expect(reader.lines).toHaveLength(1);
		expect(reader.lines[0]?.text).toHaveLength(16_384);
	});
});

describe('since a time', () => {
	it.each([-5, 0, 1, 12_345, 49_999, 50_000])('second %i', async (second) => {
		const log = await createLogFolder(criLines(0, 50_000));
		const since = Date.UTC(2026, 0, 1) + second * 1_000;
		const reader = log.read({ since });
		await reader.done;
		expect(reader.texts()).toEqual(numbers(Math.max(0, second), 50_000));
	});

	it('and the tail of that', async () => {
		const log = await createLogFolder(criLines(0, 1_000));
		const since = Date.UTC(2026, 0, 1) + 990_000;
		const [few, many] = [log.read({ since, tail: 3 }), log.read({ since, tail: 300 })];
		await Promise.all([few.done, many.done]);
		expect([few.texts(), many.texts()]).toEqual([numbers(997, 1_000), numbers(990, 1_000)]);
	});
});

describe('following', () => {
	it('tells what is written, also half a line at a time', async () => {
		const log = await createLogFolder(criLines(0, 3));
		const reader = log.read({ follow: true, tail: 1 });
		await reader.until('line 2');
		const next = criLine(3);
		await log.append(next.slice(0, 20));
		await log.append(next.slice(20) + criLine(4));
		await reader.until('line 4');
		expect(reader.texts()).toEqual(numbers(2, 5));
		reader.stop();
		await reader.done;
	});

	it('goes on in the new file after a rotation, and first with what came late into the old one', async () => {
		const log = await createLogFolder(criLines(0, 3));
		const reader = log.read({ follow: true });
		await reader.until('line 2');
		for (let round = 1; round <= 3; round++) {
			await rename(log.path, `${log.path}.${round}`);
			await writeFile(`${log.path}.${round}`, criLine(round * 10), { flag: 'a' });
			await writeFile(log.path, criLine(round * 10 + 1));
			await reader.until(`line ${round * 10 + 1}`);
		}
		expect(reader.texts()).toEqual([...numbers(0, 3), ...[10, 11, 20, 21, 30, 31].map((index) => `line ${index}`)]);
	});

	it('joins a line that a rotation has divided', async () => {
		const log = await createLogFolder(criLine(0) + criLine(1, 'be', 'P'));
		const reader = log.read({ follow: true });
		await reader.until('line 0');
		await rename(log.path, `${log.path}.1`);
		await writeFile(log.path, criLine(1, 'gun'));
		await reader.until('begun');
	});

	it('begins anew in a file that was copied away and emptied', async () => {
		const log = await createLogFolder(criLines(0, 100));
		const reader = log.read({ follow: true });
		await reader.until('line 99');
		await copyFile(log.path, `${log.path}.1`);
		await truncate(log.path, 0);
		await log.append(criLine(200));
		await reader.until('line 200');
		expect(reader.texts()).toEqual([...numbers(0, 100), 'line 200']);
	});

	it('follows a link to where it leads now', async () => {
		const log = await createLogFolder(criLines(0, 2));
		const link = join(log.folder, 'link.log');
		await symlink(log.path, link);
		const reader = log.read({ follow: true, locate: () => link });
		await reader.until('line 1');
		await writeFile(join(log.folder, 'other.log'), criLine(7));
		await rm(link);
		await symlink(join(log.folder, 'other.log'), link);
		await reader.until('line 7');
	});

	it('ends with the container, and not before all of it is read', async () => {
		const log = await createLogFolder(criLine(0));
		let running = true;
		const reader = log.read({
			follow: true,
			async isRunning() {
				// its last words come just before it is seen to have ended
				if (!running) await log.append(criLine(2));
				return running;
			},
		});
		await reader.until('line 0');
		await log.append(criLine(1));
		await reader.until('line 1');
		running = false;
		await reader.done;
		expect(reader.texts()).toEqual(numbers(0, 3));
	});

	it('ends with the container also when its files have been removed', async () => {
		const log = await createLogFolder(criLine(0));
		const reader = log.read({ follow: true, isRunning: async () => false });
		await rm(log.folder, { recursive: true });
		await reader.done;
	});
});

describe('much at once', () => {
	it('a burst of 300,000 lines neither blocks the process nor is held in memory', async () => {
		const log = await createLogFolder(criLines(0, 1_000).repeat(300));
		let [longest, last, count] = [0, performance.now(), 0];
		const beat = setInterval(() => {
			longest = Math.max(longest, performance.now() - last);
			last = performance.now();
		}, 5);
		const before = performance.now();
		const reader = log.read({
			emit(lines) {
				count += lines.length;
				reader.lines.length = 0;
			},
		});
		await reader.done;
		clearInterval(beat);
		expect(count).toBe(300_000);
		expect(performance.now() - before).toBeLessThan(6_000);
		expect(longest).toBeLessThan(200);
	});

	it('nothing more is read while the last lines are not taken', async () => {
		const log = await createLogFolder(criLines(0, 10_000));
		let release = () => {};
		const first = new Promise<void>((resolve) => {
			release = resolve;
		});
		let calls = 0;
		const reader = log.read({
			emit: () => {
				calls++;
				return first;
			},
		});
		await reader.until('line 0');
		for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
		expect(calls).toBe(1);
		release();
		await reader.done;
		expect(reader.lines).toHaveLength(10_000);
	});
});

describe('the attempts that have a file', () => {
	it('newest first, without rotated ones and dead links', async () => {
		const { folder } = await createLogFolder();
		for (const name of ['2.log', '10.log', '10.log.20260101-000000', '9.log.gz', 'x.log'])
			await writeFile(join(folder, name), '');
		await symlink(join(folder, 'nowhere'), join(folder, '11.log'));
		await symlink(join(folder, '2.log'), join(folder, '3.log'));
		await mkdir(join(folder, 'sub'));
		expect(listLogAttempts(folder, (path) => path)).toEqual([10, 3, 2, 0]);
		expect(listLogAttempts(join(folder, 'none'), (path) => path)).toEqual([]);
	});
});
