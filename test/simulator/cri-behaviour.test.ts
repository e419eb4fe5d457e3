import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createSimulatedNode } from '../../source/simulator/create-simulated-node.ts';
import { type CriLab, startCriLab } from './cri-lab.ts';
import { readInodes } from './proc-inodes.ts';

let lab: CriLab;

afterEach(() => lab.close());

/** The first namespaces' numbers, fixed in the kernel (include/linux/proc_ns.h). */
const host = { net: 4026531833, uts: 4026531838, user: 4026531837, pid: 4026531836 };

test.each([
	{ runtime: 'containerd', containerdMajor: 1, version: 'containerd://1.6.20~ds1' },
	{ runtime: 'containerd', containerdMajor: 2, version: 'containerd://2.0.5' },
	{ runtime: 'cri-o', version: 'cri-o://1.30.4' },
] as const)('$version: no Docker, and the API names the runtime', async ({ version, ...options }) => {
	lab = await startCriLab(options);
	expect(lab.node.dockerSocket).toBeUndefined();
	expect(existsSync(join(lab.node.hostRoot, 'docker.sock'))).toBe(false);
	expect((await lab.api.readNode({ name: lab.node.nodeName })).status?.nodeInfo?.containerRuntimeVersion).toBe(version);
	const [status] = (await lab.readPod('pause-test')).status?.containerStatuses ?? [];
	expect(status).toMatchObject({
		image: 'docker.io/library/busybox:latest',
		containerID: `${lab.node.runtime}://${lab.node.findContainer('pause-test', 'busybox')?.id}`,
	});
	expect(status?.imageID).toMatch(/^(docker\.io\/library\/busybox@)?sha256:[0-9a-f]{64}$/);
	const commands = readdirSync(join(lab.node.hostRoot, 'proc'))
		.filter((entry) => /^\d+$/.test(entry))
		.map((pid) => readFileSync(join(lab.node.hostRoot, 'proc', pid, 'cmdline'), 'utf8').split('\0'));
	const programs = commands.map(([program]) => program);
	expect(programs).not.toContain('/usr/bin/dockerd');
	expect(programs).toContain(lab.node.runtime === 'cri-o' ? '/usr/bin/crio' : '/usr/bin/containerd');
	const endpoint = commands.find(([program]) => program === '/usr/bin/kubelet')?.find((each) => /endpoint/.test(each));
	const path = endpoint?.replace('--container-runtime-endpoint=unix://', '') ?? '';
	expect(existsSync(join(lab.node.hostRoot, path))).toBe(true);
});

test.each([
	['containerd', 'v1-cgroupfs', '/kubepods/besteffort/podUID/ID'],
	[
		'containerd',
		'v2-systemd',
		'/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-podUID.slice/cri-containerd-ID.scope',
	],
	['cri-o', 'v1-cgroupfs', '/kubepods/besteffort/podUID/crio-ID'],
	['cri-o', 'v2-systemd', '/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-podUID.slice/crio-ID.scope'],
] as const)('cgroups of %s with %s', async (runtime, cgroup, expected) => {
	lab = await startCriLab({ runtime, cgroup });
	const { id = '', pid } = lab.node.findContainer('pause-test2', 'nginx') ?? {};
	const { metadata } = await lab.readPod('pause-test2');
	const uid = cgroup === 'v2-systemd' ? metadata?.uid?.replaceAll('-', '_') : metadata?.uid;
	expect(readFileSync(join(lab.node.hostRoot, 'proc', String(pid), 'cgroup'), 'utf8')).toContain(
		`:${expected.replace('UID', uid ?? '').replace('ID', id)}\n`,
	);
	expect(lab.readNamespace(pid, 'cgroup') === 4026531835).toBe(cgroup === 'v1-cgroupfs');
});

