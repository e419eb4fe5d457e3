import { expect, test } from 'vitest';
import { createCollector } from '../../source/commands/create-collector.ts';

const mebibyte = 1024 * 1024;

/** A program of 100 MiB after each collection. Each look is two seconds after the one before. */
function createScene() {
	let [now, used, size, count] = [0, 0, 150 * mebibyte, 0];
	const look = createCollector({
		now: () => now,
		resident: () => size,
		processorTime: () => used,
		collect() {
			count++;
			size = 100 * mebibyte;
		},
	});
	return {
		/** Returns how many collections there have been. */
		pass(grownBy: number, share: number): number {
			now += 2_000;
			used += share * 2_000;
			size += grownBy * mebibyte;
			look();
			return count;
		},
	};
}

test('what the start has left is collected as soon as there is time, and not again', () => {
	const { pass } = createScene();
	expect([pass(0, 0.01), pass(0, 0.01), pass(0, 0.01)]).toEqual([1, 1, 1]);
});

test('what has come together is collected when it is worth it', () => {
	const { pass } = createScene();
	pass(0, 0);
	expect([pass(7, 0.02), pass(4, 0.02), pass(2, 0.02)]).toEqual([1, 1, 2]);
});

test('while there is much to do it waits, until it is too much', () => {
	const { pass } = createScene();
	pass(0, 0);
	expect([pass(30, 0.8), pass(30, 0.8), pass(10, 0.8)]).toEqual([1, 1, 2]);
	// and then not each time
	expect([pass(70, 0.8), pass(0, 0.8), pass(70, 0.8), pass(70, 0.8)]).toEqual([2, 3, 3, 4]);
});

test('what the program gives back by itself counts', () => {
	const { pass } = createScene();
	pass(0, 0);
	expect([pass(-20, 0), pass(11, 0), pass(2, 0)]).toEqual([1, 1, 2]);
});
