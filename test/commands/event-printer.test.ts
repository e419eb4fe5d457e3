import { describe, expect, it } from 'vitest';
import { createEventPrinter } from '../../source/commands/event-printer.ts';
import type { TimelineEvent } from '../../source/core/timeline-event.ts';
import { timelineLimit } from '../../source/store/timeline.ts';
import { observe } from '../helpers/snapshot.ts';

const from = 1_795_000_000_000;

function events(count: number, at: number): TimelineEvent[] {
	return Array.from({ length: count }, (_, index) => ({
		key: `${at + index}`,
		at: at + index,
		source: 'docker',
		type: 'start',
	}));
}

const arrive = (told: TimelineEvent[], at: number, state?: Parameters<typeof observe>[1]) =>
	observe([{ at, source: 'docker', kind: 'events', events: told }], state);
const times = (lines: string) =>
	lines
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => Date.parse(JSON.parse(line).at));
const createPrinter = () => createEventPrinter({ from, wanted: () => true });

describe('what the event printer prints', () => {
	it('is each event once, also one that arrives late', () => {
		const take = createPrinter();
		const first = arrive(events(3, from + 100), from + 200);
		expect(times(take(first).lines)).toEqual([from + 100, from + 101, from + 102]);
		const second = arrive(events(1, from + 50), from + 300, first);
		expect(take(second)).toEqual({ lines: expect.stringContaining(new Date(from + 50).toISOString()) });
		expect(take(second)).toEqual({ lines: '' });
	});

	it('says how many are gone that it never saw', () => {
		const take = createPrinter();
		const few = arrive(events(10, from), from + 10);
		take(few);
		const many = arrive(events(timelineLimit + 7, from + 1_000), from + 9_000, few);
		const { lines, lost } = take(many);
		expect(times(lines)).toHaveLength(timelineLimit);
		expect(times(lines)[0]).toBe(from + 1_007);
		const until = new Date(from + 1_006).toISOString();
		expect(lost).toBe(`up to 7 events are missing, from ${until} or before: more came at once than could be read`);
		expect(take(many).lost).toBeUndefined();
	});

	it('misses nothing where those were let go that it had printed', () => {
		const take = createPrinter();
		let state = arrive(events(timelineLimit, from), from + 6_000);
		take(state);
		for (let step = 1; step <= 3; step++) {
			state = arrive(events(2_000, from + step * 10_000), from + step * 10_000 + 5_000, state);
			const { lines, lost } = take(state);
			expect(times(lines)).toHaveLength(2_000);
			expect(lost).toBeUndefined();
		}
		expect(state.timeline.dropped).toBe(6_000);
	});

	it('misses nothing of what was before, which nobody waits for', () => {
		const take = createPrinter();
		const past = arrive(events(timelineLimit + 7, from - 20_000), from);
		expect(take(past).lost).toBeUndefined();
	});
});
