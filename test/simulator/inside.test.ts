import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { PodInside } from '../../source/core/inside/pod-inside.ts';
import recorded from '../fixtures/simulator/inside.json' with { type: 'json' };
import { createInsideLab, type InsideLab, listListening, listProcesses } from './look-inside.ts';

const three = ['nginx', 'ghost', 'busybox'];

function readProc({ node }: InsideLab, pid: number | undefined, file: string): string {
	return readFileSync(join(node.hostRoot, 'proc', String(pid), file), 'utf8');
}

function pidOf({ node }: InsideLab, pod: string, container: string): number | undefined {
	return node.findContainer(pod, container)?.pid;
}

function usageOf({ usage }: PodInside, container: string) {
	return usage?.find((each) => each.container === container);
}

describe.each(['docker', 'containerd', 'cri-o'] as const)('inside a pod with %s', (runtime) => {
	test('each container has its processes, their users, and PID 1 of its own', async () => {
		const lab = await createInsideLab({ runtime });
		const inside = await lab.look('pause-test', three);
		expect(inside.problems).toEqual([]);
		expect(listProcesses(inside)).toEqual([
			...(runtime === 'cri-o' ? [] : ['pause 1 0 S /pause']),
			'nginx 1 root S nginx: master process nginx -g daemon off;',
			'nginx n nginx S nginx: worker process',
			'ghost 1 node S node current/index.js',
			'busybox 1 root S sleep 3600',
		]);
	});

	test('with a shared pid namespace the pause is PID 1 of all', async () => {
		const lab = await createInsideLab({ runtime });
		const inside = await lab.look('pause-test2', three);
		expect(inside.processes?.namespaces).toHaveLength(1);
		expect(inside.processes?.namespaces[0]).toMatchObject({ kind: 'shared', first: { name: '/pause', innerPid: 1 } });
		expect(listProcesses(inside).filter((line) => / 1 /.test(line))).toEqual(['pause 1 0 S /pause']);
	});

	test('ports belong to who listens, nginx talks to ghost, and eth0 has the address of the pod', async () => {
		const lab = await createInsideLab({ runtime });
		const inside = await lab.look('pause-test', three);
		expect(listListening(inside)).toEqual(['nginx 80 tcp', 'nginx 80 tcp6', 'ghost 2368 tcp']);
		expect(inside.sockets?.flows).toEqual([{ from: 'nginx', to: 'ghost', port: 2368, count: 2 }]);
		const states = inside.sockets?.others.map(({ state, direction }) => `${state} ${direction}`);
		expect(states).toEqual(expect.arrayContaining(['TIME_WAIT in', 'ESTABLISHED in']));
		expect(inside.addresses?.addresses.map(({ address }) => address)).toContainEqual(
			expect.stringMatching(/^10\.244\.0\.\d+$/),
		);
	});

	test('a connection ends with either of its ends', async () => {
		const lab = await createInsideLab({ runtime });
		void lab.node.run({ do: 'kill', id: lab.node.findContainer('pause-test', 'ghost')?.id ?? '' });
		await lab.clock.advance(500);
		const inside = await lab.look('pause-test', three, 0);
		expect(listListening(inside)).toEqual(['nginx 80 tcp', 'nginx 80 tcp6']);
		expect(inside.sockets?.flows).toEqual([]);
		await lab.clock.advance(60_000);
		expect((await lab.look('pause-test', three)).sockets?.flows).toHaveLength(1);
	});

	test('a zombie stays where PID 1 does not reap, and does not where the pause does', async () => {
		const lab = await createInsideLab({ runtime });
		const own = await lab.look('zombies-own', ['main']);
		const [tree] = own.processes?.namespaces.filter(({ zombies }) => zombies) ?? [];
		expect(tree?.zombies).toMatchObject({
			pids: [expect.any(Number)],
			parents: [{ parent: { container: 'main', innerPid: 1 }, count: 1 }],
			reaper: { command: 'sleep', innerPid: 1 },
		});
		expect(listProcesses(own)).toContain('main n 0 Z [sleep]');
		expect(usageOf(own, 'main')?.pids?.current).toBe(recorded.zombie.pidsCurrent);
		const shared = await lab.look('zombies-shared', ['main']);
		expect(listProcesses(shared)).toEqual(['pause 1 0 S /pause', 'main n root S sleep 100000']);
	});

	test('limits, OOM kills and throttling are those of the pod’s spec; what waits has none and does not change', async () => {
		const lab = await createInsideLab({ runtime });
		const inside = await lab.look('with-sidecar', ['app', 'log-shipper']);
		expect(usageOf(inside, 'app')).toMatchObject({ cpuLimit: 0.5, memory: { limit: 128 * 1024 ** 2 }, oomKills: 0 });
		expect(usageOf(inside, 'app')?.throttling?.periods).toBeGreaterThan(0);
		expect(usageOf(inside, 'log-shipper')).toMatchObject({ memory: { limit: 32 * 1024 ** 2 }, oomKills: 1 });
		expect(usageOf(inside, 'log-shipper')?.cpu?.percent).toBe(0);
		expect(usageOf(inside, 'log-shipper')).not.toHaveProperty('cpuLimit');
	});

	test('CPU time grows as the processes’ own does, memory moves slowly', async () => {
		const lab = await createInsideLab({ runtime });
		const before = await lab.look('pause-test', three);
		const after = await lab.look('pause-test', three, 60_000);
		const ghost = after.processes?.namespaces
			.flatMap((tree) => tree.processes)
			.find((each) => each.container === 'ghost');
		// On its whole wave: its load, 1.6 %.
		expect(ghost?.cpu.percent).toBeCloseTo(1.6, 1);
		expect(usageOf(after, 'ghost')?.cpu?.percent).toBeCloseTo(1.6, 1);
		const [earlier = 0, later = 0] = [before, after].map((each) => usageOf(each, 'ghost')?.memory?.usage);
		expect(later).not.toBe(earlier);
		expect(Math.abs(later - earlier) / earlier).toBeLessThan(0.2);
	});

	test('what has ended leaves nothing behind', async () => {
		const lab = await createInsideLab({ runtime, story: false });
		const list = (path: string) => readdirSync(join(lab.node.hostRoot, path)).sort();
		const cgroups =
			runtime === 'cri-o'
				? 'sys/fs/cgroup/kubepods.slice/kubepods-besteffort.slice'
				: 'sys/fs/cgroup/memory/kubepods/besteffort';
		const networks = list('proc/.net');
		lab.node.createPod({
			name: 'short',
			terminationGracePeriodSeconds: 1,
			containers: [{ name: 'web', image: 'nginx', ports: [80] }],
		});
		await lab.clock.advance(5000);
		expect(list('proc/.net')).toHaveLength(networks.length + 1);
		expect(list(cgroups)).toHaveLength(1);
		lab.node.deletePod('default', 'short');
		await lab.clock.advance(20_000);
		expect(list('proc/.net')).toEqual(networks);
		expect(list(cgroups)).toEqual([]);
	});
});

