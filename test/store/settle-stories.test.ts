import { expect, it } from 'vitest';
import { reduce } from '../../source/store/reduce.ts';
import { selectStories } from '../../source/store/select-stories.ts';
import { at, first, listing, record, told } from '../core/restart-story/scene.ts';
import { observe } from '../helpers/snapshot.ts';

const started = { created: -58, started: -57 };
const names = ['app', 'web', 'log'];
const running = observe([
	first(0, { statuses: { 'app#0': {}, 'web#0': {}, 'log#0': {} }, readyChanged: -50 }),
	listing(0, record('pause#0', { created: -60, started: -59 }), ...names.map((name) => record(`${name}#0`, started))),
]);
const dies = (seconds: number, name: string) => told(seconds, 'die', `${name}#0`, { exitCode: 137 });
const ticks = (seconds: number) => ({ at: at(seconds), source: 'clock', kind: 'tick' }) as const;

it('tells one story from the first end to the pause’s, when all die at once', () => {
	let state = running;
	const told = [dies(10, 'app'), dies(10.01, 'web'), dies(10.02, 'log'), dies(10.03, 'pause')].map((observation) => {
		state = reduce(state, observation);
		return selectStories(state).stories.map(({ id }) => id);
	});
	expect(told.map(({ length }) => length)).toEqual([1, 1, 1, 1]);
	expect(new Set(told.flat()).size).toBe(1);
});

it('tells each container’s when the pause has not ended in that moment', () => {
	const state = observe([dies(10, 'app'), dies(10.01, 'web')], running);
	const early = selectStories(state);
	expect(early.stories.map(({ container }) => container)).toEqual(['app']);
	expect(selectStories(reduce(state, ticks(10.3)))).toBe(early);
	const later = selectStories(reduce(state, ticks(10.31)));
	expect(later.stories.map(({ container }) => container)).toEqual(['web', 'app']);
	expect(later.byPod.get('uid-web')).toHaveLength(2);
	expect(selectStories(reduce(state, ticks(11)))).toBe(later);
});

it('waits with nothing that came later, or alone', () => {
	const alone = observe([dies(10, 'app')], running);
	expect(selectStories(alone).stories).toHaveLength(1);
	expect(selectStories(observe([dies(10.4, 'web')], alone)).stories).toHaveLength(2);
});
