import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { surveyNetworks, surveyNode } from '../../../../source/adapters/proc/survey/survey-node.ts';
import { SourceError } from '../../../../source/core/source.ts';
import type { SurveyRequest } from '../../../../source/core/survey-request.ts';
import {
	addPod,
	cgroupOf,
	createInsideTree,
	ghostId,
	type InsideTree,
	nginxId,
	nginxPid,
	podNet,
} from '../inside/inside-tree.ts';
import { createProcTree, hostNamespaces } from '../proc-tree.ts';

const id = 'bbfd24cd3ac3e9867b6bedbda6a9bcda3a907780433cfc3418258f0e015c1d91';
const address = '/run/containerd/containerd.sock';
const { signal } = new AbortController();

const dev = 'Inter-|\n face |\n    lo: 1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0\n  eth0: 1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0\n';
const trie = (ip: string) => `Main:\n  |-- ${ip}\n     /32 host LOCAL\n  |-- 127.0.0.1\n     /32 host LOCAL\n`;
const network = (ip: string) => ({ 'net/dev': dev, 'net/fib_trie': trie(ip) });

function survey(tree: { root: string }, request: Partial<SurveyRequest> = {}, now = 5_000) {
	return surveyNode(
		{ pids: [], hostNet: hostNamespaces.net, ...request },
		{ hostRoot: tree.root, now: () => now, signal },
	);
}

function pin(tree: InsideTree, path: string, inode: number): void {
	const file = join(tree.root, path);
	mkdirSync(dirname(file), { recursive: true });
	// a directory of ours cannot hold a namespace: a link says which it would be
	symlinkSync(`net:[${inode}]`, file);
}

describe('shims', () => {
	const words = ['/usr/bin/containerd-shim-runc-v2', '-namespace', 'k8s.io', '-id', id, '-address', address];

	test('what they serve, since when, with how many children', async () => {
		const tree = createInsideTree();
		tree.set({ pid: 700, command: 'containerd-shim', cmdline: words, startTicks: 1_000 }, { pid: 701, parentPid: 700 });
		const { shims } = await survey(tree);
		expect(shims).toEqual([
			{
				...{ pid: 700, startTicks: 1_000, id, containerdNamespace: 'k8s.io', address, children: 1 },
				...{ startedAt: 1_795_308_902_000 + 10_000, seenSince: 5_000 },
			},
		]);
		expect(
			(await survey(tree, { previous: { readAt: 5_000, problems: [], shims } }, 9_000)).shims?.[0]?.seenSince,
		).toBe(5_000);
		tree.set({ pid: 700, command: 'containerd-shim', cmdline: words, startTicks: 2_000 });
		expect(
			(await survey(tree, { previous: { readAt: 5_000, problems: [], shims } }, 9_000)).shims?.[0]?.seenSince,
		).toBe(9_000);
	});

	test('one in a nested pid namespace serves another node, and a call of it is none', async () => {
		const tree = createInsideTree();
		tree.set(
			{ pid: 700, command: 'containerd-shim', cmdline: words, nsPids: [700, 20] },
			{ pid: 701, command: 'containerd-shim', cmdline: [...words, 'delete'] },
			{ pid: 702, command: 'containerd', cmdline: words },
			{ pid: 703, command: 'containerd-shim', cmdline: words, state: 'Z' },
		);
		expect((await survey(tree)).shims).toEqual([]);
	});

	test('the memory of one that hangs is left alone', async () => {
		const tree = createInsideTree();
		tree.set({ pid: 700, command: 'containerd-shim', cmdline: words });
		const previous = await survey(tree);
		tree.set({ pid: 700, command: 'containerd-shim', cmdline: ['other'], state: 'D' });
		expect((await survey(tree, { previous })).shims).toEqual(previous.shims);
	});
});

describe('zombies and processes that hang', () => {
	test('whose, and whose fault', async () => {
		const tree = createInsideTree();
		addPod(tree);
		tree.add(
			{
				pid: 900,
				state: 'Z',
				command: 'curl',
				parentPid: 201,
				cgroup: cgroupOf(nginxId),
				namespaces: { pid: nginxPid },
			},
			{ pid: 901, state: 'Z', command: 'old', parentPid: 1 },
			{ pid: 902, state: 'Z', threads: 3, command: 'leader', parentPid: 1 },
			{ pid: 201, command: 'nginx', cgroup: cgroupOf(nginxId) },
		);
		const { zombies } = await survey(tree);
		expect(zombies).toEqual([
			{
				...{
					pid: 900,
					startTicks: 9_000,
					command: 'curl',
					containerId: nginxId,
					pidNamespace: nginxPid,
					seenSince: 5_000,
				},
				...{ parentPid: 201, parentCommand: 'nginx', parentContainerId: nginxId },
			},
			{
				...{ pid: 901, startTicks: 9_010, command: 'old', pidNamespace: hostNamespaces.pid, seenSince: 5_000 },
				...{ parentPid: 1, parentCommand: 'systemd' },
			},
		]);
	});

	test('those of containers, where they wait; not the frozen ones, nor the node’s own', async () => {
		const tree = createInsideTree();
		const cgroup = cgroupOf(ghostId);
		tree.add(
			{ pid: 900, state: 'D', command: 'cat', cgroup, files: { wchan: 'rpc_wait_bit_killable' } },
			{ pid: 901, state: 'D', command: 'kworker' },
			{ pid: 902, state: 'D', command: 'dd', cgroup: cgroupOf(nginxId), files: { wchan: '0' } },
		);
		tree.write(`sys/fs/cgroup${cgroupOf(nginxId)}/cgroup.events`, 'populated 1\nfrozen 0\n');
		const { uninterruptible } = await survey(tree);
		const common = { containerId: ghostId, seenSince: 5_000 };
		expect(uninterruptible).toEqual([
			{ pid: 900, startTicks: 9_000, command: 'cat', waitsIn: 'rpc_wait_bit_killable', ...common },
			{ pid: 902, startTicks: 9_020, command: 'dd', ...common, containerId: nginxId },
		]);
		tree.write(`sys/fs/cgroup${cgroupOf(nginxId)}/cgroup.events`, 'populated 1\nfrozen 1\n');
		expect((await survey(tree)).uninterruptible?.map(({ pid }) => pid)).toEqual([900]);
	});
});

