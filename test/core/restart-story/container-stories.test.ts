import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../source/core/observation.ts';
import {
	acted,
	at,
	changed,
	first,
	idOf,
	listing,
	record,
	records,
	said,
	stepsOf,
	storiesAfter,
	told,
} from './scene.ts';

const started = { created: -58, started: -57 };
const pause = record('pause#0', { created: -60, started: -59 });

const running = [
	first(0, { statuses: { 'app#0': {} }, readyChanged: -50 }),
	listing(0, pause, record('app#0', started)),
];

const crashes = (attempt: number, seconds: number): Observation =>
	told(seconds, 'die', `app#${attempt}`, { exitCode: 3 });
const starts = (attempt: number, seconds: number): Observation[] => [
	told(seconds - 0.1, 'create', `app#${attempt}`),
	told(seconds, 'start', `app#${attempt}`),
];
const backsOff = (attempt: number, seconds: number, length: string): Observation =>
	changed(seconds, {
		statuses: {
			[`app#${attempt}`]: {
				waiting: 'CrashLoopBackOff',
				message: `back-off ${length} restarting failed container=app`,
			},
		},
	});

describe('a crash loop', () => {
	const loop = [
		...running,
		crashes(0, 10),
		...starts(1, 10.8),
		changed(11, { statuses: { 'app#1': {} }, readyChanged: 11 }),
		crashes(1, 13),
		changed(13.5, { statuses: { 'app#1': { ready: false } } }),
		backsOff(1, 14, '20s'),
		...starts(2, 33),
		crashes(2, 33.4),
		backsOff(2, 35, '40s'),
	];

	it('is a story for each restart', () => {
		const stories = storiesAfter(loop);
		expect(stories.map(({ status, before }) => [status, before.containers[0]?.attempt])).toEqual([
			['running', 2],
			['overtaken', 1],
			['recovered', 0],
		]);
		expect(stories.every(({ scope, container }) => scope === 'container' && container === 'app')).toBe(true);
	});

	it('shows each back-off with its length, and while it lasts when the next try is due', () => {
		const [newest, before] = storiesAfter(loop);
		expect(stepsOf(before)).toEqual(['container-ended app#1 13', 'back-off app 14-33', 'container-started app#2 33']);
		expect(newest).toMatchObject({ waitingFor: 'back-off 40s', waitingUntil: at(73.4) });
		expect(stepsOf(newest)).toEqual([
			'container-ended app#2 33.4',
			'back-off app 35',
			'container-started app',
			'ready',
		]);
	});

	it('has the API’s ready moment where it was seen', () => {
		const recovered = storiesAfter(loop)[2];
		expect(stepsOf(recovered)).toEqual(['container-ended app#0 10', 'container-started app#1 10.8', 'ready 11']);
	});

	it('keeps on when its runtime’s stream was down: from records, with who told it', () => {
		const [story] = storiesAfter(
			running,
			listing(
				40,
				pause,
				record('app#0', { ...started, finished: 10, exitCode: 3 }),
				record('app#1', { created: 30, started: 30.5 }),
			),
			changed(41, { statuses: { 'app#1': {} }, readyChanged: 31 }),
		);
		expect(story?.steps.map(({ kind, seenBy, exitCode }) => [kind, seenBy, exitCode])).toEqual([
			['container-ended', 'record', 3],
			['container-started', 'record', undefined],
			['ready', 'api', undefined],
		]);
	});

	it('takes events that were made from listings for what they are', () => {
		const [story] = storiesAfter(
			running,
			told(40, 'die', 'app#0', { message: 'seen by listing' }),
			told(40, 'start', 'app#1', { resolution: 5_000 }),
		);
		expect(story?.steps.map(({ kind, seenBy }) => [kind, seenBy]).slice(0, 2)).toEqual([
			['container-ended', 'listing'],
			['container-started', 'listing'],
		]);
	});
});

