import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { linuxNamespaceKinds } from '../../core/linux-namespace.ts';
import type { Kernel, SimulatedProcess } from './kernel.ts';
import {
	type CgroupStyle,
	formatCgroup,
	formatCmdline,
	formatStat,
	formatStatus,
	formatSystemStat,
} from './proc-files.ts';

/** Writes the kernel's processes into `directory` as a /proc tree and keeps it so: a change touches only its process. */
export function createProcTree(kernel: Kernel, directory: string, style: CgroupStyle): void {
	mkdirSync(join(directory, 'sys', 'kernel'), { recursive: true });
	writeFileSync(join(directory, 'stat'), formatSystemStat(kernel.bootAt));
	for (const process of kernel.list()) writeProcess(join(directory, String(process.pid)), process, style);
	kernel.observe({
		started(process) {
			// Made aside and moved into place: a reader never meets half a process.
			const aside = join(directory, `.new-${process.pid}`);
			writeProcess(aside, process, style);
			renameSync(aside, join(directory, String(process.pid)));
		},
		ended(process) {
			const aside = join(directory, `.old-${process.pid}`);
			renameSync(join(directory, String(process.pid)), aside);
			rmSync(aside, { recursive: true });
		},
	});
}

function writeProcess(path: string, process: SimulatedProcess, style: CgroupStyle): void {
	const ns = join(path, 'ns');
	mkdirSync(ns, { recursive: true });
	writeFileSync(join(path, 'stat'), formatStat(process));
	writeFileSync(join(path, 'status'), formatStatus(process));
	writeFileSync(join(path, 'comm'), `${process.command}\n`);
	writeFileSync(join(path, 'cmdline'), formatCmdline(process.args));
	writeFileSync(join(path, 'cgroup'), formatCgroup(process.cgroup, style));
	for (const kind of linuxNamespaceKinds) symlinkSync(`${kind}:[${process.namespaces[kind]}]`, join(ns, kind));
}
