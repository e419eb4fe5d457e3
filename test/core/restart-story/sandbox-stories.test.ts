import { describe, expect, it } from 'vitest';
import { recycle, running } from './recycle-scene.ts';
import { at, changed, first, listing, record, records, said, stepsOf, storiesAfter, told } from './scene.ts';

describe('a recycle', () => {
	it('is told live: what it waits for at each moment', () => {
		const waits = recycle.map((_, index) => storiesAfter(recycle.slice(0, index + 1))[0]?.waitingFor);
		expect(waits).toEqual([
			undefined,
			undefined,
			'the kubelet: it has not noticed yet',
			'the kubelet: it has not noticed yet',
			'a new sandbox',
			'the new sandbox to be up',
			'app to start',
			'app to start',
			'readiness',
			undefined,
		]);
		const ids = recycle.slice(2).map((_, index) => storiesAfter(recycle.slice(0, index + 3))[0]?.id);
		expect(new Set(ids).size).toBe(1);
	});

	it('shows what is awaited last, without times, and nothing awaited once it is over', () => {
		expect(stepsOf(storiesAfter(recycle.slice(0, 3))[0])).toEqual([
			'pause-ended #0 10',
			'container-ended app#0',
			'noticed',
			'sandbox-created',
			'sandbox-started',
			'network-ready',
			'container-started app',
			'ready',
		]);
		expect(stepsOf(storiesAfter(recycle)[0])).toEqual([
			'pause-ended #0 10',
			'noticed 10',
			'container-ended app#0 12',
			'sandbox-created #1 12.5',
			'sandbox-started #1 12.8',
			'network-ready 13.2',
			'container-started app#1 13.2',
			'ready 13.2',
		]);
	});

	it('is overtaken when the next sandbox ends first', () => {
		const stories = storiesAfter(recycle.slice(0, -1), told(13.5, 'die', 'pause#1', { exitCode: 137 }));
		expect(stories.map(({ status }) => status)).toEqual(['running', 'overtaken']);
		expect(stories[1]).toMatchObject({ endedAt: at(13.5), after: { sandboxAttempt: 1 } });
		expect(stepsOf(stories[1])).not.toContain('ready');
		expect(stories[0]?.before).toMatchObject({ sandboxAttempt: 1 });
	});

	it('says the kubelet’s words when no next sandbox can be made', () => {
		const message = 'Failed to create pod sandbox: no space left on device';
		const [story] = storiesAfter(recycle.slice(0, 5), said(12.6, 'FailedCreatePodSandBox', undefined, message));
		expect(story?.waitingFor).toBe('a new sandbox: the last try failed');
		expect(story?.steps.find(({ kind }) => kind === 'sandbox-created')).toEqual({ kind: 'sandbox-created', message });
	});

	it('waits for a kubelet that does not run', () => {
		const [story] = storiesAfter(recycle.slice(0, 3), { at: at(11), source: 'proc', kind: 'kubelet', running: false });
		expect(story).toMatchObject({ status: 'running', waitingFor: 'the kubelet: it does not run' });
	});

	it('waits out the grace period of a container that outlives its pause', () => {
		const [story] = storiesAfter(
			recycle.slice(0, 3),
			said(10.5, 'SandboxChanged'),
			told(10.6, 'kill', 'app#0', { signal: 15 }),
		);
		expect(story).toMatchObject({ waitingFor: 'grace period of app (30s)', waitingUntil: at(40.6) });
	});
});

describe('two sandboxes at a time', () => {
	const cri = { runtime: 'containerd' };
	const old = record('pause#0', { created: -60 }, { ...cri, state: 'notready' });
	const next = record('pause#1', { created: 12.5 }, { ...cri, state: 'ready' });

	it('are one recycle, told from listings alone', () => {
		const [story, ...others] = storiesAfter(
			first(0, { statuses: { 'app#0': {} }, readyChanged: -50 }),
			listing(
				0,
				record('pause#0', { created: -60 }, { ...cri, state: 'ready' }),
				record('app#0', { created: -58, started: -57 }, cri),
			),
			listing(
				20,
				old,
				next,
				record('app#0', { created: -58, started: -57, finished: 12, exitCode: 137 }, cri),
				record('app#1', { created: 13, started: 13.2 }, { ...cri, in: 'pause#1' }),
			),
			changed(21, { statuses: { 'app#1': {} }, readyChanged: 14, ip: '10.0.0.2' }),
		);
		expect(others).toEqual([]);
		// nobody saw when the old one ended, but it was before the next was made; nor when that was up, but before it held a container
		expect(story?.steps.map(({ kind, seenBy }) => `${kind} ${seenBy}`)).toEqual([
			'container-ended record',
			'pause-ended listing',
			'noticed record',
			'sandbox-created record',
			'sandbox-started listing',
			'container-started record',
			'network-ready api',
			'ready api',
		]);
		expect(stepsOf(story)).toEqual([
			'container-ended app#0 12',
			'pause-ended #0 12.5',
			'noticed 12.5',
			'sandbox-created #1 12.5',
			'sandbox-started #1 13',
			'container-started app#1 13.2',
			'network-ready 14',
			'ready 14',
		]);
		expect(story?.status).toBe('recovered');
	});
});

