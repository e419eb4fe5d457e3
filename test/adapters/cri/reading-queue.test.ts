import { expect, test } from 'vitest';
import { createReadingQueue } from '../../../source/adapters/cri/reading-queue.ts';
import type { Clock } from '../../../source/core/clock.ts';

/** A queue whose readings end when the test says so. `wait` is how its clock sleeps. */
function setQueue(concurrency: number, wait: Clock['sleep']) {
	const started: string[] = [];
	const ends = new Map<string, () => void>();
	const queue = createReadingQueue({
		concurrency,
		clock: { now: () => 0, sleep: wait },
		read(id) {
			started.push(id);
			return new Promise((resolve) => ends.set(id, resolve));
		},
	});
	const end = async (id: string) => {
		ends.get(id)?.();
		await new Promise((resolve) => setImmediate(resolve));
	};
	return { queue, started, end };
}

const untilEnded: Clock['sleep'] = (_, signal) =>
	new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
const notAtAll: Clock['sleep'] = () => Promise.resolve();
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('reads so many at a time, the urgent ones first', async () => {
	const { queue, started, end } = setQueue(2, untilEnded);
	queue.add(['a', 'b', 'c', 'd']);
	queue.addUrgent('u');
	expect(started).toEqual(['a', 'b']);
	await end('a');
	expect(started).toEqual(['a', 'b', 'u']);
	await end('b');
	await end('u');
	expect(started).toEqual(['a', 'b', 'u', 'c', 'd']);
});

test('reads again what an event names while it is being read', async () => {
	const { queue, started, end } = setQueue(2, untilEnded);
	queue.add(['a']);
	queue.add(['a']);
	queue.addUrgent('a');
	await end('a');
	expect(started).toEqual(['a', 'a']);
});

test('does not wait for what is slow', async () => {
	const { queue, started } = setQueue(1, notAtAll);
	queue.add(['a', 'b', 'c']);
	await settle();
	expect(started).toEqual(['a', 'b', 'c']);
});

test('has no more than so many slow ones', async () => {
	const { queue, started } = setQueue(8, notAtAll);
	queue.add(Array.from({ length: 200 }, (_, index) => `${index}`));
	await settle();
	expect(started).toHaveLength(64);
});

test('is idle when all is read', async () => {
	const { queue, end } = setQueue(2, untilEnded);
	queue.add(['a']);
	let idle = false;
	const waiting = queue.idle().then(() => {
		idle = true;
	});
	await settle();
	expect(idle).toBe(false);
	await end('a');
	await waiting;
	expect(idle).toBe(true);
});

test('all who wait for it to be idle meanwhile wait for the same', async () => {
	const { queue, end } = setQueue(2, untilEnded);
	queue.add(['a']);
	const idle = queue.idle();
	expect(queue.idle()).toBe(idle);
	await end('a');
	await idle;
	await queue.idle();
	queue.add(['b']);
	expect(queue.idle()).not.toBe(idle);
});