describe('the files, as the real kernel writes them', () => {
	test('socket tables, addresses and counters', async () => {
		const lab = await createInsideLab();
		const pid = pidOf(lab, 'pause-test', 'nginx');
		const lines = (name: string) => readProc(lab, pid, `net/${name}`).split('\n');
		/** Numbers and addresses are as they may be; all else is not. */
		const shape = (line = '') =>
			line.replace(/[0-9A-F]{4,}/gi, (digits) => 'x'.repeat(Math.min(digits.length, 4))).replace(/\d+/g, 'n');
		for (const name of ['tcp', 'tcp6', 'udp', 'udp6', 'unix'] as const) expect(lines(name)[0]).toBe(recorded[name][0]);
		for (const name of ['tcp', 'tcp6'] as const) {
			expect(lines(name)[1]).toHaveLength(
				name === 'tcp' ? (recorded.tcp[1]?.length ?? 0) : (lines(name)[1]?.length ?? 0),
			);
			expect(shape(lines(name)[1]).split(/\s+/).length).toBe(shape(recorded[name][1]).split(/\s+/).length);
		}
		expect(lines('dev').slice(0, 2)).toEqual(recorded.dev.slice(0, 2));
		expect(shape(lines('dev')[3]).split(/\s+/)).toHaveLength(shape(recorded.dev[3]).split(/\s+/).length);
		const trie = readProc(lab, pid, 'net/fib_trie');
		expect(trie).toMatch(/^ +\|-- 10\.244\.0\.\d+\n +\/32 host LOCAL$/m);
	});

	test('a zombie: no memory, no arguments, no files, no cgroup and hardly a namespace', async () => {
		const lab = await createInsideLab();
		const inside = await lab.look('zombies-own', ['main']);
		const pid = inside.processes?.namespaces.flatMap(({ zombies }) => zombies?.pids ?? [])[0];
		const stat = readProc(lab, pid, 'stat').trim().split(' ');
		expect(stat).toHaveLength(recorded.zombie.stat.split(' ').length);
		expect([stat[2], stat[22], stat[23]]).toEqual(['Z', '0', '0']);
		for (const line of recorded.zombie.statusLines) expect(readProc(lab, pid, 'status').split('\n')).toContain(line);
		expect(readProc(lab, pid, 'status')).not.toContain(recorded.zombie.statusWithout);
		for (const line of recorded.zombie.cgroupLines) expect(readProc(lab, pid, 'cgroup').split('\n')).toContain(line);
		expect(readProc(lab, pid, 'cmdline')).toBe(recorded.zombie.cmdline);
		const directory = join(lab.node.hostRoot, 'proc', String(pid));
		expect(readdirSync(join(directory, 'ns')).sort()).toEqual(recorded.zombie.namespacesLeft);
		expect(readdirSync(join(directory, 'fd'))).toEqual([]);
		expect(existsSync(join(directory, 'net'))).toBe(false);
	});

	test('a cgroup without limits says so in the kernel’s words', async () => {
		const lab = await createInsideLab();
		const { id } = lab.node.findContainer('pause-test', 'busybox') ?? {};
		const [, path = ''] = /^\d+:memory:(.*)$/m.exec(readProc(lab, pidOf(lab, 'pause-test', 'busybox'), 'cgroup')) ?? [];
		expect(path).toContain(id);
		const read = (name: string) => readFileSync(join(lab.node.hostRoot, 'sys/fs/cgroup/memory', path, name), 'utf8');
		expect(read('memory.limit_in_bytes').trim()).toBe(recorded.memoryWithoutLimit);
		expect(read('memory.oom_control')).toBe(recorded.oomControl);
	});
});

