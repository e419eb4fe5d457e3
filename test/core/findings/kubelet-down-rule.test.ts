import { describe, expect, it } from 'vitest';
import { kubeletDownRule as rule } from '../../../source/core/findings/kubelet-down-rule.ts';
import type { KubeNode } from '../../../source/core/kube-node.ts';
import type { Observation } from '../../../source/core/observation.ts';
import { reduce } from '../../../source/store/reduce.ts';
import {
	at,
	evidenceAt,
	judgeAll,
	kubeletAt,
	nodeAt,
	stateAt,
	stepsAt,
	suspicionOf,
	suspicionsOf,
	textAt,
	wellAt,
} from './api-bench.ts';

const unknown = { reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.' };

describe('a kubelet whose process is gone', () => {
	it('is down, with its consequence and what to do', () => {
		const found = suspicionOf(rule, stateAt(0, nodeAt(0), kubeletAt(0, false)));
		expect(textAt(0, found.summary)).toBe(
			'The kubelet of worker-2 is down, its process is gone: what ends now does not come back, and kubectl shows old states',
		);
		expect(found.severity).toBe('critical');
		expect(evidenceAt(0, found)).toContain("the kubelet's process: gone [proc]");
		expect(stepsAt(0, found)[0]).toBe('See why it ended $ systemctl status kubelet --no-pager');
		expect(stepsAt(0, found).at(-1)).toContain('systemctl restart kubelet');
	});

	it('is not yet a finding while it may be restarted', () => {
		const before = stateAt(0, nodeAt(0), kubeletAt(0, false));
		const later = stateAt(14, nodeAt(0), kubeletAt(10, false));
		expect(judgeAll(rule, before, later).findings).toEqual([]);
		expect(judgeAll(rule, before, later, stateAt(16, nodeAt(0), kubeletAt(15, false))).findings).toHaveLength(1);
	});

	it('is a finding at once where the API server misses it too, and keeps its beginning when that comes later', () => {
		const gone = nodeAt(45, 'Unknown', { ...unknown, changed: 41, heard: 0 });
		expect(judgeAll(rule, stateAt(50, gone, kubeletAt(50, false))).findings).toMatchObject([{ since: at(50) }]);
		const through = judgeAll(rule, stateAt(0, nodeAt(0), kubeletAt(0, false)), stateAt(50, gone, kubeletAt(50, false)));
		expect(through.findings).toMatchObject([{ key: 'kubelet-down/node', since: at(0), noticed: true }]);
	});

	it('is over when it is back and the node Ready', () => {
		const gone = stateAt(20, nodeAt(0), kubeletAt(20, false));
		expect(
			judgeAll(rule, gone, stateAt(40, nodeAt(0), kubeletAt(40, false)), stateAt(60, wellAt(60))).findings,
		).toEqual([]);
	});
});

describe('a node that is not Ready', () => {
	it.each([
		[
			undefined,
			'The API server does not hear from the kubelet of worker-2: kubectl shows old states, and what ends now may not come back',
		],
		[
			true,
			'The API server does not hear from the kubelet of worker-2, though its process runs: kubectl shows old states, and what ends now may not come back',
		],
	])('by silence, its process %s', (running, text) => {
		const found = suspicionOf(
			rule,
			stateAt(120, nodeAt(60, 'Unknown', { ...unknown, changed: 41, heard: 1 }), kubeletAt(60, running)),
		);
		expect(textAt(120, found.summary)).toBe(text);
		expect(found.since).toBe(at(41));
		expect(evidenceAt(120, found)).toContain(
			"the node's condition Ready: Unknown (NodeStatusUnknown: Kubelet stopped posting node status), since 12:00:41 [kube]",
		);
		expect(evidenceAt(120, found)).toContain('last told the API server: 12:00:01 [kube]');
	});

	it.each([
		[
			'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:cni config uninitialized',
			'/etc/cni/net.d',
		],
		['PLEG is not healthy: pleg was last seen active 3m12s ago; threshold is 3m0s', 'time docker ps -q'],
	])('by its kubelet: %s', (message, command) => {
		const node = nodeAt(60, 'False', { reason: 'KubeletNotReady', message, changed: 0 });
		const records: Observation = { at: at(0), source: 'docker', kind: 'runtime-listing', records: [] };
		const found = suspicionOf(rule, stateAt(60, records, node, kubeletAt(60, true)));
		expect(textAt(60, found.summary)).toContain(`its kubelet says: ${message}; no new pods`);
		expect(stepsAt(60, found)[0]).toContain(command);
	});

	it('is normal for a moment once the kubelet has come back, whatever the API server thought meanwhile', () => {
		const silent = { ...unknown, changed: 41, heard: 0 };
		const back = (now: number) =>
			stateAt(now, nodeAt(45, 'Unknown', silent), kubeletAt(45, false), kubeletAt(100, true));
		const gone = stateAt(60, nodeAt(45, 'Unknown', silent), kubeletAt(45, false));
		expect(judgeAll(rule, gone).findings).toHaveLength(1);
		expect(judgeAll(rule, gone, back(101)).findings).toEqual([]);
		expect(judgeAll(rule, gone, back(101), back(129)).findings).toEqual([]);
		expect(judgeAll(rule, gone, back(101), back(131)).findings).toMatchObject([{ since: at(100) }]);
	});

	it('is normal for a moment after the start of the kubelet', () => {
		const starting = (now: number) =>
			stateAt(
				now,
				nodeAt(now, 'False', { reason: 'KubeletNotReady', message: 'PLEG has yet to be successful', changed: 0 }),
				kubeletAt(now, true),
			);
		expect(judgeAll(rule, starting(10)).findings).toEqual([]);
		expect(judgeAll(rule, starting(31)).findings).toHaveLength(1);
	});
});

describe('silence', () => {
	it('counts only when nobody sees its process, and longer than a quiet kubelet needs', () => {
		const heard = nodeAt(0, 'True', { heard: 0 });
		expect(suspicionsOf(rule, stateAt(330, heard))).toEqual([]);
		expect(suspicionsOf(rule, stateAt(345, heard, kubeletAt(345, true)))).toEqual([]);
		expect(judgeAll(rule, stateAt(345, heard)).findings).toHaveLength(1);
	});
});

it('says nothing where nothing is known', () => {
	expect(suspicionsOf(rule, stateAt(0))).toEqual([]);
	const failed: Observation = { at: at(1), source: 'kube', kind: 'health', health: 'failed' };
	expect(suspicionsOf(rule, stateAt(60, nodeAt(0, 'Unknown', unknown), failed))).toEqual([]);
});

it.each([
	['v1.29.4+k3s1', {}, 'k3s-agent'],
	['v1.29.4+k3s1', { 'node-role.kubernetes.io/control-plane': 'true' }, 'k3s'],
	['v1.28.9+rke2r1', {}, 'rke2-agent'],
	['v1.30.0+k0s', {}, 'k0sworker'],
])('names the unit of %s', (kubeletVersion, labels, unit) => {
	const node: KubeNode = { metadata: { name: 'n', labels }, status: { nodeInfo: { kubeletVersion } } };
	const found = suspicionOf(rule, stateAt(0, { at: at(0), source: 'kube', kind: 'node', node }, kubeletAt(0, false)));
	expect(stepsAt(0, found).at(-1)).toContain(`systemctl restart ${unit}`);
	// a server's unit has the API server in it
	expect(/the API server .* is away/.test(stepsAt(0, found).at(-1) ?? '')).toBe(unit === 'k3s');
});

it('is not over because the API server that told of it does not answer any more', () => {
	const before = stateAt(100, nodeAt(50, 'Unknown', { changed: 0 }), kubeletAt(50, true));
	const lost: Observation = { at: at(110), source: 'kube', kind: 'health', health: 'failed', detail: 'no answer' };
	const after = [lost, { at: at(120), source: 'pausetop', kind: 'tick' } as const].reduce(reduce, before);
	const judged = judgeAll(rule, before, after);
	expect(judged.findings).toMatchObject([{ key: 'kubelet-down/node', uncheckedSince: at(120) }]);
	expect(judged.cannotTell).toEqual([{ rule: rule.id, reason: 'the API server: no answer' }]);
	const gone = reduce(after, kubeletAt(130, false));
	expect(judgeAll(rule, before, after, gone).findings[0]).not.toHaveProperty('uncheckedSince');
});
