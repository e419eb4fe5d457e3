import { expect, test } from 'vitest';
import { createCallTimes } from '../../source/adapters/call-times.ts';
import type { RuntimeCall } from '../../source/core/runtime-facts.ts';

function open() {
	let now = 1_000;
	const told: RuntimeCall[] = [];
	const abort = new AbortController();
	const clock = { now: () => now };
	const times = createCallTimes({ clock, signal: abort.signal, report: (call) => void told.push(call) });
	const take = (milliseconds: number, fail?: string) => async () => {
		now += milliseconds;
		if (fail) throw new Error(fail);
		return milliseconds;
	};
	return { times, told, abort, take };
}

test('a call that is always told of, with what came of it', async () => {
	const { times, told, take } = open();
	expect(await times.measure('List', true, take(20))).toBe(20);
	await expect(times.measure('List', true, take(5_000, 'no answer'))).rejects.toThrow('no answer');
	expect(told).toEqual([
		{ name: 'List', at: 1_000, took: 20 },
		{ name: 'List', at: 1_020, took: 5_000, failure: 'no answer' },
	]);
});

test('others only when they were slow, and the next of that name: so it is known that it is over', async () => {
	const { times, told, take } = open();
	for (const took of [20, 1_500, 30, 40]) await times.measure('Status a', false, take(took));
	await times.measure('Status b', false, take(10));
	expect(told.map(({ name, took }) => [name, took])).toEqual([
		['Status a', 1_500],
		['Status a', 30],
	]);
});

test('what was left is no answer', async () => {
	const { times, told, take, abort } = open();
	abort.abort();
	await times.measure('List', true, take(3_000));
	expect(told).toEqual([]);
});

test.each([
	['its own work, not the runtime', 1_900, 1_800, undefined, 100],
	['both, and the runtime alone is slow', 3_000, 1_500, undefined, 3_000],
	['the runtime', 1_900, 10, undefined, 1_900],
	['a call that was given up', 5_000, 4_900, 'no answer', 5_000],
])('a long time that was %s', async (_, passed, own, failure, took) => {
	let [now, busy] = [1_000, 70_000];
	const told: RuntimeCall[] = [];
	const { signal } = new AbortController();
	const report = (call: RuntimeCall) => void told.push(call);
	const times = createCallTimes({ clock: { now: () => now }, signal, report, busy: () => busy });
	const call = async () => {
		now += passed;
		busy += own;
		if (failure) throw new Error(failure);
	};
	await times.measure('List', true, call).catch(() => undefined);
	expect(told).toEqual([{ name: 'List', at: 1_000, took, ...(failure && { failure }) }]);
});
