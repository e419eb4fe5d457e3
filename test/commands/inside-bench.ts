import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { createSimulatedNode, type SimulatedNode } from '../../source/simulator/create-simulated-node.ts';
import { createInsideTree, type InsideTree, type InsideTreeProcess } from '../adapters/proc/inside/inside-tree.ts';

/** The pod whose inside is written by hand, and its namespaces. */
export const podName = 'pause-test';
export const podNet = 4026532476;
export const pauseNamespace = 4026532475;
export const nginxNamespace = 4026532874;

const established = '0100007F:9C40 0100007F:0940 01';
const accepted = '0000000000000000FFFF00000100007F:0940 0000000000000000FFFF00000100007F:9C40 01';

/** Lines of /proc/PID/net/tcp. */
function formatTable(...sockets: readonly (readonly [ends: string, inode: number])[]): string {
	const lines = sockets.map(
		([ends, inode], index) => `   ${index}: ${ends} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0`,
	);
	return `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n${lines.join('\n')}\n`;
}

/** What the pod's network namespace shows: nginx on port 80, ghost on 2368, one connection between them, one that is over. */
const netFiles = {
	'net/tcp': formatTable(
		['00000000:0050 00000000:0000 0A', 7001],
		[established, 7003],
		['0100007F:9C41 0100007F:0940 06', 0],
	),
	'net/tcp6': formatTable(
		['00000000000000000000000000000000:0940 00000000000000000000000000000000:0000 0A', 7002],
		[accepted, 7004],
	),
	'net/udp': formatTable(),
	'net/udp6': formatTable(),
	'net/unix':
		'Num       RefCount Protocol Flags    Type St Inode Path\n0000: 00000002 00000000 00010000 0001 01 7005 /run/app.sock\n',
	'net/if_inet6': '',
	'net/dev': '',
};

export type InsideBench = InsideTree & {
	/** The cgroup's path of one of the pod's containers; of its pause without a name. */
	cgroupOf(container?: string): string;
	/** Writes what a container has used: CPU in microseconds, memory in bytes. */
	use(container: string | undefined, microseconds: number, bytes: number): void;
	/** Takes a container's cgroup files away. */
	hideUsage(container: string): void;
};

/**
 * A host root in which the simulated node's pod `pause-test` has processes, sockets and cgroups of known figures, instead of what
 * the node itself shows. To be called within a test.
 */
export function createInsideBench(node: SimulatedNode): InsideBench {
	const tree = createInsideTree();
	const cgroupOf = (container?: string) => {
		const id = node.findContainer(podName, container)?.id ?? randomBytes(32).toString('hex');
		return `/kubepods/besteffort/pod${node.nodeName}/${id}`;
	};
	tree.write('proc/stat', `cpu  1 2 3 4\nbtime ${Math.trunc(Date.now() / 1000) - 3_600}\n`);
	// a node's program, so that this /proc is taken for a node's
	tree.add({ pid: 50, command: 'kubelet', startTicks: 5 });
	tree.add(...listProcesses(cgroupOf));
	const use = (container: string | undefined, microseconds: number, bytes: number) =>
		writeUsage(tree, cgroupOf(container), microseconds, bytes);
	for (const container of [undefined, 'nginx', 'ghost', 'busybox']) use(container, 1_000_000, 2 ** 20);
	const hideUsage = (container: string) =>
		rmSync(join(tree.root, 'sys/fs/cgroup', cgroupOf(container)), { recursive: true });
	return { ...tree, cgroupOf, use, hideUsage };
}

function listProcesses(cgroupOf: (container?: string) => string): InsideTreeProcess[] {
	const files = {
		...netFiles,
		'net/fib_trie': 'Main:\n  |-- 10.244.0.99\n     /32 host LOCAL\n  |-- 127.0.0.1\n     /32 host LOCAL\n',
	};
	const alone = (container: string, pid: number) => ({
		...{ pid, cgroup: cgroupOf(container), nsPids: [pid, 1], startTicks: 100, files },
		namespaces: { net: podNet, pid: nginxNamespace + pid },
	});
	const nginx = { ...alone('nginx', 110), namespaces: { net: podNet, pid: nginxNamespace } };
	const ghost = alone('ghost', 120);
	return [
		{
			...{
				pid: 100,
				command: 'pause',
				cmdline: ['/pause'],
				cgroup: cgroupOf(),
				nsPids: [100, 1],
				uid: 65_535,
				startTicks: 90,
			},
			...{ namespaces: { net: podNet, pid: pauseNamespace }, files },
		},
		{
			...nginx,
			command: 'nginx',
			cmdline: ['nginx', '-g', 'daemon off;'],
			ticks: 36_000,
			descriptors: ['socket:[7001]'],
		},
		{
			...{ ...nginx, pid: 111, parentPid: 110, nsPids: [111, 7], command: 'nginx', cmdline: ['nginx: worker process'] },
			...{ uid: 101, descriptors: ['socket:[7001]', 'socket:[7003]'], startTicks: 110 },
		},
		{ ...nginx, pid: 112, parentPid: 110, nsPids: [112, 8], command: 'date', state: 'Z', startTicks: 120 },
		{
			...{ ...ghost, command: 'node', cmdline: ['node', 'index.js', '--password=hunter2', '\x1b[2J\x9b1m'] },
			descriptors: ['socket:[7002]', 'socket:[7004]', 'socket:[7005]'],
		},
		{ ...alone('busybox', 130), command: 'sleep', cmdline: ['sleep', '100000'] },
	];
}

/** The files of one container in a cgroup v2 hierarchy. */
function writeUsage(tree: InsideTree, path: string, microseconds: number, bytes: number): void {
	const write = (name: string, text: string) => tree.write(`sys/fs/cgroup${path}/${name}`, text);
	write('cpu.stat', `usage_usec ${Math.round(microseconds)}\nnr_periods 10\nnr_throttled 4\nthrottled_usec 2500\n`);
	write('cpu.max', '50000 100000\n');
	write('memory.current', `${Math.round(bytes) + 4_096}\n`);
	write('memory.stat', 'inactive_file 4096\n');
	write('memory.max', `${2 ** 27}\n`);
	write('memory.events', 'oom_kill 2\n');
	write('pids.current', '3\n');
	write('pids.max', 'max\n');
}

/** A simulated node for all tests of a file, and for each of them an inside of its own. */
export function openInsideBench(): { node(): SimulatedNode; bench(): InsideBench } {
	let node: SimulatedNode;
	let bench: InsideBench;
	beforeAll(async () => {
		node = await createSimulatedNode();
	});
	afterAll(() => node.close());
	beforeEach(() => {
		bench = createInsideBench(node);
	});
	return { node: () => node, bench: () => bench };
}
