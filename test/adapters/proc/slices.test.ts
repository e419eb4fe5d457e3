import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { eachInSlices } from '../../../source/adapters/proc/slices.ts';

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

const { signal } = new AbortController();

/** Has others take turns for as long as `work` goes on, and tells after how many items each turn came. */
async function countTurns(work: (done: number[]) => Promise<void>): Promise<number[]> {
	const [done, turns]: [number[], number[]] = [[], []];
	const ended = work(done).then(() => true);
	while (!(await Promise.race([ended, setImmediate(false)]))) turns.push(done.length);
	return turns;
}

function burn(milliseconds: number): void {
	const until = performance.now() + milliseconds;
	while (performance.now() < until);
}

test('each item once and in order, others in between', async () => {
	let all: number[] = [];
	const turns = await countTurns((done) => {
		all = done;
		return eachInSlices(numbers(1_000), 300, signal, (item) => done.push(item));
	});
	expect(all).toEqual(numbers(1_000));
	expect(turns.length).toBeGreaterThanOrEqual(2);
	expect(Math.max(...turns)).toBeLessThan(1_000);
});

test('items that take long make shorter slices', async () => {
	let spent = 0;
	const slices: number[] = [];
	const spend = (milliseconds: number) => {
		spent += milliseconds;
		slices.push(milliseconds);
	};
	await eachInSlices(numbers(10), 100, signal, () => burn(3), spend);
	// two items at most: the second passes the limit
	expect(slices.length).toBeGreaterThanOrEqual(5);
	expect(spent).toBeGreaterThanOrEqual(30);
});

test('it stops where it is told to', async () => {
	const stop = new AbortController();
	const done: number[] = [];
	await eachInSlices(numbers(100), 10, stop.signal, (item) => {
		done.push(item);
		if (item === 15) stop.abort();
	});
	expect(done).toEqual(numbers(20));
});
