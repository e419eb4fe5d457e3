import type { LinuxNamespaceKind } from '../../core/linux-namespace.ts';
import type { Behaviour } from '../behaviour.ts';
import type { Moment } from '../moment.ts';
import type { NamespaceChoice } from '../proc/kernel.ts';

/** What a shim is asked to run. */
export type TaskSpec = {
	/** The container's or sandbox's. */
	id: string;
	podUid: string;
	args: readonly string[];
	/** Default: the base name of the executable. */
	command?: string;
	cgroup: string;
	namespaces: Record<LinuxNamespaceKind, NamespaceChoice>;
	/** On the host. */
	uid: number;
	behaviour: Behaviour;
	/** Runs inside this one's virtual machine or gVisor: its process here only serves it, and its pid is that one's. */
	inside?: Task;
};

/** A container's process and what belongs to it, as its shim keeps it. */
export type Task = Pick<TaskSpec, 'id' | 'podUid' | 'behaviour' | 'inside'> & {
	/** Host pid as the runtime reports it. */
	pid: number;
	/** All of its processes on the host, the first one first. Empty when it has ended. */
	pids: readonly number[];
	exit?: TaskExit;
};

export type TaskExit = { at: Moment; exitCode: number; oom: boolean };
