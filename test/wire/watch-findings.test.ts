import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { FindingRule } from '../../source/core/findings/finding-rule.ts';
import { say } from '../../source/core/findings/finding-text.ts';
import { createStore, type Store } from '../../source/store/create-store.ts';
import { hasWaitingStories, selectStories } from '../../source/store/select-stories.ts';
import { podsAfterCalm, podsAtOnce } from '../../source/store/story-teller.ts';
import { createFindingsWatch } from '../../source/wire/watch-findings.ts';
import { crowdedEvent, crowdedListings } from '../helpers/crowded-node.ts';

const begin = 1_000_000;

/** Finds the kubelet that is known to be gone, after five seconds. */
const rule: FindingRule = {
	...{ id: 'kubelet-down', title: '', meaning: '', needs: [] },
	find: ({ state }) =>
		state.kubeletRuns === false
			? [
					{
						...{ key: 'node', severity: 'critical', subject: { kind: 'node' }, patience: 5_000 },
						...{ summary: say`the kubelet is gone`, evidence: [], todo: [] },
					},
				]
			: [],
};

function watchNode(): { store: Store; judgements: () => number; close: () => void } {
	const store = createStore();
	let judgements = 0;
	const counting: FindingRule = {
		...rule,
		find: (facts) => {
			judgements += 1;
			return rule.find(facts);
		},
	};
	const watch = createFindingsWatch({ store, rules: [counting] });
	watch.start();
	return { store, judgements: () => judgements, close: watch.close };
}

/** After what was dispatched has been announced, and all rules, of which there are two at most, have had their turns. */
async function settle(): Promise<void> {
	for (let turn = 0; turn < 5; turn++) await setImmediate();
}

function burn(milliseconds: number): void {
	const end = performance.now() + milliseconds;
	while (performance.now() < end);
}

async function tickTo(store: Store, from: number, to: number): Promise<void> {
	for (let at = from; at <= to; at += 1_000) {
		store.dispatch({ at, source: 'clock', kind: 'tick' });
		await settle();
	}
}

const kubelet = (at: number, running: boolean) => ({ at, source: 'proc', kind: 'kubelet' as const, running });
const typesOf = (store: Store) => store.get().timeline.events.map(({ type, at }) => [type, at - begin]);

describe('watching findings', () => {
	it('finds what has lasted when its time has come, tells it in the timeline, and clears it when it is over', async () => {
		const { store, close } = watchNode();
		store.dispatch(kubelet(begin, false));
		await settle();
		expect(store.get().findings.suspected).toMatchObject([{ key: 'kubelet-down/node' }]);
		await tickTo(store, begin + 1_000, begin + 4_000);
		expect(store.get().findings.findings).toEqual([]);
		await tickTo(store, begin + 5_000, begin + 5_000);
		expect(store.get().findings.findings).toMatchObject([{ key: 'kubelet-down/node', since: begin }]);
		store.dispatch(kubelet(begin + 7_000, true));
		await settle();
		expect(store.get().findings.findings).toEqual([]);
		expect(typesOf(store)).toEqual([
			['FindingAppeared', 5_000],
			['FindingCleared', 7_000],
		]);
		expect(store.get().timeline.events[0]).toMatchObject({
			source: 'pausetop',
			message: 'kubelet-down: the kubelet is gone',
			severity: 'warning',
		});
		close();
	});

	it('judges a storm of changes once a second, and a quiet node each ten seconds', async () => {
		const { store, judgements, close } = watchNode();
		for (let index = 0; index <= 300; index++) {
			store.dispatch(kubelet(begin + index * 10, index % 2 === 0));
			await settle();
		}
		expect(judgements()).toBe(3);
		await tickTo(store, begin + 4_000, begin + 33_000);
		expect(judgements()).toBe(6);
		close();
	});

	it('judges each ten seconds however long that takes', async () => {
		const slow: FindingRule = {
			...rule,
			find: (facts) => {
				// all others that want the processor too
				burn(250);
				return rule.find(facts);
			},
		};
		const store = createStore();
		const watch = createFindingsWatch({ store, rules: [slow] });
		watch.start();
		store.dispatch(kubelet(begin, false));
		await settle();
		await tickTo(store, begin + 1_000, begin + 10_000);
		expect(typesOf(store)).toEqual([['FindingAppeared', 10_000]]);
		watch.close();
	});

	it('stops when it is closed', async () => {
		const { store, judgements, close } = watchNode();
		close();
		store.dispatch(kubelet(begin, false));
		await tickTo(store, begin + 1_000, begin + 20_000);
		expect(judgements()).toBe(0);
	});
});

