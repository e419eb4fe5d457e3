import { describe, expect, it } from 'vitest';
import { correlate } from '../../../source/core/correlate/correlate.ts';
import { createJoin } from '../../../source/core/correlate/join.ts';
import type { NodeState } from '../../../source/core/node-state.ts';
import type { NodeView } from '../../../source/core/node-view.ts';
import type { Observation } from '../../../source/core/observation.ts';
import { isSameData } from '../../../source/core/same-data.ts';
import { emptyState, reduce } from '../../../source/store/reduce.ts';
import {
	crowdedAt,
	crowdedId,
	crowdedListings,
	crowdedPod,
	crowdedProcess,
	crowdedRecord,
	crowdedUid,
} from '../../helpers/crowded-node.ts';
import { createRandomObservations } from '../../helpers/random-observations.ts';
import { observe } from '../../helpers/snapshot.ts';

const steps = 150;

describe('a join, whatever happens', () => {
	it.each(Array.from({ length: 24 }, (_, seed) => seed))('shows what a whole correlation shows (seed %i)', (seed) => {
		const next = createRandomObservations(seed);
		const join = createJoin();
		let state = emptyState;
		let before: NodeView | undefined;
		for (let step = 0; step < steps; step++) {
			state = reduce(state, next());
			const view = join.advance(state);
			expect(view, `step ${step}`).toEqual(correlate(state));
			if (before) expectKept(before, view);
			before = view;
		}
	});

	it('goes back and forth between states, and to others of which it has heard nothing', () => {
		const next = createRandomObservations(99);
		const states: NodeState[] = [emptyState];
		for (let step = 0; step < 100; step++) states.push(reduce(states.at(-1) ?? emptyState, next()));
		const join = createJoin();
		for (const index of [100, 3, 57, 58, 57, 0, 99, 12, 12]) {
			const state = states[index] ?? emptyState;
			expect(join.advance(state)).toEqual(correlate(state));
			const plain = { ...state, processes: new Map(state.processes), pods: new Map(state.pods) };
			expect(join.advance(plain)).toEqual(correlate(plain));
		}
	});
});

/** What reads the same is the same object. */
function expectKept(before: NodeView, after: NodeView): void {
	const known = new Map(before.pods.map((pod) => [pod.uid, pod]));
	const replaced = after.pods.filter((pod) => {
		const was = known.get(pod.uid);
		return was !== undefined && was !== pod && isSameData(was, pod);
	});
	expect(replaced).toEqual([]);
}

describe('a change about one pod', () => {
	const at = crowdedAt + 1_000;
	const changes: [string, Observation][] = [
		['a re-read record', reread({ state: 'exited', exitCode: 1, finishedAt: at })],
		[
			'a new process',
			{ at, source: 'proc', kind: 'processes', processes: [crowdedProcess(3, 'web', 1)], gone: [crowdedId(3, 'web')] },
		],
		['the API', { at, source: 'kube', kind: 'pod-changed', pod: crowdedPod(3, 2, 1) }],
	];

	function reread(more: object): Observation {
		return { at, source: 'docker', kind: 'runtime-records', records: [crowdedRecord(3, 'web', more)], gone: [] };
	}

	it.each(changes)('leaves the others’ views as they are: %s', (_, change) => {
		const join = createJoin();
		const state = observe(crowdedListings(20));
		const before = join.advance(state);
		const after = join.advance(reduce(state, change));
		expect(after.pods.map(({ uid }) => uid)).toEqual(before.pods.map(({ uid }) => uid));
		const changed = after.pods.filter((pod, index) => pod !== before.pods[index]);
		expect(changed.map(({ uid }) => uid)).toEqual([crowdedUid(3)]);
	});

	it('on the node reads nothing again in what the API said', () => {
		const join = createJoin();
		const pod = crowdedPod(3);
		let reads = 0;
		const watched = Object.defineProperty({ ...pod }, 'status', {
			enumerable: true,
			get: () => {
				reads += 1;
				return pod.status;
			},
		});
		const state = { ...observe(crowdedListings(20)), pods: new Map([[pod.metadata.uid, watched]]) };
		join.advance(state);
		const once = join.advance({ ...reduce(state, reread({ state: 'paused' })), pods: state.pods });
		reads = 0;
		const twice = join.advance({ ...reduce(state, reread({ state: 'exited' })), pods: state.pods });
		expect(twice).not.toBe(once);
		expect(reads).toBe(0);
	});

	it('that says nothing new gives the same view, as does a listing of what is known', () => {
		const join = createJoin();
		const state = observe(crowdedListings(20));
		const before = join.advance(state);
		expect(join.advance(reduce(state, reread({})))).toBe(before);
		expect(join.advance(observe(crowdedListings(20, at), state))).toBe(before);
	});

	it('brings a new pod to its place, and takes a deleted one out', () => {
		const join = createJoin();
		const listings = crowdedListings(20);
		const state = observe(listings);
		const before = join.advance(state);
		const grown = reduce(state, { at, source: 'kube', kind: 'pod-changed', pod: crowdedPod(27) });
		const names = join.advance(grown).pods.map(({ kubeNamespace, name }) => `${kubeNamespace}/${name}`);
		expect(names).toHaveLength(21);
		expect(names).toEqual([...names].sort());
		const shrunk = reduce(grown, { at, source: 'kube', kind: 'pod-deleted', uid: crowdedUid(27) });
		const after = join.advance(shrunk);
		expect(after).toEqual(before);
		expect(after.pods.every((pod, index) => pod === before.pods[index])).toBe(true);
	});
});
