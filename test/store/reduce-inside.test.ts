import { expect, test } from 'vitest';
import type { Observation } from '../../source/core/observation.ts';
import { emptyState } from '../../source/store/reduce.ts';
import { selectNodeView } from '../../source/store/select-node-view.ts';
import { observe } from '../helpers/snapshot.ts';

const look = (podUid: string, at: number): Observation => ({
	at,
	source: 'proc',
	kind: 'inside',
	podUid,
	inside: { podUid, readAt: at, problems: [] },
});

test('the newest look at each pod is kept, until it is closed', () => {
	const state = observe([look('a', 1), look('b', 2), look('a', 3)]);
	expect([...state.inside.values()].map(({ podUid, readAt }) => [podUid, readAt])).toEqual([
		['a', 3],
		['b', 2],
	]);
	const closed = observe([{ at: 4, source: 'proc', kind: 'inside-closed', podUid: 'a' }], state);
	expect([...closed.inside.keys()]).toEqual(['b']);
	expect(state.inside.size).toBe(2);
});

test('closing what is not open changes nothing', () => {
	expect(observe([{ at: 0, source: 'proc', kind: 'inside-closed', podUid: 'a' }])).toBe(emptyState);
});

test('a look does not make the node be joined anew', () => {
	const before = selectNodeView(emptyState);
	expect(selectNodeView(observe([look('a', 1)]))).toBe(before);
});
