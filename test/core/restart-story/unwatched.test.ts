import { describe, expect, it } from 'vitest';
import type { RestartStory } from '../../../source/core/restart-story/restart-story.ts';
import { formatStoryJson } from '../../../source/output/story-json.ts';
import { formatStoryText } from '../../../source/output/story-text.ts';
import { recycle } from './recycle-scene.ts';
import { at, changed, first, listing, record, type ScenePod, stepsOf, storiesAfter } from './scene.ts';

const now = 2_000;

/** What is left of a recycle that was over in four seconds. */
const left = [
	record('pause#0', { created: -60, started: -59, finished: 10, exitCode: 0 }),
	record('app#0', { created: -58, started: -57, finished: 12, exitCode: 137 }),
	record('pause#1', { created: 12.5, started: 12.8 }),
];
const next = { in: 'pause#1' };
const records = listing(now, ...left, record('app#1', { created: 13, started: 13.2 }, next));
const endOf = (story: RestartStory | undefined) => [story?.status, story?.endedAt];
const isBack = { statuses: { 'app#1': {} }, ip: '10.0.0.2' };

describe('a recycle that nobody watched', () => {
	it('has no time of Ready where the pod never stopped to be Ready by the API', () => {
		const [story, ...others] = storiesAfter(first(now, { ...isBack, readyChanged: -50 }), records);
		expect(others).toEqual([]);
		expect(endOf(story)).toEqual(['recovered', undefined]);
		expect(stepsOf(story).at(-1)).toBe('container-started app#1 13.2');
		// the attempts and pids are those that came up
		expect(story?.after).toMatchObject({ sandboxAttempt: 1, ip: '10.0.0.2', restarts: 1 });
	});

	it('is told without a duration', () => {
		const [story] = storiesAfter(first(now, { ...isBack, readyChanged: -50 }), records);
		if (!story) throw new Error('no story');
		const text = formatStoryText(story, { columns: 120, utc: true, now: at(now) });
		expect(text).toContain('recycle #0 → #1, pause ended (exit 0), up again, nobody saw when\n');
		const json = formatStoryJson(story);
		expect(json).toMatchObject({ status: 'recovered', endedAt: undefined, durationMs: undefined });
		expect(json.message).toMatch(/, up again, nobody saw when$/);
	});

	it('has the time of the transition where that is its own', () => {
		const [story] = storiesAfter(first(now, { ...isBack, readyChanged: 14 }), records);
		expect(story).toMatchObject({ status: 'recovered', endedAt: at(14) });
		expect(story?.steps.at(-1)).toMatchObject({ kind: 'ready', resolution: 1000 });
	});

	it('has no time where the transition is that of a later restart', () => {
		const later = [
			record('app#1', { created: 13, started: 13.2, finished: 1_000, exitCode: 1 }, next),
			record('app#2', { created: 1_000.5, started: 1_001 }, next),
		];
		const isUp = first(now, { statuses: { 'app#2': {} }, ip: '10.0.0.2', readyChanged: 1_001 });
		const [newest, older] = storiesAfter(isUp, listing(now, ...left, ...later));
		expect(newest).toMatchObject({ scope: 'container', status: 'recovered', endedAt: at(1_001) });
		expect(older?.scope).toBe('sandbox');
		expect(endOf(older)).toEqual(['recovered', undefined]);
		// what there was then, and not what there is now
		expect(older?.after.containers).toMatchObject([{ name: 'app', attempt: 1 }]);
		expect(older?.after).toMatchObject({ ip: '10.0.0.2', restarts: undefined });
	});

	it('has none where the pod was found not Ready much later, and had been Ready since', () => {
		const found = (readyChanged: number) => [
			first(now, { statuses: { 'app#1': { ready: false } }, ip: '10.0.0.2', readyChanged }),
			records,
			changed(now + 5, { ...isBack, readyChanged: now + 5 }),
		];
		const [flapped] = storiesAfter(found(1_500));
		expect(endOf(flapped)).toEqual(['recovered', undefined]);
		// one that was not Ready all the while is so only then
		const [late] = storiesAfter(found(11));
		expect(late).toMatchObject({ status: 'recovered', endedAt: at(now + 5) });
	});

	it('has none where the API was away, and its listing afterwards finds the pod as it was', () => {
		const runtime = recycle.filter(({ source }) => source === 'docker');
		const [before] = recycle;
		if (!before) throw new Error('no scene');
		const listed = (readyChanged: number) => first(now, { ...isBack, readyChanged });
		const [unknown] = storiesAfter(before, runtime, listed(-50));
		expect(endOf(unknown)).toEqual(['recovered', undefined]);
		expect(stepsOf(unknown).at(-1)).toBe('container-started app#1 13.2');
		const [known] = storiesAfter(before, runtime, listed(14));
		expect(known).toMatchObject({ status: 'recovered', endedAt: at(14) });
		expect(stepsOf(known).slice(-2)).toEqual(['network-ready 14', 'ready 14']);
	});

	it('has the time at which a watch told of it, also where the pod never stopped to be Ready', () => {
		const [story] = storiesAfter(recycle.slice(0, -1), changed(14, { ...isBack, readyChanged: -50 }));
		expect(story).toMatchObject({ status: 'recovered', endedAt: at(14) });
	});
});

describe('a container that nobody watched', () => {
	it('has no time of Ready where another one was restarted beside it', () => {
		const app = { created: -58, started: -57 };
		const restarts = (name: string, end: number): Parameters<typeof listing>[1][] => [
			record(`${name}#0`, { ...app, finished: end, exitCode: 143 }),
			record(`${name}#1`, { created: end + 0.5, started: end + 0.8 }),
		];
		const isUp: ScenePod = { statuses: { 'app#1': {}, 'web#1': {} }, readyChanged: 5 };
		const stories = storiesAfter(
			first(now, isUp),
			listing(now, record('pause#0', { created: -60, started: -59 }), ...restarts('app', 0), ...restarts('web', 3)),
		);
		const ends = stories.map(({ container, status, endedAt }) => [container, status, endedAt]);
		expect(ends).toEqual([
			['web', 'recovered', at(5)],
			['app', 'recovered', undefined],
		]);
	});
});