describe('networks', () => {
	const pod = (pid: number, ip: string, net = podNet) => ({ pid, namespaces: { net }, files: network(ip) });

	test('each is read once, through a process that lives there; the host’s is not', async () => {
		const tree = createInsideTree();
		tree.add(pod(100, '10.244.0.7'), pod(101, 'not read'), { pid: 102, files: network('192.0.2.1') });
		const { networks, networksReadAt, readAt } = await survey(tree, { pids: [100, 101, 102, 999] });
		expect([...(networks?.keys() ?? [])]).toEqual([podNet]);
		expect(networks?.get(podNet)).toMatchObject({
			pid: 100,
			addresses: [
				{ address: '10.244.0.7', loopback: false },
				{ address: '127.0.0.1', loopback: true },
			],
			interfaces: [{ name: 'lo' }, { name: 'eth0' }],
		});
		expect([readAt, networksReadAt]).toEqual([5_000, 5_000]);
	});

	test('what is not readable is not told as empty', async () => {
		const tree = createInsideTree();
		tree.add({ pid: 100, namespaces: { net: podNet } });
		expect((await survey(tree, { pids: [100] })).networks).toEqual(new Map());
	});

	test('read again alone, the rest stays', async () => {
		const tree = createInsideTree();
		tree.add(pod(100, '10.244.0.7'), { pid: 900, state: 'Z' });
		const previous = await survey(tree, { pids: [100] });
		tree.remove(900);
		tree.add(pod(100, '10.244.0.9'));
		const next = await surveyNetworks(
			{ pids: [100], hostNet: hostNamespaces.net, previous },
			{ hostRoot: tree.root, now: () => 8_000, signal },
		);
		expect(next).toMatchObject({ readAt: 5_000, networksReadAt: 8_000, cost: expect.any(Number) });
		expect(next.zombies).toBe(previous.zombies);
		expect(next.networks?.get(podNet)?.addresses[0]?.address).toBe('10.244.0.9');
	});
});

describe('files that keep networks', () => {
	test('with a process that lives there, of a container or not', async () => {
		const tree = createInsideTree();
		tree.add(
			{ pid: 100, namespaces: { net: podNet }, files: network('10.244.0.7') },
			{ pid: 300, namespaces: { net: 42 } },
		);
		pin(tree, 'run/netns/cni-1', podNet);
		pin(tree, 'run/netns/blue', 42);
		pin(tree, 'run/netns/cni-2', 43);
		pin(tree, 'run/docker/netns/0b1c5d0e7d3a', 44);
		writeFileSync(join(tree.root, 'run/netns/left'), '');
		const { networkFiles, problems } = await survey(tree, { pids: [100] });
		expect(networkFiles).toEqual([
			{ path: '/var/run/netns/blue', inode: 42, pid: 300, seenSince: 5_000 },
			{ path: '/var/run/netns/cni-1', inode: podNet, pid: 100, seenSince: 5_000 },
			{ path: '/var/run/netns/cni-2', inode: 43, seenSince: 5_000 },
			{ path: '/var/run/docker/netns/0b1c5d0e7d3a', inode: 44, seenSince: 5_000 },
		]);
		expect(problems).toEqual([]);
	});

	test('below /var/run where there is no /run', async () => {
		const tree = createInsideTree();
		pin(tree, 'var/run/netns/cni-2', 43);
		expect((await survey(tree)).networkFiles).toMatchObject([{ path: '/var/run/netns/cni-2' }]);
	});

	test('a folder that is none is a problem of its own', async () => {
		const tree = createInsideTree();
		mkdirSync(join(tree.root, 'run/docker'), { recursive: true });
		symlinkSync('netns', join(tree.root, 'run/docker/netns'));
		tree.add({ pid: 900, state: 'Z' });
		const { networkFiles, problems, zombies } = await survey(tree);
		expect(networkFiles).toBeUndefined();
		expect(problems).toMatchObject([{ about: 'network-files', detail: expect.stringContaining('ELOOP') }]);
		expect(zombies).toHaveLength(1);
	});
});

test('without a /proc there is no survey', async () => {
	const tree = createProcTree({ bare: true });
	await expect(survey(tree)).rejects.toThrow(SourceError);
	tree.close();
});

test('it gives way: 3,000 processes do not hold up what else is to be done', async () => {
	const tree = createInsideTree();
	for (let pid = 1_000; pid < 4_000; pid += 1) tree.set({ pid, lean: true });
	let turns = 0;
	let isOver = false;
	const count = () => {
		if (isOver) return;
		turns += 1;
		setImmediate(count);
	};
	setImmediate(count);
	await survey(tree);
	isOver = true;
	expect(turns).toBeGreaterThan(20);
});
