import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Observation } from '../../source/core/observation.ts';
import { type Source, SourceError } from '../../source/core/source.ts';
import { findFaults } from './observation-faults.ts';
import { createObservationRecorder } from './observation-recorder.ts';

export type SourceUnderTest = {
	source: Source;
	/** Takes the world down again; runs after the source has stopped. */
	close?(): Promise<void> | void;
};

/** `reachable`: a world that answers and is not empty. `unreachable`: one that does not exist. Made anew for each test. */
export type SourceWorld = 'reachable' | 'unreachable';

const stopWithin = 2_000;
const listings = new Set<Observation['kind']>(['runtime-listing', 'pod-listing', 'process-listing']);

/**
 * What every source promises, whatever world it watches. Call it at the top level of a test file:
 * `describeSourceContract('docker', async (world) => ({source, close}))`.
 */
export function describeSourceContract(
	name: string,
	makeSource: (world: SourceWorld) => Promise<SourceUnderTest> | SourceUnderTest,
): void {
	describe(`${name} keeps the contract of a source`, () => {
		test('is named as its observations are', async () => {
			await withSource(makeSource, 'reachable', ({ source }) => {
				expect(source.name).toBe(name);
			});
		});

		test('lists, reports live, and emits only well-formed observations', async () => {
			await withSource(makeSource, 'reachable', async ({ source }) => {
				const recorder = createObservationRecorder();
				const abort = new AbortController();
				const run = source.run(recorder.emit, abort.signal);
				const listed = recorder.waitFor((observation) => listings.has(observation.kind));
				const live = recorder.waitFor((observation) => observation.kind === 'health' && observation.health === 'live');
				await Promise.race([Promise.all([listed, live]), run.then(() => expect.fail('it ended by itself'))]);
				abort.abort();
				await run;
				expect(recorder.observations.flatMap((observation) => findFaults(name, observation))).toEqual([]);
			});
		});

		test('stops promptly and quietly when aborted, and says nothing afterwards', async () => {
			await withSource(makeSource, 'reachable', async ({ source }) => {
				const recorder = createObservationRecorder();
				const abort = new AbortController();
				const run = source.run(recorder.emit, abort.signal);
				await Promise.race([recorder.waitFor((observation) => listings.has(observation.kind)), run]);
				abort.abort();
				await expect(endsInTime(run)).resolves.toBe('ended');
				const count = recorder.observations.length;
				await new Promise((resolve) => setImmediate(resolve));
				expect(recorder.observations.length).toBe(count);
			});
		});

		test('stops promptly when aborted while it connects', async () => {
			await withSource(makeSource, 'reachable', async ({ source }) => {
				const abort = new AbortController();
				const run = source.run(() => {}, abort.signal);
				abort.abort();
				await expect(endsInTime(run)).resolves.toBe('ended');
			});
		});

		test('does nothing when it was aborted before it started', async () => {
			await withSource(makeSource, 'reachable', async ({ source }) => {
				const recorder = createObservationRecorder();
				await expect(endsInTime(source.run(recorder.emit, AbortSignal.abort()))).resolves.toBe('ended');
				expect(recorder.observations).toEqual([]);
			});
		});

		test('runs again after it was stopped', async () => {
			await withSource(makeSource, 'reachable', async ({ source }) => {
				for (let round = 0; round < 2; round++) {
					const recorder = createObservationRecorder();
					const abort = new AbortController();
					const run = source.run(recorder.emit, abort.signal);
					await Promise.race([
						recorder.waitFor((observation) => listings.has(observation.kind)),
						run.then(() => expect.fail('it ended by itself')),
					]);
					abort.abort();
					await run;
				}
			});
		});

		test('an unreachable world ends it with a reason and a remedy', async () => {
			await withSource(makeSource, 'unreachable', async ({ source }) => {
				const recorder = createObservationRecorder();
				const abort = new AbortController();
				const error = await source.run(recorder.emit, abort.signal).then(
					() => undefined,
					(reason: unknown) => reason,
				);
				abort.abort();
				expect(error).toBeInstanceOf(SourceError);
				if (!(error instanceof SourceError)) return;
				expect(error.message).toMatch(/\S/);
				expect(error.message).not.toMatch(/[\n\r]|\.$/);
				expect(error.remedy).toMatch(/\S/);
				expect(recorder.observations.filter((observation) => listings.has(observation.kind))).toEqual([]);
			});
		});
	});
}

async function withSource(
	makeSource: (world: SourceWorld) => Promise<SourceUnderTest> | SourceUnderTest,
	world: SourceWorld,
	use: (made: SourceUnderTest) => Promise<void> | void,
): Promise<void> {
	const made = await makeSource(world);
	try {
		await use(made);
	} finally {
		await made.close?.();
	}
}

/** `ended` when the run resolves in time; a rejection stays one. The wait is an upper limit, not a pause. */
async function endsInTime(run: Promise<void>): Promise<'ended' | 'still running'> {
	const tooLate = new AbortController();
	try {
		return await Promise.race([
			run.then(() => 'ended' as const),
			delay(stopWithin, 'still running' as const, { signal: tooLate.signal }),
		]);
	} finally {
		tooLate.abort();
	}
}
