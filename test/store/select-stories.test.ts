import { describe, expect, it } from 'vitest';
import type { NodeState } from '../../source/core/node-state.ts';
import type { Observation } from '../../source/core/observation.ts';
import type { RuntimeRecord } from '../../source/core/runtime-record.ts';
import { nodeStoryLimit } from '../../source/store/newest-stories.ts';
import { emptyState, reduce } from '../../source/store/reduce.ts';
import { selectStories } from '../../source/store/select-stories.ts';
import {
	calm,
	createStoryTeller,
	podsAfterCalm,
	podsAtOnce,
	promptPods,
	restTime,
} from '../../source/store/story-teller.ts';
import { createRandomObservations } from '../helpers/random-observations.ts';
import { observe } from '../helpers/snapshot.ts';

const containers = ['POD', 'one', 'two', 'three'];

function recordsOf(pod: number): readonly RuntimeRecord[] {
	return containers.map((name): RuntimeRecord => {
		const isPause = name === 'POD';
		const metadata = {
			podUid: `uid-${pod}`,
			podName: `pod-${pod}`,
			kubeNamespace: 'default',
			attempt: 0,
			...(isPause
				? { role: 'sandbox' as const }
				: { role: 'container' as const, containerName: name, sandboxId: `${pod}-POD` }),
		};
		const times = { createdAt: 1_000, startedAt: 1_500 };
		return { id: `${pod}-${name}`, runtime: 'docker', name, labels: {}, state: 'running', metadata, ...times };
	});
}

function observeNode(pods: number): NodeState {
	const records = Array.from({ length: pods }, (_, pod) => recordsOf(pod)).flat();
	return observe([{ at: 10_000, source: 'docker', kind: 'runtime-listing', records }]);
}

function dies(pod: number, at: number, name = 'one'): Observation {
	const key = `die:${pod}:${name}:${at}`;
	const id = `${pod}-${name}`;
	const event = { key, at, source: 'docker', type: 'die', id, podUid: `uid-${pod}`, exitCode: 1 };
	return { at, source: 'docker', kind: 'events', events: [event] };
}

