import { describe, expect, it } from 'vitest';
import { orderSteps } from '../../../source/core/restart-story/order-steps.ts';
import type { StoryStep, StoryStepKind } from '../../../source/core/restart-story/restart-story.ts';

const step = (kind: StoryStepKind, at?: number, resolution?: number): StoryStep => ({ kind, at, resolution });
const order = (...steps: StoryStep[]) => orderSteps(steps).map(({ kind }) => kind);

describe('orderSteps', () => {
	it('goes by time, and within a moment by what follows from what', () => {
		expect(order(step('ready', 5), step('network-ready', 5), step('container-started', 4), step('ready'))).toEqual([
			'container-started',
			'network-ready',
			'ready',
			'ready',
		]);
	});

	it('has Ready after what a later part of its second brought', () => {
		expect(order(step('ready', 3_200, 800), step('network-ready', 3_600))).toEqual(['network-ready', 'ready']);
		// that second was over
		expect(order(step('ready', 3_200, 800), step('network-ready', 4_000))).toEqual(['ready', 'network-ready']);
		// an exact time is what it is
		expect(order(step('ready', 3_200), step('network-ready', 3_600))).toEqual(['ready', 'network-ready']);
	});

	it('puts several coarse ones behind what they follow from', () => {
		const coarse = [step('noticed', 2_000, 1_000), step('sandbox-created', 2_000, 1_000)];
		expect(order(...coarse, step('pause-ended', 2_300), step('sandbox-started', 2_600))).toEqual([
			'pause-ended',
			'noticed',
			'sandbox-created',
			'sandbox-started',
		]);
	});

	it('does not put one behind what follows from it', () => {
		const times = [step('noticed', 2_000, 1_000), step('sandbox-created', 2_100), step('pause-ended', 2_300)];
		expect(order(...times)).toEqual(['noticed', 'sandbox-created', 'pause-ended']);
	});

	it('leaves what outlives the pause behind what was noticed, and back-offs where they are', () => {
		expect(order(step('noticed', 1_000, 900), step('container-ended', 1_500))).toEqual(['noticed', 'container-ended']);
		expect(order(step('back-off', 1_000, 900), step('network-ready', 1_500))).toEqual(['back-off', 'network-ready']);
	});
});