describe('a pause that is started again by hand (docker restart)', () => {
	it('is a story without a next sandbox: the kubelet did nothing, and the containers never went away', () => {
		const [story] = storiesAfter(
			running,
			told(10, 'die', 'pause#0', { exitCode: 0 }),
			told(10.4, 'start', 'pause#0'),
			records(10.5, record('pause#0', { created: -60, started: 10.4 })),
		);
		expect(stepsOf(story)).toEqual(['pause-ended #0 10', 'sandbox-started #0 10.4']);
		expect(story).toMatchObject({ status: 'recovered', endedAt: at(10.4) });
		expect(story?.before.sandboxId).toBe(story?.after.sandboxId);
	});

	it('waits for the containers that died with it', () => {
		const ends = [
			told(9.9, 'die', 'app#0', { exitCode: 137 }),
			told(10, 'die', 'pause#0', { exitCode: 0 }),
			told(10.4, 'start', 'pause#0'),
		];
		const [story] = storiesAfter(running, ends);
		expect(story).toMatchObject({ scope: 'sandbox', status: 'running', waitingFor: 'app to start' });
		const [over] = storiesAfter(
			running,
			ends,
			told(12, 'start', 'app#1'),
			changed(13, { statuses: { 'app#1': {} }, readyChanged: 12 }),
		);
		expect(stepsOf(over).slice(-2)).toEqual(['container-started app#1 12', 'ready 12']);
	});

	it('is told again when it is done again', () => {
		const twice = [10, 20].flatMap((second) => [
			told(second, 'die', 'pause#0', { exitCode: 0 }),
			told(second + 0.4, 'start', 'pause#0'),
		]);
		const stories = storiesAfter(running, twice);
		expect(stories.map(({ beganAt }) => beganAt)).toEqual([at(20), at(10)]);
		expect(new Set(stories.map(({ id }) => id)).size).toBe(2);
	});
});

describe('without an API server', () => {
	it('is over when all is up again', () => {
		const noApi = recycle.filter(({ source }) => source === 'docker');
		expect(storiesAfter(noApi)[0]).toMatchObject({ status: 'recovered', endedAt: at(13.2), pod: 'web' });
		expect(storiesAfter(noApi.slice(0, -1))[0]).toMatchObject({ status: 'running', waitingFor: 'app to start' });
		expect(stepsOf(storiesAfter(noApi)[0])).not.toContain('ready');
	});

	it('is over for good when the runtime has nothing of the pod any more', () => {
		const [story] = storiesAfter(
			running.slice(1),
			told(10, 'die', 'app#0', { exitCode: 143 }),
			told(10.2, 'die', 'pause#0', { exitCode: 0 }),
			listing(20),
		);
		expect(story?.status).toBe('ended');
	});
});

describe('the past', () => {
	const past = (ended: Parameters<typeof record>[1]) => [
		first(0, { statuses: { 'app#1': {} }, readyChanged: -40 }),
		listing(
			0,
			record('pause#0', ended),
			record('pause#1', { created: -45, started: -44.5 }),
			record('app#0', { ...ended, started: -57 }),
			record('app#1', { created: -44, started: -43 }, { in: 'pause#1' }),
		),
	];

	it('gives a story where the records have exact times', () => {
		const [story] = storiesAfter(past({ created: -60, started: -59, finished: -50, exitCode: 0 }));
		expect(story).toMatchObject({ status: 'recovered', beganAt: at(-50), before: { sandboxAttempt: 0 } });
		expect(story?.steps.map(({ seenBy }) => seenBy)).not.toContain('event');
	});

	it('gives one that goes on, where the pod is meant to run', () => {
		const [story] = storiesAfter(
			first(0, { statuses: { 'app#0': { ready: false } } }),
			listing(
				0,
				record('pause#0', { created: -60, started: -59, finished: -5, exitCode: 0 }),
				record('app#0', { created: -58, started: -57, finished: -4, exitCode: 137 }),
			),
		);
		expect(story).toMatchObject({ scope: 'sandbox', status: 'running', beganAt: at(-5) });
	});

	it('gives none where they have not, nor where nothing came after', () => {
		expect(storiesAfter(past({ created: -60, exitCode: 0 }))).toEqual([]);
		const done = record('app#0', { created: -58, started: -57, finished: -40, exitCode: 0 });
		const pause = record('pause#0', { created: -60, started: -59, finished: -39, exitCode: 0 });
		const [spec, phase] = [{ restartPolicy: 'Never' }, 'Succeeded'];
		expect(
			storiesAfter(first(0, { statuses: { 'app#0': { ready: false } }, spec, phase }), listing(0, pause, done)),
		).toEqual([]);
	});
});
