import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPace } from '../../../source/ui/canvas/create-pace.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A terminal that takes what it is sent when the test says so. */
function openPace() {
	let ready = true;
	let listeners: (() => void)[] = [];
	const drawn: string[] = [];
	const pace = createPace({
		frameEvery: 33,
		isReady: () => ready,
		whenReady: (listener) => listeners.push(listener),
	});
	const draws = { store: () => drawn.push('store'), key: () => drawn.push('key') };
	const setReady = (now: boolean) => {
		ready = now;
		const called = now ? listeners : [];
		if (now) listeners = [];
		for (const each of called) each();
	};
	return { pace, drawn, setReady, ...draws };
}

test('the first change is drawn at once, those of the next 33 ms together at their end', () => {
	const { pace, drawn, store } = openPace();
	for (let count = 0; count < 100; count++) pace.soon(store);
	expect(drawn).toEqual(['store']);
	vi.advanceTimersByTime(32);
	expect(drawn).toEqual(['store']);
	vi.advanceTimersByTime(1);
	expect(drawn).toEqual(['store', 'store']);
	vi.advanceTimersByTime(1_000);
	expect(drawn).toEqual(['store', 'store']);
});

test('a key waits for no frame, and takes along what waited', () => {
	const { pace, drawn, store, key } = openPace();
	pace.soon(store);
	pace.soon(store);
	pace.now(key);
	expect(drawn).toEqual(['store', 'store', 'key']);
});

test('while the terminal is busy nothing is drawn; what came meanwhile is drawn once', () => {
	const { pace, drawn, setReady, store, key } = openPace();
	setReady(false);
	for (let count = 0; count < 50; count++) {
		pace.soon(store);
		pace.now(key);
		vi.advanceTimersByTime(40);
	}
	expect(drawn).toEqual([]);
	setReady(true);
	expect(drawn).toEqual(['store', 'key']);
	vi.advanceTimersByTime(1_000);
	expect(drawn).toEqual(['store', 'key']);
});