test.each([
	[{ runtime: 'cri-o' }, true],
	[{ runtime: 'containerd', containerdMajor: 2 }, true],
	[{ runtime: 'containerd' }, false],
] as const)('hostUsers: false with %o', async (options, isKnown) => {
	lab = await startCriLab(options);
	expect((await lab.readPod('rootless')).spec).toMatchObject({ hostUsers: false });
	const { pid } = lab.node.findContainer('rootless', 'app') ?? {};
	expect(lab.readNamespace(pid, 'user') === host.user).toBe(!isKnown);
	expect(lab.readNamespace(lab.node.findContainer('pause-test', 'nginx')?.pid, 'user')).toBe(host.user);
	const { status } = await lab.askSandbox('rootless');
	const mode = isKnown ? { mode: 'POD' } : null;
	expect(status).toMatchObject({ linux: { namespaces: { options: { usernsOptions: mode } } } });
	const uid = /^Uid:\t(\d+)/m.exec(readFileSync(join(lab.node.hostRoot, 'proc', String(pid), 'status'), 'utf8'))?.[1];
	expect(Number(uid) >= 65_536).toBe(isKnown);
});

test.each([
	['containerd', 'runsc', /^runsc-sandbox/],
	['cri-o', 'kata', /^\/usr\/bin\/qemu/],
] as const)(
	'%s with the handler %s: one process on the host stands for all containers',
	async (runtime, handler, program) => {
		lab = await startCriLab({ runtime });
		const [sandbox] = await lab.listSandboxesOf('isolated');
		expect(sandbox).toMatchObject({ runtimeHandler: handler, state: 'SANDBOX_READY' });
		const { pid } = lab.node.findContainer('isolated') ?? {};
		expect(readFileSync(join(lab.node.hostRoot, 'proc', String(pid), 'cmdline'), 'utf8')).toMatch(program);
		expect(lab.node.findContainer('isolated', 'web')?.pid).toBe(pid);
		expect((await lab.askContainer('isolated', 'busybox')).info.pid).toBe(pid);
		expect(lab.readNamespace(pid, 'net')).not.toBe(host.net);
		expect(lab.readNamespace(pid, 'pid') === host.pid).toBe(handler === 'kata');
		// It takes all containers with it, and comes back.
		await lab.operate('kill', 'isolated', 8000);
		expect(existsSync(join(lab.node.hostRoot, 'proc', String(pid)))).toBe(false);
		expect(lab.node.findContainer('isolated')).toMatchObject({ attempt: 1 });
		expect((await lab.readPod('isolated')).status?.containerStatuses?.map((each) => each.restartCount)).toEqual([1, 1]);
	},
);

test('an ephemeral container lives in the pid namespace of its target, and ends with it', async () => {
	lab = await startCriLab({ runtime: 'containerd' });
	const inodes = readInodes(lab.node, 'with-sidecar', ['app', 'debugger-4xk2p', 'log-shipper']);
	expect(inodes['debugger-4xk2p']?.pid).toBe(inodes.app?.pid);
	expect(inodes['log-shipper']?.pid).not.toBe(inodes.app?.pid);
	const killed = lab.node.run({ do: 'kill', id: lab.node.findContainer('with-sidecar', 'app')?.id ?? '' });
	await lab.clock.advance(200);
	await killed;
	expect(lab.node.findContainer('with-sidecar', 'debugger-4xk2p')?.pid).toBeUndefined();
	expect(lab.node.findContainer('with-sidecar', 'log-shipper')?.pid).toBeDefined();
});

test('two recycles in a row: the second leaves the pause alone for a while, then the oldest sandbox goes', async () => {
	lab = await startCriLab({ runtime: 'containerd', story: false });
	lab.node.createPod({ name: 'web', shareProcessNamespace: true, containers: [{ name: 'main' }, { name: 'more' }] });
	await lab.clock.advance(30_000);
	await lab.operate('kill', 'web', 10_000);
	await lab.operate('kill', 'web', 4000);
	expect(lab.node.findContainer('web')).toMatchObject({ attempt: 2, pid: expect.any(Number) });
	const reason = (await lab.readPod('web')).status?.containerStatuses?.[0]?.state?.waiting?.reason;
	expect(reason).toBe('CrashLoopBackOff');
	await lab.clock.advance(60_000);
	expect((await lab.readPod('web')).status?.containerStatuses?.map((each) => each.restartCount)).toEqual([2, 2]);
	expect((await lab.listSandboxesOf('web')).map((each) => each.metadata.attempt)).toEqual([2, 1]);
});

