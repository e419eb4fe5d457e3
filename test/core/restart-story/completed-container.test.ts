import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../source/core/observation.ts';
import {
	at,
	changed,
	first,
	listing,
	record,
	type ScenePod,
	type SceneStatus,
	stepsOf,
	storiesAfter,
	told,
} from './scene.ts';

// A pod with restartPolicy OnFailure: `good` is through, `run` goes on. Such a pod is never Ready again by the API.
const policy = { restartPolicy: 'OnFailure', containers: [{ name: 'good' }, { name: 'run' }] };
const state = (statuses: Record<string, SceneStatus>): ScenePod => ({ spec: policy, statuses, ready: false });
const through = { ready: false };

const running = [
	first(0, state({ 'good#0': {}, 'run#0': {} })),
	listing(
		0,
		record('pause#0', { created: -60, started: -59 }),
		record('good#0', { created: -58, started: -57 }),
		record('run#0', { created: -58, started: -56 }),
	),
];
const completes = [
	told(2, 'die', 'good#0', { exitCode: 0 }),
	changed(3, state({ 'good#0': through, 'run#0': {} })),
] as const;
const inNext = { sandboxId: record('run#1', {}, { in: 'pause#1' }).metadata?.sandboxId };
const recycle: Observation[] = [
	told(10, 'die', 'pause#0', { exitCode: 0 }),
	told(14, 'die', 'run#0', { exitCode: 137 }),
	told(15, 'create', 'pause#1'),
	told(15.2, 'start', 'pause#1'),
	told(15.5, 'create', 'run#1', inNext),
	told(16, 'start', 'run#1', inNext),
];

describe('a container that has completed and is not started again', () => {
	it('has its story ended when it ends', () => {
		const [story] = storiesAfter(running, completes);
		expect(story).toMatchObject({ container: 'good', status: 'ended' });
	});

	it('keeps that end when its sandbox is replaced afterwards', () => {
		const alone = storiesAfter(running, completes)[0];
		const story = storiesAfter(running, completes, recycle).find(({ container }) => container === 'good');
		expect(story).toMatchObject({ status: 'ended', endedAt: alone?.endedAt });
	});

	it('has ended, though Docker gives it a start that is later than its end', () => {
		// seen on 20.10: StartedAt …35.589 and FinishedAt …35.577 of a container that ends at once
		const atOnce = record('good#0', { created: 1, started: 2.012, finished: 2, exitCode: 0 });
		const others = [record('pause#0', { created: -60, started: -59 }), record('run#0', { created: -58, started: -56 })];
		const [story] = storiesAfter(
			first(3, state({ 'good#0': through, 'run#0': {} })),
			listing(3, ...others, atOnce),
			told(10, 'die', 'pause#0', { exitCode: 0 }),
		);
		expect(story).toMatchObject({ scope: 'sandbox', beganAt: at(10) });
		expect(stepsOf(story)).not.toContainEqual(expect.stringContaining('good'));
	});

	it('does not keep the recycle open for a Ready that cannot come', () => {
		const back = changed(17, { ...state({ 'good#0': through, 'run#1': {} }), ip: '10.0.0.2' });
		const [story] = storiesAfter(running, completes, recycle, back);
		expect(story).toMatchObject({ scope: 'sandbox', status: 'recovered' });
		expect(stepsOf(story).at(-1)).toBe('network-ready 17');
		expect(stepsOf(story).filter((step) => step.startsWith('ready'))).toEqual([]);
	});

	it('does not close it before the others are up', () => {
		const [story] = storiesAfter(running, completes, recycle.slice(0, -1));
		expect(story).toMatchObject({ scope: 'sandbox', status: 'running' });
	});

	it('is one that failed, and is started again, while it has not completed', () => {
		const fails = told(2, 'die', 'good#0', { exitCode: 1 });
		const [story] = storiesAfter(running, fails, recycle);
		expect(story).toMatchObject({ scope: 'sandbox', status: 'running', waitingFor: 'good to start' });
	});
});
