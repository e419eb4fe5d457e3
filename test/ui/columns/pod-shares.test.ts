import { expect, test } from 'vitest';
import { type LinuxNamespaceKind, linuxNamespaceKinds, type Sharing } from '../../../source/core/linux-namespace.ts';
import type { ContainerView, NamespaceUse, PodView } from '../../../source/core/node-view.ts';
import { selectPodShares } from '../../../source/ui/columns/pod-shares.ts';

function container(uses: Partial<Record<LinuxNamespaceKind, Sharing>>, rest: Sharing = 'own'): ContainerView {
	const entries = linuxNamespaceKinds.map((kind) => [kind, { sharing: uses[kind] ?? rest }]);
	const linuxNamespaces = Object.fromEntries(entries) as Record<LinuxNamespaceKind, NamespaceUse>;
	return { name: 'c', kind: 'app', current: true, state: 'running', linuxNamespaces };
}

const pod = (...containers: ContainerView[]): PodView => ({
	uid: 'u',
	kubeNamespace: 'default',
	name: 'web',
	matched: 'runtime',
	status: 'Ready',
	sandboxes: [],
	containers,
});

const usual = { net: 'pause', ipc: 'pause', user: 'host', cgroup: 'host', time: 'host' } as const;

test.each([
	['the usual pod', pod(container(usual), container(usual)), 'net ipc', 'plain'],
	['a shared process namespace', pod(container({ ...usual, pid: 'pause' })), 'net ipc pid', 'plain'],
	['only some of them', pod(container(usual), container({ ...usual, pid: 'pause' })), 'net ipc pid(1/2)', 'plain'],
	['a hostNetwork pod', pod(container({ ...usual, net: 'host', uts: 'host' })), 'ipc host:net,uts', 'plain'],
	[
		'a container in a network that is not the pod’s',
		pod(container({ ...usual, net: 'other' })),
		'other:net ipc',
		'bad',
	],
	['nothing in common', pod(container({})), 'nothing', 'plain'],
	['nothing readable', pod(container({}, 'unknown')), '?', 'dim'],
] as const)('%s', (_, view, text, tone) => {
	expect(selectPodShares(view)).toEqual({ text, tone });
});

test('nothing to say while nothing runs', () => {
	expect(selectPodShares(pod({ name: 'c', kind: 'app', current: true, state: 'waiting' }))).toBeUndefined();
});
