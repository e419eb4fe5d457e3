import { chooseFate } from '../behaviour.ts';
import type { Clock } from '../clock.ts';
import { createMoment } from '../moment.ts';
import type { Kernel } from '../proc/kernel.ts';
import { chooseManners, spawnMore } from '../proc/spawn-container.ts';
import type { Random } from '../random.ts';
import type { ContainerdEvents } from './containerd-event.ts';
import { criTimings } from './cri-timings.ts';
import type { Task, TaskExit, TaskSpec } from './task.ts';

/** The shims of the node: they run, signal and reap, with or without their daemon. */
export type Tasks = {
	/** The first process is there, but has not been let go. */
	create(spec: TaskSpec): Task;
	start(task: Task): void;
	get(id: string): Task | undefined;
	isAlive(id: string): boolean;
	/** Lets the process meet its fate a little later. */
	signal(task: Task, signal: number): void;
	/** The first process ends now. */
	end(task: Task, exitCode: number, oom: boolean): void;
	/** Forgets a task that has ended. */
	delete(id: string): void;
	/** Called when a task has ended. */
	onExit(listener: (task: Task, exit: TaskExit) => void): void;
};

type Parts = {
	clock: Clock;
	random: Random;
	kernel: Kernel;
	/** Told while the daemon runs. */
	events: Pick<ContainerdEvents, 'emit'>;
};

export function createTasks({ clock, random, kernel, events }: Parts): Tasks {
	const tasks = new Map<string, Task>();
	const listeners: ((task: Task, exit: TaskExit) => void)[] = [];

	const finish = (task: Task, exitCode: number, oom: boolean) => {
		if (task.exit !== undefined) return;
		for (const pid of task.pids.toReversed()) kernel.exit(pid);
		task.pids = [];
		task.exit = { at: createMoment({ clock, random }), exitCode, oom };
		if (oom) events.emit('TaskOOM', { containerId: task.id });
		events.emit('TaskExit', formatExit(task, task.exit));
		for (const listener of listeners) listener(task, task.exit);
	};

	const end = (task: Task, exitCode: number, oom: boolean) => {
		if (task.exit !== undefined) return;
		const others = random.shuffle(findInhabitants(tasks.values(), kernel, task));
		if (others.length === 0) return finish(task, exitCode, oom);
		// PID 1 of a PID namespace is gone: the kernel kills everyone else in it first, within 25 ms in the recordings.
		others.forEach((each, index) => {
			clock.setTimeout(() => finish(each, 137, false), index * criTimings.nextExit);
		});
		const last = (others.length - 1) * criTimings.nextExit + criTimings.lastExit;
		clock.setTimeout(() => finish(task, exitCode, oom), last);
	};

	/** In a virtual machine its processes are none of the host's. */
	const spawnInside = ({ pid, inside, behaviour }: Task): number[] => {
		const first = inside === undefined ? kernel.find(pid) : undefined;
		return first === undefined ? [] : spawnMore({ kernel, clock }, first, behaviour);
	};

	const isInit = (task: Task) => kernel.find(task.pids[0] ?? 0)?.nsPids[1] === 1;

	return {
		create(spec) {
			const { id, podUid, behaviour, inside, ...process } = spec;
			const { pid } = kernel.spawn({ ...process, ...chooseManners(behaviour), ppid: 1 });
			const task: Task = { id, podUid, behaviour, inside, pid: inside?.pid ?? pid, pids: [pid] };
			tasks.set(id, task);
			events.emit('TaskCreate', { containerId: id, bundle: bundlePath(id), pid: task.pid });
			return task;
		},
		start(task) {
			if (task.exit !== undefined) return;
			task.pids = [...task.pids, ...spawnInside(task)];
			events.emit('TaskStart', { containerId: task.id, pid: task.pid });
			const { runsFor, exitCode = 0, oom = false } = task.behaviour;
			if (runsFor !== undefined) clock.setTimeout(() => end(task, oom ? 137 : exitCode, oom), runsFor);
		},
		get: (id) => tasks.get(id),
		isAlive: (id) => tasks.get(id)?.exit === undefined && tasks.has(id),
		signal(task, signal) {
			if (task.exit !== undefined) return;
			const fate = chooseFate(task.behaviour, signal, isInit(task) || task.inside !== undefined);
			const takes = signal === 9 ? criTimings.killToExit : criTimings.termToExit;
			if (fate !== undefined) clock.setTimeout(() => end(task, fate, false), takes);
		},
		end,
		delete(id) {
			const task = tasks.get(id);
			if (task?.exit === undefined) return;
			tasks.delete(id);
			const { id: _execId, ...message } = formatExit(task, task.exit);
			events.emit('TaskDelete', message);
		},
		onExit: (listener) => void listeners.push(listener),
	};
}

function formatExit(task: Task, { at, exitCode }: TaskExit) {
	return { containerId: task.id, id: task.id, pid: task.pid, exitStatus: exitCode, exitedAt: at.text };
}

function bundlePath(id: string): string {
	return `/run/containerd/io.containerd.runtime.v2.task/k8s.io/${id}`;
}

/** Those who go when this one goes: in the PID namespace whose PID 1 it is, or in its virtual machine. */
function findInhabitants(tasks: Iterable<Task>, kernel: Kernel, task: Task): Task[] {
	const first = kernel.find(task.pids[0] ?? 0);
	const isInit = first?.nsPids[1] === 1;
	return [...tasks].filter((each) => {
		if (each === task || each.podUid !== task.podUid || each.exit !== undefined) return false;
		const sharesPids = isInit && kernel.find(each.pids[0] ?? 0)?.namespaces.pid === first.namespaces.pid;
		return sharesPids || each.inside === task;
	});
}