describe('a judgement that takes long', () => {
	/** Two rules, of which the first takes longer than it may without giving way; `between` is what comes then. */
	function watchSlowly(between: (store: Store) => void) {
		const store = createStore();
		const order: string[] = [];
		const long: FindingRule = {
			...rule,
			id: 'zombies',
			find: () => {
				order.push('first');
				// as a key would that is pressed now
				void setImmediate().then(() => {
					order.push('key');
					between(store);
				});
				burn(10);
				return [];
			},
		};
		const second: FindingRule = {
			...rule,
			find: (facts) => {
				order.push('second');
				return rule.find(facts);
			},
		};
		const watch = createFindingsWatch({ store, rules: [long, second] });
		watch.start();
		return { store, order, watch };
	}

	it('gives way between two rules', async () => {
		const { store, order, watch } = watchSlowly(() => {});
		store.dispatch(kubelet(begin, false));
		await settle();
		expect(order).toEqual(['first', 'key', 'second']);
		watch.close();
	});

	it('has the stories told that wait, a few in each turn', async () => {
		const { store, close } = watchNode();
		const pods = Array.from({ length: podsAfterCalm + 10 * podsAtOnce }, (_, pod) => pod);
		const endAll = (at: number) =>
			store.dispatch({
				...{ at, source: 'docker', kind: 'events' },
				events: pods.map((pod) => crowdedEvent(pod, 'web', 'die', at)),
			});
		for (const listing of crowdedListings(pods.length)) store.dispatch(listing);
		await settle();
		endAll(store.get().now + 10_000);
		for (let turn = 0; turn < 3; turn++) await settle();
		expect(hasWaitingStories(store.get())).toBe(false);
		expect(selectStories(store.get()).byPod.size).toBe(pods.length);
		close();
	});

	it('is of the state with which it began, and what changes meanwhile is judged when it is due again', async () => {
		const { store, order, watch } = watchSlowly(() => store.dispatch(kubelet(begin + 200, true)));
		store.dispatch(kubelet(begin, false));
		await settle();
		expect(store.get().findings.suspected).toMatchObject([{ key: 'kubelet-down/node', since: begin }]);
		await tickTo(store, begin + 10_000, begin + 10_000);
		expect(store.get().findings.suspected).toEqual([]);
		expect(order.filter((what) => what === 'second')).toHaveLength(2);
		watch.close();
	});

	it('is dropped for one at once that is asked for meanwhile', async () => {
		const watched = watchSlowly(() => {
			store.dispatch(kubelet(begin + 200, true));
			watch.judgeNow();
		});
		const { store, order, watch } = watched;
		store.dispatch(kubelet(begin, false));
		await settle();
		expect(order.slice(0, 4)).toEqual(['first', 'key', 'first', 'second']);
		expect(store.get().findings.suspected).toEqual([]);
		watch.close();
	});

	it('is dropped when another watch has said something newer', async () => {
		const { store, watch } = watchSlowly(() => {
			store.dispatch({ ...kubelet(begin + 200, true), source: 'proc' });
			store.dispatch({ at: begin + 200, source: 'pausetop', kind: 'findings', findings: newer });
		});
		const newer = { findings: [], suspected: [], cannotTell: [{ rule: 'zombies' as const, reason: 'nobody looks' }] };
		store.dispatch(kubelet(begin, false));
		await settle();
		expect(store.get().findings).toBe(newer);
		watch.close();
	});

	it('ends with the watch', async () => {
		const { store, order, watch } = watchSlowly(() => watch.close());
		store.dispatch(kubelet(begin, false));
		await settle();
		expect(order).toEqual(['first', 'key']);
		expect(store.get().findings.suspected).toEqual([]);
	});
});
