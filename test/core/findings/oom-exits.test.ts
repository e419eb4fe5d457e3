import { describe, expect, it } from 'vitest';
import { correlate } from '../../../source/core/correlate/correlate.ts';
import { collectOomKills } from '../../../source/core/findings/oom-exits.ts';
import type { NodeState } from '../../../source/core/node-state.ts';
import { at, podAt, recordOf, recordsAt, stateAt, uid } from './api-bench.ts';

const killed = { exitCode: 137, oomKilled: true, finishedAt: at(0) };
const pause = recordOf('POD', 'running');

function collect(state: NodeState) {
	const pod = correlate(state).pods.find((each) => each.uid === uid);
	if (!pod) throw new Error('the pod is not there');
	return collectOomKills(pod, state);
}

describe('collecting what was killed for its memory', () => {
	it('makes nothing of a pod in which nothing was', () => {
		const state = stateAt(60, podAt(-10, {}), recordsAt(1, pause, recordOf('nginx', 'running')));
		expect(collect(state)).toEqual([]);
		expect(collect(state)).toBe(collect(stateAt(90, podAt(-10, {}))));
	});

	it('reads what the API said of a pod once, however often it is asked', () => {
		const state = stateAt(60, podAt(-10, {}), recordsAt(1, pause, recordOf('nginx', 'exited', killed)));
		const pod = correlate(state).pods.find((each) => each.uid === uid);
		const api = pod?.api;
		if (!pod || !api) throw new Error('the pod is not there');
		let reads = 0;
		const watched = Object.defineProperty({ ...api }, 'status', {
			get: () => {
				reads += 1;
				return api.status;
			},
		});
		const first = collectOomKills({ ...pod, api: watched }, state);
		expect(first).toMatchObject([{ container: 'nginx', at: at(0) }]);
		expect(collectOomKills({ ...pod, api: watched }, state)).toEqual(first);
		expect(reads).toBe(1);
	});
});
