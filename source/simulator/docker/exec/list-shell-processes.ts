import { rootfsFacts } from '../../inside/rootfs.ts';
import type { Kernel, SimulatedProcess } from '../../proc/kernel.ts';
import type { ShellProcess } from '../../shell/shell-site.ts';

/** The processes that are seen from one of them: all in its pid namespace. */
export function listShellProcesses(kernel: Kernel, { namespaces }: SimulatedProcess): ShellProcess[] {
	return [...kernel.list()]
		.filter((each) => each.namespaces.pid === namespaces.pid)
		.map((each) => ({
			pid: each.nsPids.at(-1) ?? each.pid,
			user: nameUser(each),
			commandLine: formatCommandLine(each),
		}))
		.sort((a, b) => a.pid - b.pid);
}

function nameUser({ program: { rootfs, uid } }: SimulatedProcess): string {
	const account = rootfsFacts[rootfs].accounts.find((line) => line.split(':')[2] === String(uid));
	return account?.split(':')[0] ?? String(uid);
}

function formatCommandLine({ zombie, args, command }: SimulatedProcess): string {
	return zombie || args.length === 0 ? `[${command}]` : args.join(' ');
}
