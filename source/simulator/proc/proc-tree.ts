import { mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { linuxNamespaceKinds } from '../../core/linux-namespace.ts';
import type { Clock } from '../clock.ts';
import { createInsideTree, type InsideTree } from '../inside/inside-tree.ts';
import { replaceFile } from '../inside/replace-file.ts';
import type { Kernel, SimulatedProcess } from './kernel.ts';
import { hostNamespaces } from './namespace-table.ts';
import {
	type CgroupStyle,
	formatCgroup,
	formatCmdline,
	formatStat,
	formatStatus,
	formatSystemStat,
} from './proc-files.ts';
import { measureProcess } from './process-figures.ts';

export type ProcTreeOptions = {
	/** What holds `proc` and `sys`. */
	hostRoot: string;
	style: CgroupStyle;
	clock: Clock;
};

/**
 * Writes the kernel's processes below `hostRoot` as a /proc tree, with their sockets and cgroups, and keeps it so: a change touches only
 * who is concerned, and time only those that are busy.
 */
export function createProcTree(kernel: Kernel, { hostRoot, style, clock }: ProcTreeOptions): void {
	const directory = join(hostRoot, 'proc');
	const parts = { kernel, style, inside: createInsideTree({ kernel, directory, hostRoot, style, clock }), clock };
	mkdirSync(join(directory, 'sys', 'kernel'), { recursive: true });
	writeFileSync(join(directory, 'stat'), formatSystemStat(kernel.bootAt));
	const place = ({ pid }: SimulatedProcess) => join(directory, String(pid));
	for (const process of kernel.list()) {
		writeProcess(place(process), process, parts);
		parts.inside.add(process);
		if (process.zombie) bury(place(process), process, parts);
	}
	parts.inside.writeAll();
	kernel.observe({
		started(process) {
			// Made aside and moved into place: a reader never meets half a process.
			const aside = join(directory, `.new-${process.pid}`);
			writeProcess(aside, process, parts);
			renameSync(aside, place(process));
			parts.inside.start(process);
		},
		died(process) {
			bury(place(process), process, parts);
			parts.inside.die(process);
		},
		ended(process) {
			const aside = join(directory, `.old-${process.pid}`);
			renameSync(place(process), aside);
			rmSync(aside, { recursive: true });
			parts.inside.end(process);
		},
		addressed: parts.inside.writeNet,
	});
	const written = new WeakMap<SimulatedProcess, string>();
	parts.inside.refreshFrom((process, now) => {
		const { cpu, residentKilobytes } = measureProcess(process, now, kernel.bootAt);
		// In ticks, as they are shown: most looks find nothing new.
		const key = `${Math.floor(cpu / 10)} ${residentKilobytes}`;
		if (written.get(process) === key) return;
		written.set(process, key);
		writeFigures(place(process), process, kernel, now);
	});
}

type Parts = { kernel: Kernel; style: CgroupStyle; inside: InsideTree; clock: Clock };

function writeProcess(path: string, process: SimulatedProcess, { kernel, style, inside, clock }: Parts): void {
	const ns = join(path, 'ns');
	mkdirSync(ns, { recursive: true });
	const figures = measureProcess(process, clock.now(), kernel.bootAt);
	writeFileSync(join(path, 'stat'), formatStat(process, figures));
	writeFileSync(join(path, 'status'), formatStatus(process, figures));
	writeFileSync(join(path, 'comm'), `${process.command}\n`);
	writeFileSync(join(path, 'cmdline'), formatCmdline(process));
	writeFileSync(join(path, 'cgroup'), formatCgroup(process, style));
	for (const kind of linuxNamespaceKinds) symlinkSync(`${kind}:[${process.namespaces[kind]}]`, join(ns, kind));
	for (const [name, target] of Object.entries(inside.listLinks(process))) symlinkSync(target, join(path, name));
	if (process.namespaces.user !== hostNamespaces.user) {
		writeFileSync(join(path, 'uid_map'), `         0 ${String(process.rootUid).padStart(10)}      65536\n`);
	}
}

/** CPU time and memory, which change while nothing happens. */
function writeFigures(path: string, process: SimulatedProcess, { bootAt }: Kernel, now: number): void {
	const figures = measureProcess(process, now, bootAt);
	replaceFile(join(path, 'stat'), formatStat(process, figures));
	replaceFile(join(path, 'status'), formatStatus(process, figures));
}

/** What is left of a zombie: no memory, no files, and of its namespaces only those that it keeps. */
function bury(path: string, process: SimulatedProcess, { kernel, style, inside, clock }: Parts): void {
	writeFigures(path, process, kernel, clock.now());
	replaceFile(join(path, 'cmdline'), formatCmdline(process));
	replaceFile(join(path, 'cgroup'), formatCgroup(process, style));
	for (const name of [...Object.keys(inside.listLinks(process)), 'fd'])
		rmSync(join(path, name), { recursive: true, force: true });
	for (const kind of readdirSync(join(path, 'ns'))) {
		if (kind !== 'pid' && kind !== 'user') rmSync(join(path, 'ns', kind));
	}
	mkdirSync(join(path, 'fd'));
}
