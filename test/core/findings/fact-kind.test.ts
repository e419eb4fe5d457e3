import { describe, expect, it } from 'vitest';
import { selectMissingFacts } from '../../../source/core/findings/fact-kind.ts';
import type { NodeState } from '../../../source/core/node-state.ts';
import type { Observation } from '../../../source/core/observation.ts';
import { emptyState, reduce } from '../../../source/store/reduce.ts';

const at = 1_000_000;
const everything: readonly Observation[] = [
	{ at, source: 'docker', kind: 'health', health: 'live' },
	{ at, source: 'docker', kind: 'runtime-listing', records: [] },
	{ at, source: 'kube', kind: 'health', health: 'live' },
	{ at, source: 'kube', kind: 'pod-listing', pods: [] },
	{ at, source: 'proc', kind: 'health', health: 'live' },
	{ at, source: 'proc', kind: 'process-listing', host: { linuxNamespaces: {} }, processes: [] },
	{ at, source: 'proc', kind: 'kubelet', running: true },
	{ at, source: 'proc', kind: 'survey', survey: { readAt: at, problems: [] } },
	{
		...{ at, source: 'docker', kind: 'runtime-facts' },
		facts: { readAt: at, pauseImage: { name: 'k8s.gcr.io/pause:3.2', configuredBy: 'a test' } },
	},
];

function observe(...more: readonly Observation[]): NodeState {
	return [...everything, ...more].reduce(reduce, emptyState);
}

const nodeWith = (containerRuntimeVersion: string) => ({
	metadata: { name: 'worker-2' },
	status: { nodeInfo: { containerRuntimeVersion } },
});

const reasonsOf = (state: NodeState) =>
	Object.fromEntries([...selectMissingFacts(state)].map(([kind, { reason }]) => [kind, reason]));

describe('selectMissingFacts', () => {
	it('misses nothing when every source has answered', () => {
		expect(reasonsOf(observe())).toEqual({});
	});

	it('misses everything before anything was heard', () => {
		expect(reasonsOf(emptyState)).toEqual({
			api: 'no API server is asked',
			runtime: 'no container runtime was found',
			processes: '/proc has not answered yet',
			namespaces: '/proc has not answered yet',
			survey: 'the node has not been surveyed yet',
			'pause-image': 'no runtime has told of its pause image yet',
			kubelet: 'nobody tells how the kubelet is',
		});
	});

	it.each<[string, Observation, object]>([
		[
			'an API server that has failed: what it said before is old',
			{ at, source: 'kube', kind: 'health', health: 'failed', detail: 'connection refused' },
			{ api: 'the API server: connection refused', kubelet: 'the API server: connection refused' },
		],
		[
			'one that is only incomplete',
			{ at, source: 'kube', kind: 'health', health: 'degraded', detail: 'no events' },
			{},
		],
		[
			'a runtime that has failed',
			{ at, source: 'docker', kind: 'health', health: 'failed', detail: 'no answer' },
			{ runtime: 'docker: no answer' },
		],
		[
			'a second runtime that has not listed yet',
			{ at, source: 'containerd', kind: 'health', health: 'connecting' },
			{ runtime: 'containerd has not answered yet' },
		],
		[
			'a kubelet that uses a runtime which was not found',
			{ at, source: 'kube', kind: 'node', node: nodeWith('containerd://1.7.27') },
			{ runtime: 'the runtime that the kubelet uses, containerd, was not found, only docker' },
		],
		['one that uses Docker', { at, source: 'kube', kind: 'node', node: nodeWith('docker://20.10.24') }, {}],
		[
			'processes whose namespaces only root may read',
			{
				...{ at, source: 'proc', kind: 'process-listing', host: { linuxNamespaces: {} } },
				processes: [{ containerId: 'a', pid: 1, startTicks: 1, linuxNamespaces: {} }],
			},
			{ namespaces: 'namespaces are not readable' },
		],
	])('%s', (_, observation, missing) => {
		expect(reasonsOf(observe(observation))).toEqual(missing);
	});
});
