import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** A container's figures as its cgroup files have them. */
export type CgroupTruth = {
	/** Nanoseconds. */
	cpu: number;
	memory: number;
	/** usage - inactive_file, what `kubectl top` shows. */
	workingSet: number;
	memoryLimit?: number;
	oomKills: number;
	pids: number;
	periods: number;
	throttledPeriods: number;
};

/** Reads them by one of the container's processes. */
export async function readCgroup(pid: number): Promise<CgroupTruth> {
	const places = (await readFile(`/proc/${pid}/cgroup`, 'utf8')).split('\n').map((line) => line.split(':'));
	const root = '/sys/fs/cgroup';
	const read = async (controller: string, file: string) => {
		const [, , path = ''] = places.find(([, names = '']) => names.split(',').includes(controller)) ?? [];
		return readFile(`${root}/${controller}${path}/${file}`, 'utf8');
	};
	return existsSync(`${root}/cgroup.controllers`)
		? readSecond((file) => read('', file))
		: readFirst((controller, file) => read(controller, file));
}

async function readFirst(read: (controller: string, file: string) => Promise<string>): Promise<CgroupTruth> {
	const memory = Number(await read('memory', 'memory.usage_in_bytes'));
	const limit = Number(await read('memory', 'memory.limit_in_bytes'));
	const cpu = await read('cpu', 'cpu.stat');
	return {
		cpu: Number(await read('cpuacct', 'cpuacct.usage')),
		memory,
		workingSet: memory - field(await read('memory', 'memory.stat'), 'total_inactive_file'),
		...(limit < 2 ** 60 && { memoryLimit: limit }),
		oomKills: field(await read('memory', 'memory.oom_control'), 'oom_kill'),
		pids: Number(await read('pids', 'pids.current')),
		periods: field(cpu, 'nr_periods'),
		throttledPeriods: field(cpu, 'nr_throttled'),
	};
}

async function readSecond(read: (file: string) => Promise<string>): Promise<CgroupTruth> {
	const memory = Number(await read('memory.current'));
	const limit = (await read('memory.max')).trim();
	const cpu = await read('cpu.stat');
	return {
		cpu: field(cpu, 'usage_usec') * 1000,
		memory,
		workingSet: memory - field(await read('memory.stat'), 'inactive_file'),
		...(limit !== 'max' && { memoryLimit: Number(limit) }),
		oomKills: field(await read('memory.events'), 'oom_kill'),
		pids: Number(await read('pids.current')),
		periods: field(cpu, 'nr_periods'),
		throttledPeriods: field(cpu, 'nr_throttled'),
	};
}

function field(text: string, name: string): number {
	const value = new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1];
	if (value === undefined) throw new Error(`there is no ${name}`);
	return Number(value);
}
