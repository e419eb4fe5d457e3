import { expect, test } from 'vitest';
import { createEventMemory } from '../../../source/adapters/docker/event-memory.ts';

test('without events it asks from its own start on, also after a reconnect', () => {
	const memory = createEventMemory();
	expect(memory.since(1_795_301_754_007)).toBe('1795301754.007000000');
	expect(memory.since(1_795_301_999_000)).toBe('1795301754.007000000');
});

test('it can begin earlier', () => {
	expect(createEventMemory(1_795_300_000_001).since(1_795_301_754_007)).toBe('1795300000.001000000');
});

test('with events it asks from a second before the newest on', () => {
	const memory = createEventMemory();
	memory.since(5);
	memory.note({ timeNano: '1795301754634855483' });
	memory.note({ timeNano: '1795301754634855400' });
	memory.note({ nonsense: true });
	expect(memory.since(6)).toBe('1795301753.634855483');
});

test('a key is new once; very old ones are forgotten', () => {
	const memory = createEventMemory();
	expect([memory.isNew('a'), memory.isNew('a'), memory.isNew('b')]).toEqual([true, false, true]);
	for (let i = 0; i < 5_000; i++) memory.isNew(`x${i}`);
	expect([memory.isNew('x4999'), memory.isNew('a')]).toEqual([false, true]);
});
