import { describe, expect, it } from 'vitest';
import type { TimelineEvent } from '../../source/core/timeline-event.ts';
import { addEvents, emptyTimeline, timelineLimit } from '../../source/store/timeline.ts';

function event(key: string, at: number, resolution?: number): TimelineEvent {
	return { key, at, resolution, source: resolution ? 'kube' : 'docker', type: key };
}

describe('addEvents', () => {
	it('keeps the order of time, whatever the order of arrival', () => {
		let timeline = addEvents(emptyTimeline, [event('c', 3_000), event('a', 1_000)], 5_000);
		timeline = addEvents(timeline, [event('b', 2_000)], 6_000);
		expect(timeline.events.map(({ key }) => key)).toEqual(['a', 'b', 'c']);
		expect(timeline.events.map(({ sequence }) => sequence)).toEqual([1, 2, 0]);
	});

	it('keeps the order in which events of the same moment were told', () => {
		const timeline = addEvents(emptyTimeline, [event('first', 1_000), event('second', 1_000)], 1_000);
		const more = addEvents(timeline, [event('third', 1_000)], 1_001);
		expect(more.events.map(({ key }) => key)).toEqual(['first', 'second', 'third']);
	});

	it('takes an event that is told again only once', () => {
		const timeline = addEvents(emptyTimeline, [event('a', 1_000), event('a', 1_000)], 1_000);
		expect(addEvents(timeline, [event('a', 1_000)], 2_000)).toBe(timeline);
		expect(addEvents(timeline, [event('a', 1_000), event('b', 1_500)], 2_000).events).toHaveLength(2);
	});

	it('puts a time of whole seconds where it arrived within that second', () => {
		const died = event('die', 1_170);
		const noticed = event('SandboxChanged', 1_000, 1_000);
		const timeline = addEvents(addEvents(emptyTimeline, [died], 1_171), [noticed], 1_600);
		expect(timeline.events.map(({ key, order }) => [key, order])).toEqual([
			['die', 1_170],
			['SandboxChanged', 1_600],
		]);
	});

	it('puts one that was read later at the end of its second, and never before its time', () => {
		const timeline = addEvents(emptyTimeline, [event('late', 1_000, 1_000), event('ahead', 90_000, 1_000)], 60_000);
		expect(timeline.events.map(({ key, order }) => [key, order])).toEqual([
			['late', 1_999],
			['ahead', 90_000],
		]);
	});

	it('lets the oldest go beyond its limit, and says how many', () => {
		const many = Array.from({ length: timelineLimit }, (_, index) => event(`old ${index}`, index));
		const full = addEvents(emptyTimeline, many, timelineLimit);
		const over = addEvents(full, [event('new 1', 1e9), event('new 2', 1e9)], 1e9);
		expect(over.events).toHaveLength(timelineLimit);
		expect(over.dropped).toBe(2);
		expect(over.events[0]?.key).toBe('old 2');
		expect(over.events.at(-1)?.sequence).toBe(timelineLimit + 1);
		expect(full.events[0]?.key).toBe('old 0');
	});

	it('tells from when on it is whole, and takes in nothing that is older', () => {
		const many = Array.from({ length: timelineLimit + 3 }, (_, index) => event(`e${index}`, 1_000 + index));
		const full = addEvents(emptyTimeline, many, 9_000);
		expect(full).toMatchObject({ dropped: 3, droppedUntil: 1_002 });
		expect(addEvents(full, [event('e1', 1_001)], 10_000)).toBe(full);
		const later = addEvents(full, [event('late', 1_010)], 10_000);
		expect(later).toMatchObject({ dropped: 4, droppedUntil: 1_003 });
		expect(later.events.some(({ key }) => key === 'late')).toBe(true);
	});

	it('adds to an older timeline again as if nothing had been added since', () => {
		const first = addEvents(emptyTimeline, [event('a', 1)], 1);
		addEvents(first, [event('b', 2)], 2);
		expect(addEvents(first, [event('b', 2)], 2).events.map(({ key }) => key)).toEqual(['a', 'b']);
	});
});
