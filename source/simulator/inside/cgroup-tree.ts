import { mkdirSync, rmdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Kernel, SimulatedProcess } from '../proc/kernel.ts';
import type { CgroupStyle } from '../proc/proc-files.ts';
import { isBusy } from '../proc/process-figures.ts';
import { formatCgroupFiles, measureCgroup } from './cgroup-files.ts';
import { createProcessGroups } from './process-groups.ts';
import { replaceFile } from './replace-file.ts';

/** `/sys/fs/cgroup`, as far as containers are concerned. */
export type CgroupTree = {
	add(process: SimulatedProcess): void;
	remove(process: SimulatedProcess): void;
	/** Writes a cgroup's files as they are at this moment. */
	write(cgroup: string): void;
	writeAll(): void;
};

/** Of cgroup v1, as far as anybody reads them. */
const controllers = ['cpu', 'cpuacct', 'memory', 'pids'];

type Parts = { kernel: Kernel; hostRoot: string; style: CgroupStyle; now: () => number };

/**
 * Containers in which nothing moves are alike by the thousand: each such cgroup is a link to a directory that it shares with all that
 * have the same figures. The v1 hierarchies are links to one directory that has the files of all.
 */
export function createCgroupTree({ kernel, hostRoot, style, now }: Parts): CgroupTree {
	const mount = join(hostRoot, 'sys/fs/cgroup');
	const root = style === 'v2-systemd' ? mount : join(mount, '.all');
	const alike = join(hostRoot, 'sys/fs/.alike');
	const groups = createProcessGroups(({ cgroup }) => cgroup);
	/** By cgroup: what its files say; a text for those that are links. */
	const written = new Map<string, Record<string, string> | string>();
	const templates = new Map<string, string>();
	const parents = new Set<string>();
	mkdirSync(root, { recursive: true });
	mkdirSync(alike, { recursive: true });
	if (root !== mount) for (const name of controllers) symlinkSync('.all', join(mount, name));

	const chooseTemplate = (files: Record<string, string>): string => {
		const key = JSON.stringify(files);
		const known = templates.get(key);
		if (known !== undefined) return known;
		const made = join(alike, String(templates.size + 1));
		mkdirSync(made);
		writeFiles(made, files);
		templates.set(key, made);
		return made;
	};

	const write = (cgroup: string) => {
		const processes = groups.get(cgroup);
		if (!isOfContainer(cgroup) || processes.length === 0) return;
		const path = join(root, cgroup);
		const files = formatCgroupFiles(measureCgroup(processes, now(), kernel.bootAt), style);
		const before = written.get(cgroup);
		if (before === undefined && !parents.has(dirname(path))) {
			parents.add(dirname(path));
			mkdirSync(dirname(path), { recursive: true });
		}
		if (!processes.some(isBusy)) {
			const template = chooseTemplate(files);
			if (before === template) return;
			if (before !== undefined) rmSync(path, { recursive: true });
			symlinkSync(relative(dirname(path), template), path);
			written.set(cgroup, template);
			return;
		}
		if (typeof before === 'string') rmSync(path);
		if (typeof before !== 'object') mkdirSync(path);
		writeFiles(path, files, typeof before === 'object' ? before : undefined);
		written.set(cgroup, files);
	};

	const forget = (cgroup: string) => {
		if (!written.delete(cgroup)) return;
		const path = join(root, cgroup);
		rmSync(path, { recursive: true });
		try {
			rmdirSync(dirname(path));
			parents.delete(dirname(path));
		} catch {
			// The pod has more containers.
		}
	};

	return {
		add: groups.add,
		remove(process) {
			groups.remove(process);
			if (groups.get(process.cgroup).length === 0) forget(process.cgroup);
		},
		write,
		writeAll() {
			for (const cgroup of groups.keys()) write(cgroup);
		},
	};
}

function isOfContainer(cgroup: string): boolean {
	return /[0-9a-f]{64}/.test(cgroup);
}

function writeFiles(path: string, files: Record<string, string>, before?: Record<string, string>): void {
	for (const [name, text] of Object.entries(files)) {
		if (before === undefined) writeFileSync(join(path, name), text);
		else if (before[name] !== text) replaceFile(join(path, name), text);
	}
}
