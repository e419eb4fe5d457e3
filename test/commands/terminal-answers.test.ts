import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTerminalAnswers } from '../../source/commands/terminal-answers.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const answer = '\x1b[0n';

test('answers are taken out of what was typed, keys on both sides stay', () => {
	const answers = createTerminalAnswers(() => undefined);
	answers.asked(10);
	answers.asked(10);
	expect(answers.read(`j\x1b${answer}k${answer}\x1b[A`)).toBe('j\x1bk\x1b[A');
	expect(answers.isSettled()).toBe(true);
});

test.each([1, 2, 3])('one that comes in two pieces, %i and the rest, counts', (at) => {
	const answers = createTerminalAnswers(() => undefined);
	answers.asked(10);
	answers.read(`x${answer.slice(0, at)}`);
	expect(answers.isSettled()).toBe(false);
	answers.read(`${answer.slice(at)}y`);
	expect(answers.isSettled()).toBe(true);
});

test('a terminal that is too far behind gets no more until it has answered', () => {
	let changes = 0;
	const answers = createTerminalAnswers(() => changes++);
	answers.asked(2_000);
	expect(answers.isNear()).toBe(true);
	answers.asked(2_000);
	expect(answers.isNear()).toBe(false);
	answers.read(answer);
	expect(changes).toBe(1);
	expect(answers.isNear()).toBe(true);
});

test('one that never answers is not waited for, until it answers after all', () => {
	let changes = 0;
	const answers = createTerminalAnswers(() => changes++);
	answers.asked(9_000);
	expect(answers.isNear()).toBe(false);
	vi.advanceTimersByTime(400);
	expect(changes).toBe(1);
	answers.asked(9_000);
	expect([answers.isNear(), answers.isSettled()]).toEqual([true, true]);
	answers.read(answer);
	answers.asked(9_000);
	expect(answers.isNear()).toBe(false);
});

test('an answer that was lost stops the screen for 20 seconds at most', () => {
	const answers = createTerminalAnswers(() => undefined);
	answers.asked(1);
	answers.read(answer);
	answers.asked(9_000);
	vi.advanceTimersByTime(19_999);
	expect(answers.isNear()).toBe(false);
	vi.advanceTimersByTime(1);
	expect(answers.isNear()).toBe(true);
});
