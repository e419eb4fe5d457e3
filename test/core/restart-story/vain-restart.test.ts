import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../source/core/observation.ts';
import { acted, at, changed, first, idOf, listing, record, stepsOf, storiesAfter, told } from './scene.ts';

const started = { created: -58, started: -57 };
const running = [
	first(0, { statuses: { 'app#0': {}, 'web#0': {} }, readyChanged: -50 }),
	listing(0, record('pause#0', { created: -60, started: -59 }), record('app#0', started), record('web#0', started)),
];
const inNext = { sandboxId: idOf('pause#1') };
const isBack = [
	told(13.5, 'create', 'pause#1'),
	told(13.8, 'start', 'pause#1'),
	told(14, 'start', 'app#2', inNext),
	told(14.2, 'start', 'web#1', inNext),
	changed(14.5, { statuses: { 'app#2': {}, 'web#1': {} }, readyChanged: 14, ip: '10.0.0.2' }),
];
/** While the runtime ends one container after the other, the kubelet starts the first again. */
const stopped = (appExit: number, webEnd: number): Observation[] => [
	told(10, 'die', 'app#0', { exitCode: appExit }),
	told(10.8, 'create', 'app#1'),
	told(11, 'start', 'app#1'),
	told(webEnd, 'die', 'web#0', { exitCode: 137 }),
	told(webEnd + 0.2, 'die', 'app#1', { exitCode: 137 }),
	told(webEnd + 0.4, 'die', 'pause#0', { exitCode: 137 }),
];

describe('a container that was started again while its sandbox was being ended', () => {
	it('is a part of the recycle, its vain start a step', () => {
		const [story, ...others] = storiesAfter(running, stopped(137, 11.5), isBack);
		expect(others).toEqual([]);
		expect(stepsOf(story)).toEqual([
			'container-ended app#0 10',
			'container-started app#1 11',
			'container-ended web#0 11.5',
			'container-ended app#1 11.7',
			'pause-ended #0 11.9',
			'noticed 13.5',
			'sandbox-created #1 13.5',
			'sandbox-started #1 13.8',
			'container-started app#2 14',
			'container-started web#1 14.2',
			'network-ready 14.5',
			'ready 14.5',
		]);
		expect(story).toMatchObject({ scope: 'sandbox', status: 'recovered', beganAt: at(10) });
		expect(story?.id).toBe(`uid-web/${idOf('app#0')}`);
		const attempts = (side?: { containers: readonly { attempt?: number }[] }) => side?.containers.map((c) => c.attempt);
		expect([attempts(story?.before), attempts(story?.after)]).toEqual([
			[0, 0],
			[2, 1],
		]);
	});

	it('is one also where the others took their grace period, when the sandbox was ended from here', () => {
		const act = acted(9.9, 'pause#0', { kind: 'stop-sandbox', means: 'stop-pod-sandbox' });
		const stories = storiesAfter(running, act, stopped(0, 13), isBack);
		expect(stories.map(({ scope, trigger }) => [scope, trigger.cause])).toEqual([['sandbox', 'action']]);
	});

	it('is one where it came no further than to be created', () => {
		const [story, ...others] = storiesAfter(
			running,
			told(10, 'die', 'app#0', { exitCode: 137 }),
			told(10.2, 'die', 'web#0', { exitCode: 137 }),
			listing(
				10.3,
				record('pause#0', { created: -60, started: -59 }),
				record('app#0', { ...started, finished: 10, exitCode: 137 }),
				record('web#0', { ...started, finished: 10.2, exitCode: 137 }),
				record('app#1', { created: 10.25 }, { state: 'created' }),
			),
			told(10.4, 'die', 'pause#0', { exitCode: 137 }),
		);
		expect(others).toEqual([]);
		expect(stepsOf(story).slice(0, 3)).toEqual([
			'container-ended app#0 10',
			'container-ended web#0 10.2',
			'pause-ended #0 10.4',
		]);
	});
});

describe('a container that ended before its sandbox for reasons of its own', () => {
	const scopes = (...more: (Observation | Observation[])[]) =>
		storiesAfter(running, ...more).map(({ scope, status }) => `${scope} ${status}`);
	const two = ['sandbox recovered', 'container overtaken'];

	it('stays a story of its own: by its exit code, much earlier, for its memory, or ended from here itself', () => {
		expect(scopes(stopped(1, 11.5), isBack)).toEqual(two);
		expect(scopes(stopped(137, 12.5), isBack)).toEqual(two);
		expect(scopes(told(9.9, 'oom', 'app#0'), stopped(137, 11.5), isBack)).toEqual(two);
		expect(scopes(acted(9.5, 'app#0'), stopped(137, 11.5), isBack)).toEqual(two);
	});
});
