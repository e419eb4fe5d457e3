import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { InsideRequest } from '../../../../source/core/inside/inside-request.ts';
import { createProcTree, type ProcTree, type TreeProcess } from '../proc-tree.ts';
import { containerId } from '../run-source.ts';

export const podUid = '9812a15c-cb22-4e4f-b6e0-39e96437f502';
export const pauseId = containerId('a0');
export const nginxId = containerId('b1');
export const ghostId = containerId('c2');

/** The pod's own namespaces. */
export const podNet = 4026532476;
export const pausePid = 4026532475;
export const nginxPid = 4026532874;
export const ghostPid = 4026532885;

/** A process with what is read besides the files of every tree. */
export type InsideTreeProcess = TreeProcess & {
	/** utime and stime, ticks. */
	ticks?: number;
	uid?: number;
	residentKilobytes?: number;
	/** Link targets of /proc/PID/fd, numbered from 0. */
	descriptors?: readonly string[];
	/** Texts of files below /proc/PID: `net/tcp`, `root/etc/passwd`. */
	files?: Readonly<Record<string, string>>;
};

export type InsideTree = ProcTree & {
	add(...processes: InsideTreeProcess[]): void;
	/** Writes a file below the root. */
	write(path: string, text: string): void;
};

/** The path of a container's cgroup, as the kubelet's cgroupfs driver has it. */
export function cgroupOf(id: string): string {
	return `/kubepods/besteffort/pod${podUid}/${id}`;
}

export function createInsideTree(): InsideTree {
	const tree = createProcTree();
	onTestFinished(tree.close);
	const write = (path: string, text: string) => {
		mkdirSync(dirname(join(tree.root, path)), { recursive: true });
		writeFileSync(join(tree.root, path), text);
	};
	return {
		...tree,
		write,
		add(...processes) {
			tree.set(...processes);
			for (const process of processes)
				writeRest(process, (path, text) => write(`proc/${process.pid}/${path}`, text), tree);
		},
	};
}

function writeRest(process: InsideTreeProcess, write: (path: string, text: string) => void, tree: ProcTree): void {
	const { pid, parentPid = 1, command = 'sleep', state = 'S', threads = 1, startTicks = pid * 10, ticks = 0 } = process;
	const fields = `${'0 '.repeat(9)}${ticks} 0 0 0 0 0 ${threads} 0 ${startTicks} 0 0`;
	write('stat', `${pid} (${command}) ${state} ${parentPid} ${fields}\n`);
	const { uid = 0, residentKilobytes = 1_000, nsPids = [pid] } = process;
	const resident = state === 'Z' ? '' : `VmRSS:\t    ${residentKilobytes} kB\n`;
	write('status', `Name:\t${command}\nUid:\t${`${uid}\t`.repeat(4).trim()}\n${resident}NSpid:\t${nsPids.join('\t')}\n`);
	for (const [path, text] of Object.entries(process.files ?? {})) write(path, text);
	const folder = join(tree.root, 'proc', String(pid), 'fd');
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder);
	for (const [number, target] of (process.descriptors ?? []).entries())
		symlinkSync(target, join(folder, String(number)));
}

/** The pause, nginx with a worker, and ghost; each with a pid namespace of its own. */
export function addPod(tree: InsideTree, files: Readonly<Record<string, string>> = {}): void {
	const net = { net: podNet };
	tree.add(
		{
			pid: 100,
			parentPid: 90,
			command: 'pause',
			cmdline: ['/pause'],
			cgroup: cgroupOf(pauseId),
			nsPids: [100, 1],
			namespaces: { ...net, pid: pausePid },
			uid: 65_535,
			files,
		},
		{
			pid: 110,
			parentPid: 91,
			command: 'nginx',
			cmdline: ['nginx', '-g', 'daemon off;'],
			cgroup: cgroupOf(nginxId),
			nsPids: [110, 1],
			namespaces: { ...net, pid: nginxPid, mnt: 4026539001 },
			descriptors: ['/dev/null', 'socket:[7001]', 'pipe:[5]'],
			files: { ...files, 'root/etc/passwd': 'root:x:0:0::/root:/bin/sh\nwww:x:101:101::/:/bin/false\n' },
		},
		{
			pid: 111,
			parentPid: 110,
			command: 'nginx',
			cmdline: ['nginx: worker process', '', ''],
			cgroup: cgroupOf(nginxId),
			nsPids: [111, 7],
			namespaces: { ...net, pid: nginxPid, mnt: 4026539001 },
			uid: 101,
			descriptors: ['socket:[7001]', 'socket:[7003]'],
			files,
		},
		{
			pid: 120,
			parentPid: 92,
			command: 'node',
			cmdline: ['node', 'current/index.js', '--password=hunter2'],
			cgroup: cgroupOf(ghostId),
			nsPids: [120, 1],
			namespaces: { ...net, pid: ghostPid, mnt: 4026539002 },
			uid: 1000,
			descriptors: ['socket:[7002]', 'socket:[7004]', 'socket:[7005]'],
			files,
		},
	);
}

/** What a caller asks of that pod. */
export function requestPod(overrides: Partial<InsideRequest> = {}): InsideRequest {
	return {
		podUid,
		containers: [
			{ id: pauseId, name: 'pause', role: 'sandbox', pid: 100 },
			{ id: nginxId, name: 'nginx', role: 'container', pid: 110 },
			{ id: ghostId, name: 'ghost', role: 'container', pid: 120 },
		],
		want: { processes: true },
		...overrides,
	};
}
