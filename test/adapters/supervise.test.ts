import { describe, expect, test } from 'vitest';
import { supervise } from '../../source/adapters/supervise.ts';
import type { Observation } from '../../source/core/observation.ts';
import { type Emit, type Source, SourceError } from '../../source/core/source.ts';

type Run = (emit: Emit, at: number) => Promise<void>;

/** Supervises with a clock that jumps: gives what was emitted and the waits, and aborts after so many of them. */
async function watch(runs: Run[], { waits, random = 1 }: { waits: number; random?: number }) {
	const abort = new AbortController();
	const emitted: Observation[] = [];
	const waited: number[] = [];
	let now = 1_000;
	let starts = 0;
	const source: Source = {
		name: 'docker',
		run: (emit) => (runs[Math.min(starts++, runs.length - 1)] as Run)(emit, now),
	};
	await supervise(source, {
		emit: (observation) => {
			emitted.push(observation);
			now = Math.max(now, observation.at);
		},
		signal: abort.signal,
		clock: {
			now: () => now,
			sleep: async (milliseconds) => {
				waited.push(milliseconds);
				now += milliseconds;
				if (waited.length === waits) abort.abort();
			},
		},
		random: () => random,
	});
	return { emitted, waited, starts };
}

const fail =
	(error: unknown): Run =>
	async () => {
		throw error;
	};
const liveFor =
	(milliseconds: number): Run =>
	async (emit, at) => {
		emit({ kind: 'health', at, source: 'docker', health: 'live' });
		emit({ kind: 'tick', at: at + milliseconds, source: 'docker' });
		throw new SourceError('lost');
	};

describe('a source that fails', () => {
	test('is said to connect, then to have failed, with the reason and the remedy', async () => {
		const { emitted } = await watch([fail(new SourceError('no socket', { remedy: 'start it' }))], { waits: 1 });
		expect(emitted).toEqual([
			{ kind: 'health', at: 1_000, source: 'docker', health: 'connecting' },
			{ kind: 'health', at: 1_000, source: 'docker', health: 'failed', detail: 'no socket', remedy: 'start it' },
		]);
	});

	test('is started again after waits that double up to 15 s', async () => {
		const { waited, starts } = await watch([fail(new SourceError('no'))], { waits: 9 });
		expect(waited).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
		expect(starts).toBe(9);
	});

	test('waits less by chance, but never less than 0.25 s', async () => {
		const { waited } = await watch([fail(new SourceError('no'))], { waits: 8, random: 0 });
		expect(waited).toEqual([250, 250, 500, 1_000, 2_000, 4_000, 7_500, 7_500]);
	});

	test('does not say `connecting` again: the reason stays readable', async () => {
		const { emitted } = await watch([fail(new SourceError('no'))], { waits: 3 });
		const healths = emitted.map((observation) => observation.kind === 'health' && observation.health);
		expect(healths).toEqual(['connecting', 'failed', 'failed', 'failed']);
	});
});

test('an unsupported source is tried every 30 s', async () => {
	const { emitted, waited } = await watch([fail(new SourceError('no', { health: 'unsupported' }))], { waits: 3 });
	expect(waited).toEqual([30_000, 30_000, 30_000]);
	expect(emitted.at(-1)).toMatchObject({ health: 'unsupported' });
});

describe('the back-off', () => {
	const no = fail(new SourceError('no'));

	test('starts over after the source was live for a while', async () => {
		const { waited } = await watch([no, no, no, liveFor(10_000), no], { waits: 5 });
		expect(waited).toEqual([250, 500, 1_000, 250, 500]);
	});

	test('goes on when the source was live only for a moment', async () => {
		const { waited } = await watch([no, no, no, liveFor(500), no], { waits: 5 });
		expect(waited).toEqual([250, 500, 1_000, 2_000, 4_000]);
	});
});

describe('an end that nobody foresaw', () => {
	test.each([
		[new TypeError('token=secret'), 'docker ended unexpectedly (TypeError)'],
		[Object.assign(new Error('token=secret'), { code: 'EIO' }), 'docker ended unexpectedly (EIO)'],
		['token=secret', 'docker ended unexpectedly'],
		[undefined, 'docker ended unexpectedly'],
	])('is told without the text of the error: %s', async (error, detail) => {
		const { emitted } = await watch([fail(error)], { waits: 1 });
		expect(emitted.at(-1)).toMatchObject({ health: 'failed', detail, remedy: expect.any(String) });
		expect(JSON.stringify(emitted)).not.toContain('secret');
	});

	test('is an end all the same when the source just returns', async () => {
		const { emitted, starts } = await watch([async () => {}], { waits: 2 });
		expect(emitted.at(-1)).toMatchObject({ health: 'failed', detail: 'docker ended by itself' });
		expect(starts).toBe(2);
	});
});

describe('an abort', () => {
	test('ends it without a word, also while the source runs', async () => {
		const abort = new AbortController();
		const emitted: Observation[] = [];
		const source: Source = {
			name: 'docker',
			run: (emit, signal) =>
				new Promise((_, reject) => {
					signal.addEventListener('abort', () => {
						emit({ kind: 'tick', at: 1, source: 'docker' });
						reject(new SourceError('too late'));
					});
				}),
		};
		const clock = { now: () => 1, sleep: () => Promise.reject(new Error('nothing to wait for')) };
		const done = supervise(source, { emit: (observation) => emitted.push(observation), signal: abort.signal, clock });
		abort.abort();
		await done;
		expect(emitted).toEqual([{ kind: 'health', at: 1, source: 'docker', health: 'connecting' }]);
	});

	test('before the start keeps it from starting', async () => {
		let started = false;
		const source: Source = {
			name: 'docker',
			run: async () => {
				started = true;
			},
		};
		const clock = { now: () => 1, sleep: async () => {} };
		await supervise(source, { emit: () => expect.fail('said something'), signal: AbortSignal.abort(), clock });
		expect(started).toBe(false);
	});
});
