import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CoreV1Api, KubeConfig, type V1Pod } from '@kubernetes/client-node';
import { afterEach, expect, test } from 'vitest';
import {
	createSimulatedNode,
	type SimulatedNode,
	type SimulatedNodeOptions,
} from '../../source/simulator/create-simulated-node.ts';
import { createVirtualClock, type VirtualClock } from '../../source/simulator/virtual-clock.ts';
import { readInodes } from './proc-inodes.ts';

let clock: VirtualClock;
let node: SimulatedNode;

afterEach(() => node.close());

async function start(options: SimulatedNodeOptions = {}): Promise<void> {
	clock = createVirtualClock(Date.parse('2026-11-22T12:00:00Z'));
	node = await createSimulatedNode({ clock, story: false, ...options });
}

async function readPod(name: string): Promise<V1Pod> {
	const config = new KubeConfig();
	config.loadFromFile(node.kubeconfig);
	return config.makeApiClient(CoreV1Api).readNamespacedPod({ namespace: 'default', name });
}

function listProcesses(): string[] {
	return readdirSync(join(node.hostRoot, 'proc')).filter((entry) => /^\d+$/.test(entry));
}

function readProc(pid: string | number, file: string): string {
	return readFileSync(join(node.hostRoot, 'proc', String(pid), file), 'utf8');
}

test('an image that the registry does not have: ErrImagePull, then ImagePullBackOff, and a pause alone', async () => {
	await start();
	node.createPod({ name: 'no-image', containers: [{ name: 'main', image: 'nothere:1', imageMissing: true }] });
	const reasons = new Set<string | undefined>();
	for (let step = 0; step < 40; step++) {
		await clock.advance(1000);
		reasons.add((await readPod('no-image')).status?.containerStatuses?.[0]?.state?.waiting?.reason);
	}
	expect([...reasons]).toEqual(expect.arrayContaining(['ErrImagePull', 'ImagePullBackOff']));
	expect((await readPod('no-image')).status?.phase).toBe('Pending');
	expect(node.findContainer('no-image')?.pid).toBeDefined();
	expect(node.findContainer('no-image', 'main')).toBeUndefined();
});

test('a crasher waits 10 s, 20 s, 40 s … and keeps one dead container', async () => {
	await start();
	node.createPod({ name: 'crasher', containers: [{ name: 'boom', runsFor: 2000, exitCode: 3 }] });
	const starts: number[] = [];
	for (let second = 0, last = -1; second < 900; second++) {
		await clock.advance(1000);
		const attempt = node.findContainer('crasher', 'boom')?.attempt ?? -1;
		if (attempt !== last) starts.push(second);
		last = attempt;
	}
	const waits = starts.slice(1).map((at, index) => at - (starts[index] ?? 0));
	expect(waits[0]).toBeLessThan(5);
	for (const [index, least] of [10, 20, 40, 80, 160].entries()) {
		expect(waits[index + 1]).toBeGreaterThanOrEqual(least);
		expect(waits[index + 1]).toBeLessThan(least + 25);
	}
	expect((await readPod('crasher')).status?.containerStatuses?.[0]?.restartCount).toBe(starts.length - 1);
});

test('restartPolicy Never: Completed or Failed, the sandbox stopped, and never again', async () => {
	await start();
	node.createPod({ name: 'good', restartPolicy: 'Never', containers: [{ name: 'job', runsFor: 2000 }] });
	node.createPod({ name: 'bad', restartPolicy: 'Never', containers: [{ name: 'job', runsFor: 2000, exitCode: 1 }] });
	node.createPod({
		name: 'again',
		restartPolicy: 'OnFailure',
		containers: [{ name: 'job', runsFor: 2000, exitCode: 1 }],
	});
	await clock.advance(60_000);
	expect((await readPod('good')).status).toMatchObject({ phase: 'Succeeded' });
	expect((await readPod('bad')).status).toMatchObject({ phase: 'Failed' });
	expect((await readPod('again')).status?.containerStatuses?.[0]?.restartCount).toBeGreaterThan(1);
	expect(node.findContainer('good')).toEqual({ id: expect.any(String), attempt: 0 });
	expect(node.findContainer('bad', 'job')?.attempt).toBe(0);
});

