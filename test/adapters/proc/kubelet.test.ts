import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { findKubelet, isKubeletRunning } from '../../../source/adapters/proc/kubelet.ts';
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
	expect(findKubelet({ hostRoot: tree.root })).toEqual({ program: 'kubelet', hostnameOverride: 'worker-2', pid: 100 });
});

test('k3s', () => {
	tree.set({ pid: 90, command: 'k3s-server', cmdline: ['/usr/local/bin/k3s server'] });
	expect(findKubelet({ hostRoot: tree.root })).toEqual({ program: 'k3s', pid: 90 });
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

test('microk8s', () => {
	tree.set({ pid: 90, command: 'kubelite', cmdline: ['/snap/microk8s/1/kubelite', '--kubelet-args-file=/x'] });
	expect(findKubelet({ hostRoot: tree.root })).toEqual({ program: 'kubelite', pid: 90 });
});

test('the one that rke2 or k0s has started', () => {
	tree.set({ pid: 90, command: 'rke2', cmdline: ['/usr/local/bin/rke2', 'agent', '--node-name=edge'] });
	expect(findKubelet({ hostRoot: tree.root })).toEqual({ program: 'rke2', hostnameOverride: 'edge', pid: 90 });
	tree.set(kubelet(100, 'edge-1'));
	expect(findKubelet({ hostRoot: tree.root })).toEqual({ program: 'rke2', hostnameOverride: 'edge', pid: 100 });
	tree.remove(90);
	tree.set({ pid: 90, command: 'k0s', cmdline: ['/usr/local/bin/k0s', 'worker'] });
	expect(findKubelet({ hostRoot: tree.root })?.pid).toBe(100);
});

describe('whether it runs', () => {
	const running = (pid?: number) => isKubeletRunning(tree.root, pid);

	test('the known one does', () => {
		tree.set(kubelet(100, 'worker-2'));
		expect(running(100)).toBe(true);
		expect(running()).toBe(true);
	});

	test('only the known one is looked at as long as it is there', () => {
		const bare = createProcTree({ bare: true });
		onTestFinished(bare.close);
		mkdirSync(join(bare.root, 'proc'));
		bare.set(kubelet(100, 'worker-2'));
		// to list the folder is not allowed, to go through it is; root may do both, so there it shows that nothing breaks
		chmodSync(join(bare.root, 'proc'), 0o111);
		const runs = isKubeletRunning(bare.root, 100);
		chmodSync(join(bare.root, 'proc'), 0o755);
		expect(runs).toBe(true);
	});

	test('it has been started anew', () => {
		tree.set(kubelet(100, 'worker-2'));
		tree.remove(100);
		expect(running(100)).toBe(false);
		tree.set(kubelet(200, 'worker-2'));
		expect(running(100)).toBe(true);
	});

	test('its pid is another program’s now, or it is a zombie', () => {
		tree.set({ pid: 100, command: 'kubelet', cmdline: ['vim'] });
		expect(running(100)).toBe(false);
		tree.set({ ...kubelet(100, 'worker-2'), state: 'Z' });
		expect(running(100)).toBe(false);
	});

	test('who would start it does not count for it', () => {
		tree.set({ pid: 90, command: 'rke2', cmdline: ['/usr/local/bin/rke2', 'agent'] });
		expect(running(90)).toBe(false);
	});

	test('none was ever seen: that cannot be told', () => {
		expect(running()).toBeUndefined();
	});

	test('a /proc that is not there, or hides the processes of others, does not tell', () => {
		expect(isKubeletRunning(`${tree.root}/nothing`, 100)).toBeUndefined();
		tree.remove(1);
		expect(running(100)).toBeUndefined();
	});
});