describe('why a container ended', () => {
	const liveness = 'Container app failed liveness probe, will be restarted';

	it('is the kubelet’s probe, by its event', () => {
		const [story] = storiesAfter(
			running,
			said(8, 'Unhealthy', 'app', 'Liveness probe failed: HTTP probe failed with statuscode: 500'),
			said(8, 'Killing', 'app', liveness),
			told(38, 'die', 'app#0', { exitCode: 137 }),
		);
		expect(story?.trigger).toEqual({ cause: 'kubelet', reason: 'Killing', message: liveness });
	});

	it('is the failed probe where the kubelet’s word is lost, but not one of readiness', () => {
		const causeOf = (message: string) =>
			storiesAfter(running, said(8, 'Unhealthy', 'app', message), told(8.9, 'die', 'app#0', { exitCode: 137 }))[0]
				?.trigger;
		expect(causeOf('Liveness probe failed: timeout')).toMatchObject({ cause: 'kubelet', reason: 'Unhealthy' });
		expect(causeOf('Readiness probe failed: timeout')).toEqual({ cause: 'exit', exitCode: 137 });
	});

	it('is an action, memory, a removal, or the container itself', () => {
		const trigger = (...more: Observation[]) => storiesAfter(running, more)[0]?.trigger;
		expect(trigger(acted(9, 'app#0'), told(10, 'die', 'app#0', { exitCode: 0 }))).toMatchObject({ cause: 'action' });
		expect(trigger(told(9.9, 'oom', 'app#0'), told(10, 'die', 'app#0', { exitCode: 137 }))).toEqual({
			cause: 'exit',
			exitCode: 137,
			oomKilled: true,
		});
		expect(
			trigger(
				told(10, 'kill', 'app#0', { signal: 9 }),
				told(10.1, 'die', 'app#0', { exitCode: 137 }),
				told(10.2, 'destroy', 'app#0'),
			),
		).toEqual({ cause: 'removed' });
		expect(trigger(crashes(0, 10))).toEqual({ cause: 'exit', exitCode: 3 });
	});

	it('is no signal that only told it something, unless it died of that', () => {
		const ended = (signal: number, exitCode: number) =>
			storiesAfter(running, told(2, 'kill', 'app#0', { signal }), told(10, 'die', 'app#0', { exitCode }))[0];
		expect(ended(1, 3)?.trigger).toEqual({ cause: 'exit', exitCode: 3 });
		expect(ended(1, 3)?.steps[0]?.signal).toBeUndefined();
		expect(ended(10, 138)?.trigger).toEqual({ cause: 'exit', exitCode: 138, signal: 10 });
		expect(ended(15, 0)?.trigger).toEqual({ cause: 'exit', exitCode: 0, signal: 15 });
	});

	it('is the stop of its sandbox, though that has not ended yet', () => {
		const stop = { kind: 'stop-sandbox', means: 'stop-pod-sandbox', status: 'running', endedAt: undefined } as const;
		const ended = (seconds: number, more = {}) =>
			storiesAfter(running, acted(9, 'pause#0', { ...stop, ...more }), crashes(0, seconds))[0]?.trigger.cause;
		expect(ended(10)).toBe('action');
		expect(ended(8)).toBe('exit');
		expect(ended(10, { status: 'done', endedAt: at(9.5) })).toBe('exit');
		// whoever ends the pause alone leaves the containers to the kubelet
		expect(ended(10, { kind: 'restart-sandbox', means: 'docker-stop' })).toBe('exit');
	});
});

describe('several containers of a pod', () => {
	const two = [
		first(0, { statuses: { 'app#0': {}, 'web#0': {} }, readyChanged: -50 }),
		listing(0, pause, record('app#0', started), record('web#0', started)),
	];
	const back = [
		told(12, 'start', 'app#1'),
		told(12.5, 'start', 'web#1'),
		changed(13, { statuses: { 'app#1': {}, 'web#1': {} }, readyChanged: 12, ready: true }),
	];

	it('that all start anew in their sandbox are one story, and no recycle', () => {
		const [story, ...others] = storiesAfter(two, crashes(0, 10), told(10.4, 'die', 'web#0', { exitCode: 0 }), back);
		expect(others).toEqual([]);
		expect(story).toMatchObject({ scope: 'all-containers', status: 'recovered' });
		expect(stepsOf(story)).toEqual([
			'container-ended app#0 10',
			'container-ended web#0 10.4',
			'container-started app#1 12',
			'container-started web#1 12.5',
			'ready 12.5',
		]);
		expect(story?.before.sandboxId).toBe(story?.after.sandboxId);
		expect(story?.after.containers.map(({ attempt }) => attempt)).toEqual([1, 1]);
	});

	it('that end at different times are stories of their own', () => {
		const stories = storiesAfter(two, crashes(0, 10), told(20, 'die', 'web#0', { exitCode: 0 }));
		expect(stories.map(({ scope, container }) => [scope, container])).toEqual([
			['container', 'web'],
			['container', 'app'],
		]);
		expect(stories[1]?.after.containers.find(({ name }) => name === 'web')).toMatchObject({ attempt: 0 });
	});

	it('become a recycle when it turns out that the pause has ended too', () => {
		const ends = [
			crashes(0, 10),
			told(10.1, 'die', 'web#0', { exitCode: 137 }),
			told(10.2, 'die', 'pause#0', { exitCode: 137 }),
		];
		const ids = ends.map((_, index) => storiesAfter(two, ends.slice(0, index + 1)).at(-1)?.id);
		expect(new Set(ids)).toEqual(new Set([`uid-web/${idOf('app#0')}`]));
		expect(storiesAfter(two, ends).map(({ scope }) => scope)).toEqual(['sandbox']);
	});
});

