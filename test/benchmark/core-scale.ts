// node --expose-gc test/benchmark/core-scale.ts: what a change about one pod, and a listing, cost the core and the store, on nodes
// of several sizes. Prints ratios, since they are what stays the same from machine to machine, and milliseconds beside them.
import { correlate } from '../../source/core/correlate/correlate.ts';
import type { NodeState } from '../../source/core/node-state.ts';
import type { Observation } from '../../source/core/observation.ts';
import { emptyState, reduce } from '../../source/store/reduce.ts';
import { selectNodeView } from '../../source/store/select-node-view.ts';
import { selectStories } from '../../source/store/select-stories.ts';
import {
	crowdedAt,
	crowdedEvent,
	crowdedId,
	crowdedListings,
	crowdedPod,
	crowdedProcess,
	crowdedRecord,
} from '../helpers/crowded-node.ts';
import { summarize } from './statistics.ts';

const sizes = [100, 500, 5_000];
const rounds = 200;

type Make = (pod: number, at: number) => Observation;
const changes: Readonly<Record<string, Make>> = {
	record: (pod, at) => ({
		at,
		source: 'docker',
		kind: 'runtime-records',
		records: [crowdedRecord(pod, 'web', { state: 'exited', exitCode: 1, finishedAt: at })],
		gone: [],
	}),
	event: (pod, at) => ({ at, source: 'docker', kind: 'events', events: [crowdedEvent(pod, 'cache', 'die', at)] }),
	process: (pod, at) => ({
		at,
		source: 'proc',
		kind: 'processes',
		processes: [crowdedProcess(pod, 'web', 1)],
		gone: [crowdedId(pod, 'web')],
	}),
	pod: (pod, at) => ({ at, source: 'kube', kind: 'pod-changed', pod: crowdedPod(pod, at, 1) }),
};

function time(work: () => void): number {
	const start = performance.now();
	work();
	return performance.now() - start;
}

function observeAll(observations: readonly Observation[], from: NodeState): NodeState {
	const state = observations.reduce(reduce, from);
	selectNodeView(state);
	selectStories(state);
	return state;
}

type Measured = { listing: number; whole: number; heap: number; changes: Record<string, number> };

function measure(pods: number): Measured {
	const listings = crowdedListings(pods);
	globalThis.gc?.();
	const before = process.memoryUsage().heapUsed;
	let state = emptyState;
	const listing = time(() => {
		state = observeAll(listings, emptyState);
	});
	globalThis.gc?.();
	const heap = process.memoryUsage().heapUsed - before;
	const whole = time(() => correlate(state));
	let at = crowdedAt;
	const medians = Object.entries(changes).map(([name, make]) => {
		const times = Array.from({ length: rounds }, (_, round) => {
			at += 1_000;
			const change = make((round * 37) % pods, at);
			return time(() => {
				state = observeAll([change], state);
			});
		});
		return [name, summarize(times).median] as const;
	});
	return { listing, whole, heap, changes: Object.fromEntries(medians) };
}

// once unmeasured: what is compiled on the way costs the first node more
measure(100);
const measured = sizes.map((pods) => ({ pods, ...measure(pods) }));
const first = measured[0];
for (const { pods, listing, whole, heap, changes: medians } of measured) {
	if (!first) break;
	const ratio = (value: number, other: number) => `× ${(value / other).toFixed(2)} (${value.toFixed(2)} ms)`;
	console.log(`${pods} pods, ${pods * 4} containers; × is against ${first.pods} pods`);
	console.log(`  listing, joined         ${ratio(listing, first.listing)}`);
	console.log(`  whole correlation       ${ratio(whole, first.whole)}`);
	for (const [name, median] of Object.entries(medians)) {
		const share = ((100 * median) / whole).toFixed(1);
		console.log(
			`  change: ${name.padEnd(16)}${ratio(median, first.changes[name] ?? median)}, ${share} % of a whole correlation`,
		);
	}
	console.log(`  heap of state and view  ${(heap / 1e6).toFixed(1)} MB beside what was observed`);
}