test('the OOM killer: 137, OOMKilled, restarted', async () => {
	await start();
	node.createPod({ name: 'greedy', containers: [{ name: 'main', runsFor: 3000, oom: true }] });
	await clock.advance(4500);
	const status = (await readPod('greedy')).status?.containerStatuses?.[0];
	expect(status?.lastState?.terminated ?? status?.state?.terminated).toMatchObject({
		exitCode: 137,
		reason: 'OOMKilled',
	});
});

test('hostPID: no pid namespace of its own, one number in NSpid', async () => {
	await start();
	node.createPod({ name: 'host-pid', hostPID: true, containers: [{ name: 'main' }] });
	await clock.advance(5000);
	const { pid = 0 } = node.findContainer('host-pid', 'main') ?? {};
	expect(readProc(pid, 'status')).toMatch(new RegExp(`^NSpid:\\t${pid}$`, 'm'));
	expect(readInodes(node, 'host-pid', ['main']).main?.pid).toBe(4026531836);
});

test('an ephemeral container lives in the pid namespace of its target', async () => {
	await start({ story: true });
	const inodes = readInodes(node, 'with-sidecar', ['app', 'debugger-4xk2p', 'log-shipper']);
	expect(inodes['debugger-4xk2p']?.pid).toBe(inodes.app?.pid);
	expect(inodes['log-shipper']?.pid).not.toBe(inodes.app?.pid);
	expect(inodes['log-shipper']?.net).toBe(inodes.POD?.net);
});

test('a process in /proc: start time, cgroup, command, namespaces', async () => {
	await start({ story: true });
	const { id, pid = 0 } = node.findContainer('pause-test', 'busybox') ?? {};
	expect(readProc(pid, 'comm')).toBe('sleep\n');
	expect(readProc(pid, 'cmdline')).toBe('sleep\x003600\x00');
	expect(readProc(pid, 'cgroup')).toMatch(
		new RegExp(`^9:name=systemd:/kubepods/besteffort/pod[0-9a-f-]{36}/${id}$`, 'm'),
	);
	const boot = Number(/^btime (\d+)$/m.exec(readFileSync(join(node.hostRoot, 'proc/stat'), 'utf8'))?.[1]);
	const ticks = Number(readProc(pid, 'stat').split(') ')[1]?.split(' ')[19]);
	const startedAt = Date.parse(
		(await readPod('pause-test')).status?.containerStatuses?.[0]?.state?.running?.startedAt as unknown as string,
	);
	expect(Math.floor(boot + ticks / 100) * 1000).toBe(startedAt);
	expect(readlinkSync(join(node.hostRoot, 'proc/1/ns/net'))).toBe('net:[4026531833]');
	const kubelet = listProcesses().find((each) => readProc(each, 'comm') === 'kubelet\n') ?? '';
	expect(readProc(kubelet, 'cmdline').split('\0')).toContain(`--hostname-override=${node.nodeName}`);
});

test('cgroup v2 with systemd: slices, scopes and a cgroup namespace of its own', async () => {
	await start({ story: true, cgroup: 'v2-systemd' });
	const { id, pid = 0 } = node.findContainer('pause-test', 'busybox') ?? {};
	const slice = '/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod[0-9a-f_]{36}.slice';
	expect(readProc(pid, 'cgroup')).toMatch(new RegExp(`^0::${slice}/docker-${id}\\.scope\n$`));
	expect(readlinkSync(join(node.hostRoot, 'proc', String(pid), 'ns/cgroup'))).not.toBe('cgroup:[4026531835]');
});