describe('init containers', () => {
	const spec = { initContainers: [{ name: 'init' }] };
	const withInit = [
		first(0, { statuses: { 'init#0': {}, 'app#0': {} }, spec, readyChanged: -50 }),
		listing(0, pause, record('init#0', { ...started, finished: -55, exitCode: 0 }), record('app#0', started)),
	];

	it('that run again in the same sandbox show that everything starts anew, also with one app', () => {
		const [story, ...others] = storiesAfter(
			withInit,
			told(10, 'die', 'app#0', { exitCode: 137 }),
			told(15, 'create', 'init#1'),
			told(15.1, 'start', 'init#1'),
			told(16.1, 'die', 'init#1', { exitCode: 0 }),
			told(16.5, 'start', 'app#1'),
			changed(17, { statuses: { 'init#1': {}, 'app#1': {} }, spec, readyChanged: 17 }),
		);
		expect(others).toEqual([]);
		expect(story?.scope).toBe('all-containers');
		expect(stepsOf(story)).toEqual([
			'container-ended app#0 10',
			'init-run init#1 15.1-16.1',
			'container-started app#1 16.5',
			'ready 17',
		]);
	});

	it('are no story when they have done what they are for', () => {
		expect(storiesAfter(withInit)).toEqual([]);
	});

	it('that fail are one, until one succeeds', () => {
		const starting = [
			first(0, { statuses: { 'init#0': {}, 'app#0': { waiting: 'PodInitializing' } }, spec }),
			listing(0, pause, record('init#0', { created: -1, started: -0.5 })),
			told(1, 'die', 'init#0', { exitCode: 1 }),
		];
		expect(storiesAfter(starting)[0]).toMatchObject({
			scope: 'container',
			containerKind: 'init',
			status: 'running',
			waitingFor: 'init container init',
		});
		const done = [told(2, 'start', 'init#1'), told(3, 'die', 'init#1', { exitCode: 0 })];
		const [story] = storiesAfter(starting, done);
		expect(story).toMatchObject({ status: 'recovered', endedAt: at(3) });
		expect(stepsOf(story)).toEqual(['container-ended init#0 1', 'init-run init#1 2-3']);
	});

	it('that fail while their sandbox comes up belong to its story', () => {
		const [story, ...others] = storiesAfter(
			withInit,
			told(10, 'die', 'pause#0', { exitCode: 0 }),
			told(10.1, 'die', 'app#0', { exitCode: 137 }),
			told(11, 'create', 'pause#1'),
			told(11.2, 'start', 'pause#1'),
			told(12, 'start', 'init#1', { sandboxId: idOf('pause#1') }),
			told(13, 'die', 'init#1', { exitCode: 1, sandboxId: idOf('pause#1') }),
			told(14, 'start', 'init#2', { sandboxId: idOf('pause#1') }),
			told(15, 'die', 'init#2', { exitCode: 0, sandboxId: idOf('pause#1') }),
		);
		expect(others).toEqual([]);
		expect(stepsOf(story).filter((step) => step.startsWith('init-run'))).toEqual([
			'init-run init#1 12-13',
			'init-run init#2 14-15',
		]);
		expect(story?.waitingFor).toBe('app to start');
	});
});

describe('other containers', () => {
	it('an ephemeral one that ends is nobody’s restart', () => {
		const spec = { ephemeralContainers: [{ name: 'debug' }] };
		const state = { statuses: { 'app#0': {} }, spec, readyChanged: -50 };
		expect(
			storiesAfter(
				first(0, state),
				listing(0, pause, record('app#0', started), record('debug#0', started)),
				told(10, 'die', 'debug#0', { exitCode: 1 }),
			),
		).toEqual([]);
	});

	it('one that waits for its image says so', () => {
		const [story] = storiesAfter(
			running,
			crashes(0, 10),
			changed(12, { statuses: { 'app#0': { waiting: 'ImagePullBackOff' } } }),
		);
		expect(story?.waitingFor).toBe('image pull of app (ImagePullBackOff)');
	});

	it('one that never started has not ended', () => {
		expect(storiesAfter(running, records(5, record('extra#0', { created: 4 }, { state: 'created' })))).toEqual([]);
	});
});
