import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createHealthAnnouncer } from '../../../source/adapters/health-announcer.ts';
import { describeVisibility } from '../../../source/adapters/proc/health.ts';
import { createProcSource } from '../../../source/adapters/proc/proc-source.ts';
import type { SourceHealth } from '../../../source/core/health.ts';
import type { Observation } from '../../../source/core/observation.ts';
import { createProcTree, hostNamespaces, type ProcTree } from './proc-tree.ts';
import { containerId, runSource } from './run-source.ts';

let tree: ProcTree;

beforeEach(() => {
	tree = createProcTree();
	onTestFinished(tree.close);
	tree.set(
		{ pid: 100, cgroup: `/docker/${containerId('a1')}`, namespaces: { net: 4026532501 } },
		{ pid: 110, cgroup: `/docker/${containerId('b2')}`, namespaces: { net: 4026532601 } },
	);
});

/** What somebody who is not root sees; permissions do not bind root. */
async function scanAsNobody(): Promise<Observation[]> {
	const program = new URL('scan-once.ts', import.meta.url).pathname;
	const nobody = process.geteuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
	const { stdout } = await promisify(execFile)(process.execPath, [program, tree.root], nobody);
	return JSON.parse(stdout) as Observation[];
}

test('all is to be seen', async () => {
	const { health } = await runSource(tree);
	expect(await health()).toMatchObject({ health: 'live', endpoint: `${tree.root}/proc` });
});

describe('not root', () => {
	test('namespaces of others are unknown, not different', async () => {
		for (const pid of [1, 2, 110]) tree.forbid(`${pid}/ns`);
		const [listing, health] = await scanAsNobody();
		expect(listing).toMatchObject({
			host: { linuxNamespaces: {} },
			processes: [
				{ pid: 100, linuxNamespaces: { ...hostNamespaces, net: 4026532501 } },
				{ pid: 110, linuxNamespaces: {} },
			],
		});
		expect(health).toMatchObject({
			health: 'degraded',
			detail: 'namespaces of 1 of 2 containers are not readable',
			remedy: 'run as root: sudo pausetop',
		});
	});

	test('only pid 1 keeps its namespaces to itself: the kernel’s threads tell', async () => {
		tree.forbid('1/ns');
		const { mnt: _, ...known } = hostNamespaces;
		const [listing, health] = await scanAsNobody();
		// no process of this tree is the reader, so nothing confirms the mount namespace
		expect(listing).toMatchObject({ host: { linuxNamespaces: known } });
		expect(listing).not.toHaveProperty('host.linuxNamespaces.mnt');
		expect(health).toMatchObject({ health: 'live' });
	});

	test('hidepid=1: processes without contents', async () => {
		for (const pid of [1, 2, 110]) for (const file of ['cgroup', 'stat', 'ns']) tree.forbid(`${pid}/${file}`);
		const [listing, health] = await scanAsNobody();
		expect(listing).toMatchObject({ processes: [{ pid: 100 }] });
		expect(health).toMatchObject({
			health: 'degraded',
			detail: 'processes of other users are hidden: /proc is mounted with hidepid',
		});
	});

	test('a directory that may not even be listed', async () => {
		tree.forbid('');
		await expect(scanAsNobody()).rejects.toThrow(/proc may not be read/);
	});
});

test('hidepid=2: not even pid 1', async () => {
	tree.remove(1, 2);
	const { health } = await runSource(tree);
	expect(await health()).toMatchObject({ health: 'degraded', detail: expect.stringContaining('hidepid') });
});

describe('a /proc of a pid namespace inside the machine', () => {
	beforeEach(() => {
		tree.remove(2);
		tree.set({ pid: 1, parentPid: 0, command: 'pause', namespaces: { pid: 4026532616 } });
	});

	test('is a container’s own, when no node program is in it', async () => {
		const { recorder, health } = await runSource(tree);
		expect(await health()).toMatchObject({
			health: 'degraded',
			detail: "this /proc is a container's own, the node's processes are not in it",
			remedy: "mount the host's root and use --host-root DIR",
		});
		expect(recorder.ofKind('process-listing')[0]?.host).toEqual({ linuxNamespaces: {} });
	});

	test.each(['kubelet', 'containerd', 'dockerd', 'k3s-server'])('is a node’s (kind), when %s is', async (command) => {
		tree.set({ pid: 50, command });
		const { recorder, health } = await runSource(tree);
		expect(await health()).toMatchObject({ health: 'live' });
		expect(recorder.ofKind('process-listing')[0]?.host.linuxNamespaces.pid).toBe(4026532616);
	});

	test('is noticed by the missing kernel threads where pid 1 cannot be asked', async () => {
		tree.forbid('1/ns');
		expect((await scanAsNobody())[1]).toMatchObject({
			health: 'degraded',
			detail: expect.stringContaining("container's own"),
		});
	});
});

describe('no /proc', () => {
	const run = (hostRoot: string) =>
		createProcSource({ hostRoot, clock: () => 1 }).run(
			() => expect.fail('it said something'),
			new AbortController().signal,
		);

	test('is unsupported', async () => {
		const bare = createProcTree({ bare: true });
		onTestFinished(bare.close);
		await expect(run(bare.root)).rejects.toMatchObject({
			health: 'unsupported',
			message: `there is no ${bare.root}/proc`,
			remedy: expect.stringContaining(bare.root),
		});
		mkdirSync(`${bare.root}/proc`);
		await expect(run(bare.root)).rejects.toMatchObject({
			health: 'unsupported',
			message: `${bare.root}/proc shows no processes`,
		});
	});
});

describe('describeVisibility', () => {
	const seen = {
		procDir: '/proc',
		containers: 3,
		deniedContainers: 0,
		hidden: false,
		nested: false,
		hostUnknown: false,
		root: true,
	};

	test('root is not told to become root', () => {
		expect(describeVisibility({ ...seen, deniedContainers: 3 }).remedy).toMatch(/CAP_SYS_PTRACE/);
	});

	test('an unknown pid 1 is worth a word when nothing worse is', () => {
		expect(describeVisibility({ ...seen, hostUnknown: true, root: false })).toEqual({
			health: 'degraded',
			detail: "pid 1's namespaces are not readable, so none can be called the host's",
			remedy: 'run as root: sudo pausetop',
			endpoint: '/proc',
		});
		expect(describeVisibility({ ...seen, hostUnknown: true, hidden: true }).detail).toMatch(/hidepid/);
	});

	test('the same health is announced once', () => {
		const announced: SourceHealth[] = [];
		const announce = createHealthAnnouncer((health) => announced.push(health));
		for (const deniedContainers of [0, 0, 1, 1, 0]) announce(describeVisibility({ ...seen, deniedContainers }));
		expect(announced.map(({ health }) => health)).toEqual(['live', 'degraded', 'live']);
	});
});
