import { beforeEach, expect, test } from 'vitest';
import { createInspectionQueue, type InspectionQueue } from '../../../source/adapters/docker/inspection-queue.ts';

let asked: string[];
let answers: Map<string, () => void>;
let queue: InspectionQueue;

beforeEach(() => {
	asked = [];
	answers = new Map();
	queue = createInspectionQueue({
		concurrency: 2,
		inspect: (id) =>
			new Promise((resolve) => {
				asked.push(id);
				answers.set(id, resolve);
			}),
	});
});

async function answer(id: string): Promise<void> {
	answers.get(id)?.();
	await new Promise((resolve) => setImmediate(resolve));
}

test('no more than so many are asked for at a time, each once, in order', async () => {
	queue.add(['a', 'b', 'c', 'd', 'c']);
	expect(asked).toEqual(['a', 'b']);
	await answer('b');
	expect(asked).toEqual(['a', 'b', 'c']);
	queue.add(['c']);
	await answer('c');
	await answer('d');
	expect(asked).toEqual(['a', 'b', 'c', 'd']);
});

test('one that never answers takes one place, not all', async () => {
	queue.add(['hung', 'b', 'c', 'd']);
	for (const id of ['b', 'c', 'd']) await answer(id);
	expect(asked).toEqual(['hung', 'b', 'c', 'd']);
});

test('the urgent ones go first', async () => {
	queue.add(['a', 'b', 'c']);
	queue.addUrgent('z');
	await answer('a');
	expect(asked).toEqual(['a', 'b', 'z']);
});

test('an urgent one that is being inspected is inspected once more, however often it was asked for', async () => {
	queue.addUrgent('a');
	for (let times = 0; times < 5; times++) queue.addUrgent('a');
	expect(asked).toEqual(['a']);
	await answer('a');
	await answer('a');
	expect(asked).toEqual(['a', 'a']);
});

test('one that was taken out is not asked for', async () => {
	queue.add(['a', 'b', 'c']);
	queue.addUrgent('d');
	queue.remove('c');
	queue.remove('d');
	await answer('a');
	expect(asked).toEqual(['a', 'b']);
});

test('it is idle when the last answer is in, and at once when there is nothing to do', async () => {
	await queue.idle();
	let idle = false;
	queue.add(['a', 'b']);
	void queue.idle().then(() => {
		idle = true;
	});
	await answer('a');
	expect(idle).toBe(false);
	await answer('b');
	expect(idle).toBe(true);
});

test('all who wait for it to be idle meanwhile wait for the same', async () => {
	queue.add(['a']);
	const idle = queue.idle();
	expect(queue.idle()).toBe(idle);
	await answer('a');
	await idle;
	await queue.idle();
	queue.add(['b']);
	expect(queue.idle()).not.toBe(idle);
});
