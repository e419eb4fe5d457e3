import { expect, it } from 'vitest';
import type { Source } from '../../source/core/source.ts';
import { createRestartable } from '../../source/wire/restartable.ts';

const untilAborted = (signal: AbortSignal) =>
	new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

it('runs its source anew at once when told to, and ends when it should', async () => {
	let runs = 0;
	let started = () => {};
	const source: Source = {
		name: 'x',
		run(_, signal) {
			runs += 1;
			started();
			return untilAborted(signal);
		},
	};
	const restartable = createRestartable(source);
	const controller = new AbortController();
	const ended = restartable.run(() => {}, controller.signal);
	const again = new Promise<void>((resolve) => {
		started = resolve;
	});
	restartable.restart();
	await again;
	expect(runs).toBe(2);
	controller.abort();
	await ended;
	expect(runs).toBe(2);
});

it('hands on the failure of its source', async () => {
	const failing = createRestartable({ name: 'x', run: () => Promise.reject(new Error('lost')) });
	await expect(failing.run(() => {}, new AbortController().signal)).rejects.toThrow('lost');
});
