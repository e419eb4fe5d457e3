import { describe, expect, it } from 'vitest';
import type { NodeState } from '../../source/core/node-state.ts';
import type { Observation } from '../../source/core/observation.ts';
import { podStoryLimit } from '../../source/core/restart-story/tell-stories.ts';
import { endedLimit } from '../../source/store/ended-processes.ts';
import { factBudget, limitHistories, sizeOf } from '../../source/store/history-size.ts';
import { nodeStoryLimit } from '../../source/store/newest-stories.ts';
import { reduce } from '../../source/store/reduce.ts';
import { createStoryTeller } from '../../source/store/story-teller.ts';
import { timelineLimit } from '../../source/store/timeline.ts';
import {
	crowdedAt,
	crowdedEvent,
	crowdedListings,
	crowdedPod,
	crowdedProcess,
	crowdedUid,
} from '../helpers/crowded-node.ts';
import { observe } from '../helpers/snapshot.ts';

const pods = 200;
const types = ['die', 'create', 'start', 'kill', 'exec_start'];

/** So many events of Docker's, all over the node. */
function storm(count: number, from: NodeState): NodeState {
	let state = from;
	for (let n = 0; n < count; n++) {
		const at = from.now + n;
		const name = ['web', 'cache', 'agent'][n % 3] ?? 'web';
		const event = crowdedEvent((n * 37) % pods, name, types[(n + Math.floor(n / pods)) % 5] ?? 'die', at);
		state = reduce(state, { at, source: 'docker', kind: 'events', events: [event] });
	}
	return state;
}

describe('a storm of events', () => {
	const before = observe(crowdedListings(pods));
	const count = factBudget + 30_000;
	const state = storm(count, before);

	it('fills the timeline to its limit, and the timeline says how many it let go', () => {
		expect(state.timeline.events).toHaveLength(timelineLimit);
		expect(state.timeline.dropped).toBe(count - timelineLimit);
	});

	it('fills the pasts of all pods to what there is room for', () => {
		const { events, moments } = limitHistories(factBudget, pods);
		expect(sizeOf(state.histories)).toBeLessThanOrEqual(factBudget + pods * (events + moments));
		// counted along the way, or counted now, it is the same
		expect(sizeOf(state.histories)).toBe(sizeOf(new Map(state.histories)));
		for (const history of state.histories.values())
			expect(history.events?.at(-1)?.at).toBeGreaterThan(state.now - 2_000);
	});

	it('leaves as many stories as are listed, and says how many are not', () => {
		const { stories, byPod, dropped } = createStoryTeller().tell(state, state.now).stories;
		const all = [...byPod.values()];
		expect(stories).toHaveLength(nodeStoryLimit);
		expect(Math.max(...all.map((own) => own.length))).toBeLessThanOrEqual(podStoryLimit);
		expect(dropped).toBe(all.flat().length - nodeStoryLimit);
	});

	it('leaves the joined part of the state alone', () => {
		expect(state.records).toBe(before.records);
		expect(state.pods).toBe(before.pods);
		expect(state.processes).toBe(before.processes);
	});
});

describe('room for the past', () => {
	it('is each pod’s full measure until all of them together have too much', () => {
		expect(limitHistories(factBudget - 1, 5_000)).toEqual(limitHistories(0, 1));
		expect(limitHistories(factBudget, 250)).toEqual({ events: 80, moments: 40 });
		expect(limitHistories(factBudget, 50)).toEqual(limitHistories(0, 1));
		expect(limitHistories(factBudget, 100_000)).toEqual({ events: 40, moments: 20 });
	});
});

it('remembers so many ended processes, the newest', () => {
	const ends = (attempt: number): Observation => ({
		at: crowdedAt + attempt,
		source: 'proc',
		kind: 'process-listing',
		host: { linuxNamespaces: {} },
		processes: Array.from({ length: 700 }, (_, pod) => crowdedProcess(pod, 'web', attempt)),
	});
	const state = observe([ends(0), ends(1), ends(2), ends(3), ends(4)]);
	expect(state.endedProcesses.size).toBe(endedLimit);
	expect(state.endedProcesses.has(crowdedProcess(0, 'web', 0).containerId)).toBe(false);
	expect(state.endedProcesses.has(crowdedProcess(699, 'web', 3).containerId)).toBe(true);
});

it('keeps of a pod that is gone only what its stories need', () => {
	const pod = crowdedPod(0);
	const { containers } = pod.spec;
	const secret = { ...pod, spec: { ...pod.spec, containers: containers.map((one) => ({ ...one, env: ['SECRET'] })) } };
	const state = observe([
		{ at: crowdedAt, source: 'kube', kind: 'pod-listing', pods: [secret] },
		{ at: crowdedAt + 1, source: 'kube', kind: 'pod-deleted', uid: crowdedUid(0) },
	]);
	const kept = state.histories.get(crowdedUid(0));
	expect(kept).toMatchObject({ deletedAt: crowdedAt + 1, pod: { metadata: { name: 'web-0' }, status: pod.status } });
	expect(kept?.pod?.spec.containers.map(({ name }) => name)).toEqual(containers.map(({ name }) => name));
	expect(JSON.stringify(kept?.pod)).not.toContain('SECRET');
});