describe('selectStories', () => {
	it('lists the newest first, of the whole node and by pod', () => {
		const state = observe([dies(1, 20_000), dies(0, 30_000), dies(1, 40_000, 'two')], observeNode(3));
		const { stories, byPod, dropped } = selectStories(state);
		expect(stories.map(({ pod, container }) => `${pod} ${container}`)).toEqual(['pod-1 two', 'pod-0 one', 'pod-1 one']);
		expect([...byPod.keys()].sort()).toEqual(['uid-0', 'uid-1']);
		expect(byPod.get('uid-1')?.map(({ container }) => container)).toEqual(['two', 'one']);
		expect(dropped).toBe(0);
	});

	it('is the same object after a tick, an action elsewhere, or news that change no story', () => {
		const state = observe([dies(1, 20_000)], observeNode(3));
		const told = selectStories(state);
		const later = reduce(state, { at: 50_000, source: 'clock', kind: 'tick' });
		expect(later).not.toBe(state);
		expect(selectStories(later)).toBe(told);
		expect(selectStories(reduce(later, { at: 51_000, source: 'docker', kind: 'health', health: 'live' }))).toBe(told);
	});

	it('tells only the stories of the pod that something happened to anew', () => {
		const state = observe([dies(0, 20_000), dies(1, 20_000)], observeNode(3));
		const before = selectStories(state).byPod;
		const after = selectStories(reduce(state, dies(1, 30_000, 'two'))).byPod;
		expect(after.get('uid-0')).toBe(before.get('uid-0'));
		expect(after.get('uid-1')).not.toBe(before.get('uid-1'));
		expect(after.get('uid-1')).toHaveLength(2);
	});

	it('leaves the oldest of too many out, and says how many', () => {
		const count = nodeStoryLimit + 7;
		const state = observe(
			Array.from({ length: count }, (_, pod) => dies(pod, 20_000 + pod)),
			observeNode(count),
		);
		const { stories, byPod, dropped } = selectStories(state);
		expect(stories).toHaveLength(nodeStoryLimit);
		expect(stories[0]?.pod).toBe(`pod-${count - 1}`);
		expect(byPod.size).toBe(count);
		expect(dropped).toBe(7);
	});

	it('forgets a pod’s stories with the pod', () => {
		const state = observe([dies(1, 20_000)], observeNode(2));
		expect(selectStories(state).stories).toHaveLength(1);
		const empty: NodeState = { ...state, histories: new Map() };
		expect(selectStories(empty)).toMatchObject({ stories: [], byPod: { size: 0 }, dropped: 0 });
	});

	/** Many pods of which each ends something at about the same time. */
	const crowd = promptPods + 12;
	const endAll = (at: number, name: string, state: NodeState) =>
		observe(
			Array.from({ length: crowd }, (_, pod) => dies(pod, at, name)),
			state,
		);

	it('in a rush tells of each pod once a second, and of all of them when it is over', () => {
		const teller = createStoryTeller(0);
		const tell = (state: NodeState) => teller.tell(state, state.now).stories;
		const first = endAll(20_000, 'one', observeNode(crowd));
		expect(tell(first).stories).toHaveLength(crowd);
		const second = endAll(20_600, 'two', first);
		expect(tell(second).stories).toHaveLength(crowd);
		const few = observe([dies(crowd - 1, 20_950, 'two')], second);
		expect(tell(few).byPod.get(`uid-${crowd - 1}`)).toHaveLength(2);
		const over = reduce(few, { at: 20_000 + restTime, source: 'clock', kind: 'tick' });
		for (let asked = 0; asked < crowd; asked++) tell(over);
		expect(tell(over)).toEqual(createStoryTeller().tell(over, over.now).stories);
		expect(tell(over).stories).toHaveLength(2 * crowd);
	});

	describe('when more pods have news than there is time for at once', () => {
		const many = 2 * podsAtOnce + podsAfterCalm + 20;
		const start = () => {
			// no room: a storm has used it up
			const teller = createStoryTeller(1);
			const first = observe([dies(40, 20_000)], observeNode(many));
			teller.tell(first, first.now);
			const told = (state: NodeState) =>
				[...teller.tell(state, state.now).stories.byPod].flatMap(([uid, own]) => {
					return own.some(({ beganAt }) => beganAt >= 30_000) ? [Number(uid.slice('uid-'.length))] : [];
				});
			return { told, first, teller };
		};
		const dieAll = (at: number, state: NodeState) =>
			observe(
				Array.from({ length: many }, (_, pod) => dies(pod, at, 'two')),
				state,
			);

		it('tells of few in one moment, of more after a while, and of all of them in the end, those first that wait', () => {
			const { told, first, teller } = start();
			teller.tell(first, 30_000);
			const second = dieAll(30_000, first);
			const [one, two] = [told(second), told(second)];
			expect([one.length, two.length]).toEqual([podsAtOnce, 2 * podsAtOnce]);
			expect(two).toEqual(expect.arrayContaining(one));
			const later = reduce(second, { at: 30_000 + calm, source: 'clock', kind: 'tick' });
			expect(told(later)).toHaveLength(2 * podsAtOnce + podsAfterCalm);
			expect(teller.tell(later, later.now).unsettledUntil).toBe(later.now);
			const over = reduce(later, { at: 31_000, source: 'clock', kind: 'tick' });
			expect(told(over)).toHaveLength(many);
			const whole = createStoryTeller().tell(over, over.now).stories;
			const { stories, dropped } = teller.tell(over, over.now).stories;
			expect({ stories, dropped }).toEqual({ stories: whole.stories, dropped: whole.dropped });
		});

		it('lets a pod that was quiet until now pass those that wait', () => {
			const { told, first, teller } = start();
			teller.tell(first, 30_000);
			const rushed = observe(
				Array.from({ length: many - 1 }, (_, pod) => dies(pod, 30_000, 'two')),
				first,
			);
			told(rushed);
			expect(told(observe([dies(many - 1, 30_001, 'two')], rushed))).toContain(many - 1);
		});

		it('makes nobody wait in a state that does not come of the one before', () => {
			const { told, first } = start();
			const second = dieAll(30_000, first);
			const elsewhere = { ...second, histories: new Map(second.histories) };
			expect(told(elsewhere)).toHaveLength(many);
		});
	});

	it.each([
		['makes nobody wait when much happens in a moment, as at the start', crowd, 2 * crowd],
		['makes pods wait when there is no room left', crowd - 1, crowd],
	])('%s', (_, room, told) => {
		const teller = createStoryTeller(room);
		const first = endAll(20_000, 'one', observeNode(crowd));
		expect(teller.tell(first, first.now).stories.stories).toHaveLength(crowd);
		const second = endAll(20_600, 'two', first);
		expect(teller.tell(second, second.now).stories.stories).toHaveLength(told);
	});

	it.each([1, 2, 3])('tells change by change what it tells of the whole (seed %i)', (seed) => {
		const next = createRandomObservations(seed);
		const teller = createStoryTeller();
		let state = emptyState;
		for (let step = 0; step < 150; step++) {
			state = reduce(state, next());
			const { histories, actions, kubeletRuns, node } = state;
			const parts = { histories, actions, kubeletRuns, nodeName: node?.metadata.name };
			const told = teller.tell(parts, state.now);
			const whole = createStoryTeller().tell(parts, state.now);
			expect(told.stories.stories, `step ${step}`).toEqual(whole.stories.stories);
			expect([...told.stories.byPod].sort()).toEqual([...whole.stories.byPod].sort());
			expect(told.stories.dropped).toBe(whole.stories.dropped);
			expect(told.unsettledUntil).toBe(whole.unsettledUntil);
		}
	});
});