test('a change touches only its own processes, and what dies is gone from /proc', async () => {
	await start({ story: true });
	const before = listProcesses();
	const { pid } = node.findContainer('pause-test', 'nginx') ?? {};
	const killed = node.run({ do: 'kill', id: node.findContainer('pause-test', 'nginx')?.id ?? '' });
	await clock.advance(100);
	await killed;
	const gone = before.filter((each) => !listProcesses().includes(each));
	expect(gone).toContain(String(pid));
	expect(gone).toHaveLength(2);
	await clock.advance(3000);
	expect(listProcesses()).toHaveLength(before.length);
});

test('many pods run and are found', async () => {
	await start({ pods: 30 });
	expect((await readPod('many-30')).status).toMatchObject({ phase: 'Running' });
	const inodes = new Set<number | undefined>();
	for (let number = 1; number <= 30; number++) inodes.add(readInodes(node, `many-${number}`, []).POD?.net);
	expect(inodes.size).toBe(30);
});

test('left alone, the node tells the story by itself', async () => {
	await start({ story: true, autonomous: true });
	const before = await readPod('pause-test2');
	await clock.advance(17_000);
	const after = await readPod('pause-test2');
	expect(node.findContainer('pause-test2')?.attempt).toBe(1);
	expect(after.status?.containerStatuses?.map((each) => each.restartCount)).toEqual([1, 1, 1]);
	expect(after.metadata?.uid).toBe(before.metadata?.uid);
	expect(after.metadata?.creationTimestamp).toEqual(before.metadata?.creationTimestamp);
	expect(after.status?.podIP).not.toBe(before.status?.podIP);
	await clock.advance(80_000);
	expect((await readPod('myapp-pod')).status?.phase).toBe('Running');
	// Half an hour later something has happened to more than one pod, and everything that should run does.
	await clock.advance(1_800_000);
	const restarts = await Promise.all(['pause-test', 'pause-test2', 'on-host', 'with-sidecar'].map(readPod));
	const touched = restarts.filter((pod) => pod.status?.containerStatuses?.some((each) => each.restartCount > 1));
	expect(touched.length).toBeGreaterThan(1);
});

test('the same seed gives the same node', async () => {
	await start({ story: true, seed: 7 });
	const first = node.findContainer('pause-test');
	await node.close();
	await start({ story: true, seed: 7 });
	expect(node.findContainer('pause-test')).toEqual(first);
	await node.close();
	await start({ story: true, seed: 8 });
	expect(node.findContainer('pause-test')?.id).not.toBe(first?.id);
});

test('closing removes what it made and leaves what was there; a path too long for a socket is refused', async () => {
	const parent = mkdtempSync(join(tmpdir(), 'simulator-test-'));
	await start({ directory: parent });
	expect(existsSync(join(parent, 'docker.sock'))).toBe(true);
	await node.close();
	expect(readdirSync(parent)).toEqual([]);
	await start({ directory: join(parent, 'new') });
	await node.close();
	expect(readdirSync(parent)).toEqual([]);
	await expect(createSimulatedNode({ directory: join(parent, 'x'.repeat(100)) })).rejects.toThrow(/shorter/);
	expect(readdirSync(parent)).toEqual([]);
	rmSync(parent, { recursive: true });
});

test('what a killed process left behind is removed by the next one', async () => {
	await start();
	const parent = dirname(node.hostRoot);
	// Beyond the largest pid that Linux gives out (2^22).
	const left = mkdtempSync(join(parent, 'pausetop-node-4194999-'));
	await node.close();
	await start();
	expect(existsSync(left)).toBe(false);
	expect(existsSync(node.hostRoot)).toBe(true);
});

test('on the real clock, a hundred pods are there in a second', async () => {
	clock = createVirtualClock(0);
	const startedAt = performance.now();
	node = await createSimulatedNode({ pods: 100 });
	// Measured 0.36 s on a busy machine with two cores; the limit leaves room for a worse one.
	expect(performance.now() - startedAt).toBeLessThan(3000);
	expect(node.findContainer('many-100', 'busybox')?.pid).toBeDefined();
});
