import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	type LinuxNamespaceKind,
	type LinuxNamespaces,
	linuxNamespaceKinds,
} from '../../../source/core/linux-namespace.ts';

/** The first namespaces of a machine, as the kernel numbers them. */
export const hostNamespaces: Required<LinuxNamespaces> = {
	net: 4026531833,
	ipc: 4026531839,
	uts: 4026531838,
	pid: 4026531836,
	mnt: 4026531832,
	user: 4026531837,
	cgroup: 4026531835,
	time: 4026531834,
};

export type TreeProcess = {
	pid: number;
	parentPid?: number;
	command?: string;
	state?: string;
	threads?: number;
	startTicks?: number;
	/** The path of the cgroup; `/` when absent. */
	cgroup?: string;
	nsPids?: readonly number[];
	/** Replaces single ones of the host's; a kind that is `undefined` is missing. */
	namespaces?: { [kind in LinuxNamespaceKind]?: number | undefined };
	cmdline?: readonly string[];
	/** Only `cgroup` and `stat`, for big trees. */
	lean?: boolean;
};

/** A directory that looks like /proc. */
export type ProcTree = {
	/** For `hostRoot`. */
	root: string;
	/** Adds the process, or puts it in the place of the one with its pid. */
	set(...processes: TreeProcess[]): void;
	remove(...pids: number[]): void;
	/** Takes a file or directory's permissions away. */
	forbid(path: string): void;
	close(): void;
};

/** A tree with /proc/stat, pid 1 and the kernel's thread daemon; an empty directory when `bare`. */
export function createProcTree({ bare = false } = {}): ProcTree {
	const root = mkdtempSync(join(tmpdir(), 'pausetop-proc-'));
	chmodSync(root, 0o755);
	const procDir = join(root, 'proc');
	const tree: ProcTree = {
		root,
		set(...processes) {
			for (const process of processes) {
				tree.remove(process.pid);
				writeProcess(join(procDir, String(process.pid)), process);
			}
		},
		remove(...pids) {
			for (const pid of pids) rmSync(join(procDir, String(pid)), { recursive: true, force: true });
		},
		forbid: (path) => chmodSync(join(procDir, path), 0),
		close: () => rmSync(root, { recursive: true, force: true }),
	};
	if (bare) return tree;
	mkdirSync(procDir);
	writeFileSync(join(procDir, 'stat'), 'cpu  1 2 3 4\nbtime 1795308902\n');
	tree.set({ pid: 1, parentPid: 0, command: 'systemd' }, { pid: 2, parentPid: 0, command: 'kthreadd' });
	return tree;
}

function writeProcess(directory: string, process: TreeProcess): void {
	const { pid, parentPid = 1, command = 'sleep', state = 'S', threads = 1, startTicks = pid * 10 } = process;
	mkdirSync(directory);
	const write = (name: string, text: string) => writeFileSync(join(directory, name), text);
	write('cgroup', `0::${process.cgroup ?? '/'}\n`);
	write('stat', `${pid} (${command}) ${state} ${parentPid} ${'0 '.repeat(15)}${threads} 0 ${startTicks} 0 0\n`);
	if (process.lean) return;
	mkdirSync(join(directory, 'ns'));
	write('comm', `${command}\n`);
	write('cmdline', (process.cmdline ?? [command]).map((word) => `${word}\0`).join(''));
	write('status', `Name:\t${command}\nNSpid:\t${(process.nsPids ?? [pid]).join('\t')}\n`);
	const namespaces = { ...hostNamespaces, ...process.namespaces };
	for (const kind of linuxNamespaceKinds) {
		if (namespaces[kind] !== undefined) symlinkSync(`${kind}:[${namespaces[kind]}]`, join(directory, 'ns', kind));
	}
}
