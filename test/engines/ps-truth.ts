import { readlink } from 'node:fs/promises';
import { type InsideRuntime, readOwners } from './inside-runtime.ts';
import { runCommand } from './run-command.ts';

/** A process as `ps` on the node prints it. */
export type PsRow = {
	pid: number;
	parentPid: number;
	uid: number;
	/** The first letter of STAT. */
	state: string;
	threads: number;
	/** Milliseconds since the epoch, exact to a second. */
	startedAt: number;
	residentKibibytes: number;
	/** With its arguments. */
	command: string;
	/** By the runtime's own list; `ps` does not tell. */
	container?: string;
};

/** The processes of a pod by the inode of their pid namespace, each list by pid. */
export type PsTruth = Map<number, PsRow[]>;

/** What `ps` lists in the pid namespaces of the pod's containers, and the runtime in its containers. */
export async function readPsTruth(runtime: InsideRuntime, pod: string): Promise<PsTruth> {
	const containers = await runtime.find(pod);
	const owners = await readOwners(runtime, containers);
	const inodes = new Set(await Promise.all(containers.map(({ pid }) => readPidNamespace(pid))));
	const truth: PsTruth = new Map();
	for (const { inode, ...row } of await listProcesses()) {
		if (!inodes.has(inode)) continue;
		const container = owners.get(row.pid);
		const list = [...(truth.get(inode) ?? []), { ...row, ...(container !== undefined && { container }) }];
		truth.set(
			inode,
			list.sort((a, b) => a.pid - b.pid),
		);
	}
	return truth;
}

async function readPidNamespace(pid: number): Promise<number> {
	return Number(/\d+/.exec(await readlink(`/proc/${pid}/ns/pid`))?.[0]);
}

async function listProcesses(): Promise<(PsRow & { inode: number })[]> {
	const columns = 'pidns=,pid=,ppid=,euid=,stat=,nlwp=,rss=,lstart=,args=';
	const table = await runCommand('ps', ['-e', '-ww', '-o', columns], { LC_ALL: 'C.UTF-8', TZ: 'UTC' });
	return table.split('\n').flatMap((line) => {
		const row = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(\S)\S*\s+(\d+)\s+(\d+)\s+\S+ (\S+ +\d+ \S+ \d+) (.*)$/.exec(line);
		if (row === null) return [];
		const [, inode, pid, parentPid, uid, state = '', threads, kibibytes, started, command = ''] = row;
		return [
			{
				inode: Number(inode),
				pid: Number(pid),
				parentPid: Number(parentPid),
				uid: Number(uid),
				state,
				threads: Number(threads),
				startedAt: Date.parse(`${started} UTC`),
				residentKibibytes: Number(kibibytes),
				command,
			},
		];
	});
}

/** What `ps` says that is run inside a container: [pid, command], by pid, itself left out. */
export async function runPsInside(
	pod: string,
	container: string,
	env: Record<string, string>,
): Promise<[number, string][]> {
	const command = ['ps', '-o', 'pid,args'];
	const table = await runCommand('kubectl', ['exec', pod, '--container', container, '--', ...command], env);
	return table
		.split('\n')
		.slice(1)
		.map((line) => /^\s*(\d+)\s+(.*)$/.exec(line))
		.flatMap((row): [number, string][] => (row === null ? [] : [[Number(row[1]), row[2] ?? '']]))
		.filter(([, words]) => words !== command.join(' '))
		.sort(([a], [b]) => a - b);
}