test('a sandbox that never had a container goes with the next collection, within a minute', async () => {
	lab = await startCriLab({ runtime: 'containerd', story: false });
	lab.node.createPod({ name: 'no-image', containers: [{ name: 'main', image: 'nothere:1', imageMissing: true }] });
	await lab.clock.advance(5000);
	await lab.operate('kill', 'no-image', 4000);
	expect((await lab.listSandboxesOf('no-image')).map((each) => each.metadata.attempt)).toEqual([1, 0]);
	await lab.clock.advance(60_000);
	expect((await lab.listSandboxesOf('no-image')).map((each) => each.metadata.attempt)).toEqual([1]);
});

test.each(['containerd', 'cri-o'] as const)('kubectl delete pod leaves nothing behind: %s', async (runtime) => {
	lab = await startCriLab({ runtime, story: false });
	const processes = () => readdirSync(join(lab.node.hostRoot, 'proc')).filter((entry) => /^\d+$/.test(entry)).length;
	const pins = () =>
		readdirSync(join(lab.node.hostRoot, 'run'), { recursive: true, encoding: 'utf8' }).filter((path) =>
			/ns\/./.test(path),
		);
	const before = processes();
	lab.node.createPod({ name: 'web', terminationGracePeriodSeconds: 2, containers: [{ name: 'main' }] });
	await lab.clock.advance(10_000);
	expect(pins().length).toBe(runtime === 'cri-o' ? 3 : 1);
	expect(processes()).toBeGreaterThan(before);
	lab.node.deletePod('default', 'web');
	await lab.clock.advance(12_000);
	await expect(lab.readPod('web')).rejects.toMatchObject({ code: 404 });
	expect(await lab.listSandboxesOf('web')).toEqual([]);
	expect((await lab.cri.call('ListContainers')).containers).toEqual([]);
	expect(pins()).toEqual([]);
	expect(processes()).toBe(before);
});

test.each(['containerd', 'cri-o'] as const)('left alone, the node tells the story by itself: %s', async (runtime) => {
	lab = await startCriLab({ runtime, autonomous: true });
	await lab.clock.advance(17_000);
	expect(lab.node.findContainer('pause-test2')).toMatchObject({ attempt: 1 });
	await lab.clock.advance(80_000);
	expect((await lab.readPod('myapp-pod')).status?.phase).toBe('Running');
	await lab.clock.advance(1_800_000);
	const pods = await Promise.all(['pause-test', 'pause-test2', 'on-host', 'with-sidecar'].map(lab.readPod));
	const touched = pods.filter((pod) => pod.status?.containerStatuses?.some((each) => each.restartCount > 1));
	expect(touched.length).toBeGreaterThan(1);
});

test.each(['containerd', 'cri-o'] as const)(
	'a hundred pods are there in a second, and all listed: %s',
	async (runtime) => {
		const startedAt = performance.now();
		lab = await startCriLab({ runtime, pods: 100 });
		// Measured 0.6 s on a busy machine with two cores; the limit leaves room for a worse one.
		expect(performance.now() - startedAt).toBeLessThan(3000);
		const containers = (await lab.cri.call('ListContainers')).containers as unknown[];
		expect(containers.length).toBeGreaterThan(300);
		expect(lab.node.findContainer('many-100', 'busybox')?.pid).toBeDefined();
	},
);

test('the same seed gives the same node; closing removes what it made and leaves what was there', async () => {
	const parent = mkdtempSync(join(tmpdir(), 'simulator-test-'));
	lab = await startCriLab({ runtime: 'cri-o', seed: 7, directory: parent });
	const first = lab.node.findContainer('pause-test', 'nginx');
	expect(existsSync(join(parent, 'run/crio/crio.sock'))).toBe(true);
	await lab.close();
	expect(readdirSync(parent)).toEqual([]);
	lab = await startCriLab({ runtime: 'cri-o', seed: 7 });
	expect(lab.node.findContainer('pause-test', 'nginx')).toEqual(first);
	await expect(createSimulatedNode({ runtime: 'cri-o', directory: join(parent, 'x'.repeat(90)) })).rejects.toThrow(
		/shorter/,
	);
	rmSync(parent, { recursive: true });
});

test('what CRI has no word for is refused', async () => {
	lab = await startCriLab({ runtime: 'containerd' });
	const refused = expect(
		lab.node.run({ do: 'restart', id: lab.node.findContainer('pause-test')?.id ?? '' }),
	).rejects.toThrow(/cannot restart/);
	await lab.clock.advance(100);
	await refused;
});