test('a pod in the host’s network has the host’s tables and addresses', async () => {
	const lab = await createInsideLab({ story: false });
	lab.node.createPod({
		name: 'host-web',
		hostNetwork: true,
		containers: [{ name: 'web', image: 'nginx', ports: [8080] }],
	});
	await lab.clock.advance(5000);
	const inside = await lab.look('host-web', ['web']);
	expect(inside.sockets?.host).toBe(true);
	expect(listListening(inside)).toEqual(['web 8080 tcp', 'web 8080 tcp6']);
	expect(inside.addresses?.addresses.map(({ address }) => address)).toContain('192.0.2.2');
	const pids = readdirSync(join(lab.node.hostRoot, 'proc')).filter((name) => /^\d+$/.test(name));
	const kubelet = pids.find((pid) => readProc(lab, Number(pid), 'comm') === 'kubelet\n');
	const tables = [kubelet, pidOf(lab, 'host-web', 'web')].map((pid) => readProc(lab, Number(pid), 'net/tcp6'));
	expect(tables[0]).toBe(tables[1]);
	const [kubeletPort, ownPort] = ['280A', '1F90'];
	for (const port of [kubeletPort, ownPort]) expect(tables[0]).toContain(`:${port} `);
});

test('a user namespace of its own: users have their names inside', async () => {
	const lab = await createInsideLab({ runtime: 'cri-o' });
	const inside = await lab.look('rootless', ['app']);
	expect(listProcesses(inside)).toEqual(['app 1 node S node current/index.js']);
	const uid = inside.processes?.namespaces[0]?.processes[0]?.uid ?? 0;
	expect(uid % 65_536).toBe(1000);
	expect(uid).toBeGreaterThan(65_536);
});

test('many pods share what is alike, and each is its own all the same', async () => {
	const lab = await createInsideLab({ story: false, pods: 3 });
	const looks = await Promise.all([1, 2, 3].map((number) => lab.look(`many-${number}`, three, 0)));
	const inodes = looks.flatMap((inside) => inside.sockets?.listening.map(({ inode }) => inode) ?? []);
	expect(new Set(inodes).size).toBe(9);
	expect(new Set(looks.map((inside) => inside.addresses?.addresses[0]?.address)).size).toBe(3);
	for (const inside of looks) expect(inside.usage).toHaveLength(4);
	const [one, two] = ['many-1', 'many-2'].map((pod) => {
		const path = /^\d+:memory:(.*)$/m.exec(readProc(lab, pidOf(lab, pod, 'ghost'), 'cgroup'))?.[1] ?? '';
		const link = join(lab.node.hostRoot, 'sys/fs/cgroup/.all', path);
		return join(link, '..', readlinkSync(link));
	});
	expect(one).toBe(two);
});
