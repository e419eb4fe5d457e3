import { expect, test } from 'vitest';
import { daemonCells, frameCells } from './measure-idle.ts';

test('idle output: all of it, what was of no use, and the size of frames', () => {
	const frames = [
		{ at: 100, bytes: 40, changed: 1 },
		{ at: 900, bytes: 60, changed: 1 },
		{ at: 2_100, bytes: 500, changed: 12 },
		{ at: 3_000, bytes: 30, changed: 0 },
	];
	expect(frameCells(frames, 10)).toEqual([
		['idle output', '63 bytes/s'],
		['idle: sent while no text of the screen changes', '30 bytes', { spread: 'nothing at all in 7 of 10 s' }],
		['idle: bytes of a frame, of 4 in 10 s', '50 bytes', { spread: '38 … 170 (n=4)' }],
		['idle: bytes of a frame that changes one cell, of 2 in 10 s', '50 bytes', { spread: '45 … 55 (n=2)' }],
	]);
	expect(frameCells([], 10).map(([, value]) => value)).toEqual(['0 bytes/s', '0 bytes', 'none sent', 'none sent']);
});

test('what the daemon uses more, beside how much it varies by itself', () => {
	const without = { whole: 2, slices: { median: 2, low: 1.5, high: 2.4, count: 10 } };
	const others = { spread: 'noise: 1.5 … 2.4 % without', against: 'without: 2.00 %' };
	expect(daemonCells(without, { ...without, whole: 2.5 })).toEqual(['+0.50 % of a core', { ...others, ratio: '1.25' }]);
	expect(daemonCells(without, { ...without, whole: 1.9 })).toEqual(['-0.10 % of a core', { ...others, ratio: '0.95' }]);
	expect(daemonCells(undefined, without)).toEqual(['no dockerd of its own']);
});
