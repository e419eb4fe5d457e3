import type { SimulatedProcess } from './kernel.ts';
import type { ProcessFigures } from './process-figures.ts';

/** Which cgroup hierarchy and driver the node has. */
export type CgroupStyle = 'v1-cgroupfs' | 'v2-systemd';

const v1Controllers = ['name=systemd', 'pids', 'blkio', 'freezer', 'devices', 'memory', 'cpuset', 'cpuacct', 'cpu'];

/** /proc/PID/stat; fields 14 and 15 are the CPU time in ticks, 20 the threads, 22 the start time in ticks. */
export function formatStat(process: SimulatedProcess, { cpu, residentKilobytes }: ProcessFigures): string {
	const ticks = Math.floor(cpu / 10);
	const system = Math.floor(ticks / 4);
	const { pid, ppid, command, zombie, program, startTicks } = process;
	const before = `${ppid} ${pid} ${pid} 0 -1 4194560 100 0 0 0 ${ticks - system} ${system} 0 0 20 0 ${program.threads} 0`;
	const size = zombie ? '0 0' : `${residentKilobytes * 1024 + 636_000} ${residentKilobytes / 4}`;
	const after = `${size} 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0 0`;
	return `${pid} (${command}) ${zombie ? 'Z' : 'S'} ${before} ${startTicks} ${after}\n`;
}

/** /proc/PID/status, the lines that tools read. */
export function formatStatus(process: SimulatedProcess, { residentKilobytes }: ProcessFigures): string {
	const { zombie, program } = process;
	const inner = process.nsPids.join('\t');
	const uid = [process.uid, process.uid, process.uid, process.uid].join('\t');
	return [
		`Name:\t${process.command}`,
		'Umask:\t0022',
		`State:\t${zombie ? 'Z (zombie)' : 'S (sleeping)'}`,
		`Tgid:\t${process.pid}`,
		'Ngid:\t0',
		`Pid:\t${process.pid}`,
		`PPid:\t${process.ppid}`,
		'TracerPid:\t0',
		`Uid:\t${uid}`,
		`Gid:\t${uid}`,
		`FDSize:\t${zombie ? 0 : 64}`,
		'Groups:\t ',
		`NStgid:\t${inner}`,
		`NSpid:\t${inner}`,
		`NSpgid:\t${inner}`,
		`NSsid:\t${inner}`,
		...(zombie ? [] : [`VmRSS:\t${String(residentKilobytes).padStart(8)} kB`]),
		`Threads:\t${program.threads}`,
		'',
	].join('\n');
}

/** /proc/PID/cgroup. With v1 a zombie is shown in every hierarchy's root (seen on Linux 6.1). */
export function formatCgroup({ cgroup, zombie }: SimulatedProcess, style: CgroupStyle): string {
	if (style === 'v2-systemd') return `0::${cgroup}\n`;
	const path = zombie ? '/' : cgroup;
	const lines = v1Controllers.map((name, index) => `${v1Controllers.length - index}:${name}:${path}`);
	return `${lines.join('\n')}\n0::/\n`;
}

/** /proc/stat, the lines that tools read. @param bootAt milliseconds since the epoch, a whole second */
export function formatSystemStat(bootAt: number): string {
	return `cpu  1000 0 1000 100000 0 0 0 0 0 0\nctxt 5290038\nbtime ${bootAt / 1000}\nprocesses 33694\nprocs_running 1\nprocs_blocked 0\n`;
}

/** Arguments as /proc/PID/cmdline has them: each ends with a NUL. A zombie has none. */
export function formatCmdline({ args, zombie }: SimulatedProcess): string {
	return zombie ? '' : args.map((each) => `${each}\0`).join('');
}
