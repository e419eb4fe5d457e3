import type { SimulatedProcess } from './kernel.ts';

/** Which cgroup hierarchy and driver the node has. */
export type CgroupStyle = 'v1-cgroupfs' | 'v2-systemd';

const v1Controllers = ['name=systemd', 'pids', 'blkio', 'freezer', 'devices', 'memory', 'cpuset', 'cpuacct', 'cpu'];

/** /proc/PID/stat; field 22 is the start time in ticks. */
export function formatStat(process: SimulatedProcess): string {
	const before = `${process.ppid} ${process.pid} ${process.pid} 0 -1 4194560 100 0 0 0 1 1 0 0 20 0 1 0`;
	const after = `1400000 1 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0 0`;
	return `${process.pid} (${process.command}) S ${before} ${process.startTicks} ${after}\n`;
}

/** /proc/PID/status, the lines that tools read. */
export function formatStatus(process: SimulatedProcess): string {
	const inner = process.nsPids.join('\t');
	const uid = [process.uid, process.uid, process.uid, process.uid].join('\t');
	return [
		`Name:\t${process.command}`,
		'Umask:\t0022',
		'State:\tS (sleeping)',
		`Tgid:\t${process.pid}`,
		'Ngid:\t0',
		`Pid:\t${process.pid}`,
		`PPid:\t${process.ppid}`,
		'TracerPid:\t0',
		`Uid:\t${uid}`,
		`Gid:\t${uid}`,
		'FDSize:\t64',
		'Groups:\t ',
		`NStgid:\t${inner}`,
		`NSpid:\t${inner}`,
		`NSpgid:\t${inner}`,
		`NSsid:\t${inner}`,
		'VmRSS:\t     760 kB',
		'Threads:\t1',
		'',
	].join('\n');
}

/** /proc/PID/cgroup. */
export function formatCgroup(path: string, style: CgroupStyle): string {
	if (style === 'v2-systemd') return `0::${path}\n`;
	const lines = v1Controllers.map((name, index) => `${v1Controllers.length - index}:${name}:${path}`);
	return `${lines.join('\n')}\n0::/\n`;
}

/** /proc/stat, the lines that tools read. @param bootAt milliseconds since the epoch, a whole second */
export function formatSystemStat(bootAt: number): string {
	return `cpu  1000 0 1000 100000 0 0 0 0 0 0\nctxt 5290038\nbtime ${bootAt / 1000}\nprocesses 33694\nprocs_running 1\nprocs_blocked 0\n`;
}

/** Arguments as /proc/PID/cmdline has them: each ends with a NUL. */
export function formatCmdline(args: readonly string[]): string {
	return args.map((each) => `${each}\0`).join('');
}
