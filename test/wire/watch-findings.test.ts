import { describe, expect, it } from 'vitest';
import type { FindingRule } from '../../source/core/findings/finding-rule.ts';
import { say } from '../../source/core/findings/finding-text.ts';
import { createStore, type Store } from '../../source/store/create-store.ts';
import { createFindingsWatch } from '../../source/wire/watch-findings.ts';

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

/** After what was dispatched has been announced, and what that made has been too. */
async function settle(): Promise<void> {
	for (let turn = 0; turn < 5; turn++) await Promise.resolve();
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
				const end = performance.now() + 250;
				while (performance.now() < end);
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
