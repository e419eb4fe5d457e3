import type { TreeProcess } from '../core/inside/inside-processes.ts';
import { averageCpu } from './average-cpu.ts';
import { formatTime } from './document.ts';
import { describeLook, type InsideLook, identifyPod } from './inside-document.ts';

/**
 * The document of `pausetop ps -o json`, after what all three begin with (`describeLook`; `kind` is "processes"):
 * ```
 * {…, pod: {uid, kubeNamespace, name},
 *  pidNamespaces: [{inode?, kind: "shared" | "container" | "host" | "unknown",
 *    first?: {pid, innerPid?, container?, command, name},
 *    zombies?: {pids, parents: [{parent: {pid, innerPid?, container?, command}, count}],
 *               reaper?: {pid, innerPid?, container?, command}},
 *    processes: [{pid, parentPid, depth, innerPid?, container?, containerId?,
 *      via?: "pod-cgroup" | "pid" | "net" | "pid+net", uid?, user?, state, zombie, threads, startedAt?,
 *      cpuMilliseconds, cpuPercentSinceStart?, cpuPercent?, residentBytes?, command, commandLine, commandLineCut?}]}],
 *  omitted, problems: [{about, detail, remedy?}]}
 * ```
 * `pid` is the node's, `innerPid` that inside the namespace. Processes stand depth first below their parents. `first` is PID 1 of
 * the namespace; `name` is `/pause` or the entry point. `via` says why a process without `container` is listed.
 * `cpuMilliseconds` is CPU time since the start, `cpuPercentSinceStart` what `ps` calls %CPU, `cpuPercent` the percentage of one
 * core during the last 0.6 s, which is what `top` shows. `commandLine` has secrets masked and at most 4 kB (`commandLineCut`).
 * `omitted` counts processes left out beyond 5,000. `pidNamespaces` is absent when they could not be read: see `problems`.
 */
export function createProcessDocument(look: InsideLook) {
	const { pod, inside } = look;
	return {
		...describeLook('processes', look, inside.readAt),
		pod: identifyPod(pod),
		pidNamespaces: inside.processes?.namespaces.map(({ processes, ...rest }) => ({
			...rest,
			processes: processes.map((process) => describeProcess(process, inside.readAt)),
		})),
		omitted: inside.processes?.omitted,
		problems: inside.problems,
	};
}

function describeProcess(process: TreeProcess, now: number) {
	return {
		pid: process.pid,
		parentPid: process.parentPid,
		depth: process.depth,
		innerPid: process.innerPid,
		container: process.container,
		containerId: process.containerId,
		via: process.via,
		uid: process.uid,
		user: process.user,
		state: process.state,
		zombie: process.zombie === true,
		threads: process.threads,
		startedAt: formatTime(process.startedAt),
		cpuMilliseconds: process.cpu.total,
		cpuPercentSinceStart: roundTenth(averageCpu(process, now)),
		cpuPercent: roundTenth(process.cpu.percent),
		residentBytes: process.residentBytes,
		command: process.command,
		commandLine: process.commandLine,
		commandLineCut: process.commandLineCut,
	};
}

function roundTenth(value: number | undefined): number | undefined {
	return value === undefined ? undefined : Math.round(value * 10) / 10;
}
