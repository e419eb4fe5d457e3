import { describe, expect, it } from 'vitest';
import {
	describeKubeletFault,
	isUnknown,
	seemsDown,
	selectNodeCondition,
} from '../../../source/core/action/node-condition.ts';
import type { Health } from '../../../source/core/health.ts';
import type { NodeCondition } from '../../../source/core/kubelet-state.ts';
import type { Observation } from '../../../source/core/observation.ts';
import { observe } from '../../helpers/snapshot.ts';

const now = Date.parse('2026-11-22T03:00:00Z');
const minute = 60_000;

describe('the condition', () => {
	const conditions = [
		{ type: 'MemoryPressure', status: 'False', lastHeartbeatTime: '2026-11-22T02:00:00Z' },
		{ type: 'Ready', status: 'True', lastHeartbeatTime: '2026-11-22T02:58:00Z' },
	];
	const node: Observation = {
		...{ at: now, source: 'kube', kind: 'node' },
		node: { metadata: { name: 'worker-2' }, status: { conditions } },
	};
	const health = (state: Health): Observation => ({ at: now, source: 'kube', kind: 'health', health: state });
	const kubelet: Observation = { at: now, source: 'proc', kind: 'kubelet', running: true };

	it('is what the Node object and /proc say', () => {
		const condition = { running: true, ready: 'True', heardAt: now - 2 * minute };
		expect(selectNodeCondition(observe([health('live'), node, kubelet]))).toEqual(condition);
		expect(selectNodeCondition(observe([health('degraded'), node, kubelet]))).toEqual(condition);
	});

	it('is unknown without both', () => {
		expect(selectNodeCondition(observe([]))).toEqual({});
		expect(isUnknown(selectNodeCondition(observe([])))).toBe(true);
		expect(isUnknown({ running: false })).toBe(false);
		expect(isUnknown({ ready: 'True' })).toBe(false);
	});

	it('does not take over what an API server said that no longer answers', () => {
		expect(selectNodeCondition(observe([health('live'), node, kubelet, health('failed')]))).toEqual({ running: true });
	});

	it('takes a Node without conditions', () => {
		const bare: Observation = { ...node, node: { metadata: { name: 'worker-2' } } } as Observation;
		expect(selectNodeCondition(observe([bare]))).toEqual({});
	});
});

describe('whether the kubelet seems down', () => {
	it.each<[string, NodeCondition, string | undefined]>([
		['all is well', { running: true, ready: 'True', heardAt: now - 10_000 }, undefined],
		[
			'the process is gone, the API server has not noticed',
			{ running: false, ready: 'True', heardAt: now - 10_000 },
			"the kubelet's process is gone",
		],
		['the process is gone, and noticed', { running: false, ready: 'Unknown' }, "the kubelet's process is gone"],
		['no process known, not Ready', { ready: 'Unknown', heardAt: now - minute }, 'the node is not Ready (Unknown)'],
		['it runs, not Ready', { running: true, ready: 'False' }, 'the kubelet runs, but its node is not Ready (False)'],
		['nothing is known', {}, undefined],
		['only that it runs', { running: true }, undefined],
		['it writes every five minutes only', { ready: 'True', heardAt: now - 5 * minute }, undefined],
		[
			'it has been silent for longer',
			{ ready: 'True', heardAt: now - 7 * minute },
			'the API server has not heard from the kubelet for 7 minutes',
		],
		['silent, but it runs', { running: true, ready: 'True', heardAt: now - 70 * minute }, undefined],
	])('%s', (_, condition, fault) => {
		expect(describeKubeletFault(condition, now)).toBe(fault);
		expect(seemsDown(condition, now)).toBe(fault !== undefined);
	});

	it('silence counts from 5 min 40 s on', () => {
		expect(seemsDown({ ready: 'True', heardAt: now - 340_000 }, now)).toBe(false);
		expect(seemsDown({ ready: 'True', heardAt: now - 340_001 }, now)).toBe(true);
	});
});
