import { describe, expect, test } from 'vitest';
import type { RestartStory, StoryStep } from '../../../source/core/restart-story/restart-story.ts';
import { placeBar, placeMoment, selectWaterfall } from '../../../source/core/restart-story/waterfall.ts';

const beganAt = 1_000_000;

function storyOf(steps: StoryStep[], part: Partial<RestartStory> = {}): RestartStory {
	return {
		id: 'u/1',
		podUid: 'u',
		kubeNamespace: 'default',
		pod: 'web',
		scope: 'sandbox',
		trigger: { cause: 'unknown' },
		status: 'recovered',
		beganAt,
		endedAt: beganAt + 4000,
		steps,
		before: { containers: [] },
		after: { containers: [] },
		stayed: { uid: 'u' },
		...part,
	};
}

const places = (story: RestartStory, now = beganAt) =>
	selectWaterfall(story, now).rows.map(({ shape, from, to, open }) => [shape, from, to, open]);

describe('a story that is over', () => {
	test('has its steps after one another, to the scale of its length', () => {
		const story = storyOf([
			{ kind: 'pause-ended', at: beganAt },
			{ kind: 'sandbox-started', at: beganAt + 700 },
			{ kind: 'init-run', at: beganAt + 1000, until: beganAt + 2500 },
			{ kind: 'container-started', at: beganAt + 1800 },
			{ kind: 'ready', at: beganAt + 4000 },
		]);
		expect(places(story)).toEqual([
			['moment', 0, 0, false],
			['moment', 0, 700, false],
			['span', 1000, 2500, false],
			// it came after the beginning of the span that it lies in
			['moment', 1000, 1800, false],
			['moment', 2500, 4000, false],
		]);
		expect(selectWaterfall(story, beganAt + 99_000)).toMatchObject({ elapsed: 4000, scale: 4000 });
	});

	test('has no place for what never came, and needs no length', () => {
		const story = storyOf([{ kind: 'container-ended', at: beganAt }, { kind: 'ready' }], {
			status: 'ended',
			endedAt: beganAt,
		});
		expect(places(story)).toEqual([
			['moment', 0, 0, false],
			['awaited', undefined, undefined, false],
		]);
		expect(selectWaterfall(story, beganAt).scale).toBe(1);
	});

	test('is as long as its last step where nobody says when it was over', () => {
		const story = storyOf([{ kind: 'back-off', at: beganAt, until: beganAt + 9000 }], {
			status: 'overtaken',
			endedAt: undefined,
		});
		expect(selectWaterfall(story, beganAt).elapsed).toBe(9000);
	});
});

describe('coarse times', () => {
	test('are as late as the order asks for, within what they may be', () => {
		const story = storyOf([
			{ kind: 'pause-ended', at: beganAt },
			{ kind: 'container-ended', at: beganAt + 400 },
			{ kind: 'noticed', at: beganAt - 300, resolution: 1000 },
			{ kind: 'sandbox-started', at: beganAt + 900 },
		]);
		expect(selectWaterfall(story, 0).rows.map(({ from, to, blur }) => [from, to, blur])).toEqual([
			[0, 0, 0],
			[0, 400, 0],
			[400, 400, 1000],
			[400, 900, 1000],
		]);
	});

	test('never lie before the beginning, and no later than they can', () => {
		const story = storyOf([
			{ kind: 'noticed', at: beganAt - 900, resolution: 500 },
			{ kind: 'pause-ended', at: beganAt + 3000 },
			{ kind: 'ready', at: beganAt + 1000, resolution: 1000 },
		]);
		expect(selectWaterfall(story, 0).rows.map(({ to }) => to)).toEqual([0, 3000, 2000]);
	});
});

describe('a story that runs', () => {
	const steps: StoryStep[] = [{ kind: 'pause-ended', at: beganAt }, { kind: 'noticed' }, { kind: 'ready' }];
	const running = (added: StoryStep[] = []) =>
		storyOf([...steps.slice(0, 1), ...added, ...steps.slice(1)], { status: 'running', endedAt: undefined });

	test('grows with the clock at what it waits for first', () => {
		expect(places(running(), beganAt + 1300)).toEqual([
			['moment', 0, 0, false],
			['awaited', 0, 1300, true],
			['awaited', undefined, undefined, false],
		]);
	});

	test('grows at what goes on, and only there', () => {
		const story = running([{ kind: 'init-run', at: beganAt + 500 }]);
		expect(places(story, beganAt + 7000)).toEqual([
			['moment', 0, 0, false],
			['span', 500, 7000, true],
			['awaited', undefined, undefined, false],
			['awaited', undefined, undefined, false],
		]);
	});

	test.each([
		[300, 1000],
		[1001, 2000],
		[4100, 5000],
		[61_000, 120_000],
		[3_600_000, 3_600_000],
		[3_600_001, 7_200_000],
		[50 * 3_600_000 + 1, 51 * 3_600_000],
	])('after %i ms has a scale of %i, which holds for a while', (elapsed, scale) => {
		expect(selectWaterfall(running(), beganAt + elapsed)).toMatchObject({ elapsed, scale });
	});

	test('does not run backwards when the clock does', () => {
		expect(places(running([{ kind: 'sandbox-created', at: beganAt + 800 }]), beganAt - 5000)).toContainEqual([
			'awaited',
			800,
			800,
			true,
		]);
	});
});

describe('cells', () => {
	test('are counted in eighths for bars', () => {
		expect(placeBar(0, 1000, 1000, 10)).toEqual({ start: 0, end: 80 });
		expect(placeBar(250, 260, 1000, 10)).toEqual({ start: 20, end: 21 });
		expect(placeBar(-5, 5000, 1000, 10)).toEqual({ start: 0, end: 80 });
		expect(placeBar(600, 500, 1000, 10)).toEqual({ start: 48, end: 48 });
	});

	test('hold each moment, also the last one', () => {
		expect([0, 99, 100, 999, 1000, 2000].map((at) => placeMoment(at, 1000, 10))).toEqual([0, 0, 1, 9, 9, 9]);
	});
});
