import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { findKubelet } from '../../../source/adapters/proc/kubelet.ts';
import { createProcTree, type ProcTree } from './proc-tree.ts';

let tree: ProcTree;

beforeEach(() => {
	tree = createProcTree();
	onTestFinished(tree.close);
});

const kubelet = (pid: number, name: string) => ({
	pid,
	command: 'kubelet',
	cmdline: ['/usr/bin/kubelet', `--hostname-override=${name}`],
});

test('the kubelet of this node', () => {
	tree.set({ pid: 90, command: 'dockerd' }, kubelet(100, 'worker-2'));
	expect(findKubelet({ hostRoot: tree.root })).toEqual({ program: 'kubelet', hostnameOverride: 'worker-2' });
});

test('k3s', () => {
	tree.set({ pid: 90, command: 'k3s-server', cmdline: ['/usr/local/bin/k3s server'] });
	expect(findKubelet({ hostRoot: tree.root })).toEqual({ program: 'k3s' });
});

test('not the one of a node in a container, nor an impostor', () => {
	tree.set(
		{ ...kubelet(90, 'kind-control-plane'), nsPids: [90, 7] },
		{ pid: 95, command: 'kubelet', cmdline: ['vim'] },
	);
	expect(findKubelet({ hostRoot: tree.root })).toBeUndefined();
	tree.set(kubelet(100, 'worker-2'));
	expect(findKubelet({ hostRoot: tree.root })?.hostnameOverride).toBe('worker-2');
});

test('none without a /proc', () => {
	expect(findKubelet({ hostRoot: `${tree.root}/nothing` })).toBeUndefined();
});
