import { describe, expect, test } from 'vitest';
import type { TimelineEntry } from '../../../source/core/node-state.ts';
import type { PodView } from '../../../source/core/node-view.ts';
import { findTimelineEnd, selectTimeline } from '../../../source/ui/state/select-timeline.ts';

const entry = (key: string, more: Partial<TimelineEntry> = {}): TimelineEntry => ({
	key,
	at: Number(key),
	order: Number(key),
	sequence: Number(key),
	source: 'docker',
	type: 'start',
	...more,
});

const pod: PodView = {
	uid: 'hash',
	kubeNamespace: 'default',
	name: 'web',
	matched: 'api+runtime',
	status: 'Running',
	sandboxes: [],
	containers: [],
	api: { metadata: { name: 'web', namespace: 'default', uid: 'mirror' }, spec: { containers: [] } },
};

describe('selectTimeline', () => {
	test('takes a pod’s events by either of its uids, by name only where there is none', () => {
		const events = [
			entry('1', { podUid: 'hash' }),
			entry('2', { podUid: 'mirror' }),
			entry('3', { podUid: 'before', pod: 'web', kubeNamespace: 'default' }),
			entry('4', { pod: 'web', kubeNamespace: 'default' }),
			entry('5', { pod: 'web', kubeNamespace: 'other' }),
			entry('6'),
		];
		expect(selectTimeline(events, pod).map(({ key }) => key)).toEqual(['1', '2', '4']);
		expect(selectTimeline(events, undefined)).toBe(events);
	});
});

describe('findTimelineEnd', () => {
	const events = ['10', '20', '30', '40', '50'].map((key) => entry(key));

	test('without an anchor it is the newest', () => {
		expect(findTimelineEnd(events, undefined, 2)).toBe(5);
	});

	test('is behind the anchor, or behind what came before it when it has been dropped', () => {
		expect(findTimelineEnd(events, { key: '30', order: 30 }, 2)).toBe(3);
		expect(findTimelineEnd(events, { key: 'gone', order: 35 }, 2)).toBe(3);
	});

	test('never leaves the pane half empty at the beginning', () => {
		expect(findTimelineEnd(events, { key: '10', order: 10 }, 4)).toBe(4);
		expect(findTimelineEnd(events, { key: 'gone', order: 1 }, 9)).toBe(5);
	});
});
