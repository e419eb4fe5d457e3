import { expect, test } from 'vitest';
import { frameCells } from './measure-idle.ts';

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
