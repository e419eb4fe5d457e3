import type { AddressPool } from '../address-pool.ts';
import { type Clock, sleep } from '../clock.ts';
import { pauseImage } from '../image.ts';
import type { Kernel } from '../proc/kernel.ts';
import type { CgroupStyle } from '../proc/proc-files.ts';
import type { Random } from '../random.ts';
import { type ContainerVerbs, createContainerVerbs } from './container-verbs.ts';
import { type ContainerdEvents, createContainerdEvents } from './containerd-event.ts';
import { CriError, statusCode } from './cri-error.ts';
import type { CriProfile } from './cri-profile.ts';
import type { CriRecord } from './cri-record.ts';
import type { EngineParts } from './engine-parts.ts';
import { createExitDesk } from './exit-desk.ts';
import { createPodEvents, type PodEvents } from './pod-events.ts';
import { createRecordTable, type RecordTable } from './record-table.ts';
import { createSandboxVerbs, type SandboxVerbs } from './sandbox-verbs.ts';
import { createTasks, type Tasks } from './tasks.ts';

/** A CRI runtime without gRPC. Its verbs take as long as the real ones did. */
export type CriEngine = SandboxVerbs &
	ContainerVerbs & {
		profile: CriProfile;
		cgroup: CgroupStyle;
		table: RecordTable;
		tasks: Pick<Tasks, 'get' | 'isAlive'>;
		events: ContainerdEvents;
		podEvents: PodEvents;
		/** Names of the images on the node, as pods have them. */
		images: ReadonlySet<string>;
		/** A sandbox's name stays taken by one that is not listed, until `holder` is undefined. */
		reserve(name: string, holder: string | undefined): void;
		/** As `crictl rmi` and `crictl pull`. */
		setImage(name: string, there: boolean): void;
		/** As `ctr task kill`: a signal to the first process of a container or sandbox. @throws CriError when there is none */
		signal(id: string, signal: number): Promise<void>;
		/** The process ends on its own account. */
		exit(id: string, exitCode: number, options?: { oom?: boolean }): void;
		setDaemon(running: boolean): void;
		isRunning(): boolean;
		/** Called with a record whenever it changes. */
		onChange(listener: (record: CriRecord) => void): () => void;
	};

export type CriEngineParts = {
	profile: CriProfile;
	clock: Clock;
	random: Random;
	kernel: Kernel;
	cgroup: CgroupStyle;
	addresses: AddressPool;
};

export function createCriEngine(given: CriEngineParts): CriEngine {
	const { profile, clock, random, kernel, cgroup } = given;
	const table = createRecordTable();
	const log = createContainerdEvents({ clock, random });
	const podEvents = createPodEvents({ clock, random, table });
	const listeners = new Set<(record: CriRecord) => void>();
	const images = new Set([pauseImage]);
	const reserved = new Map<string, string>();
	let running = true;
	// Nobody hears of what happens while the daemon is away.
	const events: ContainerdEvents = { ...log, emit: (type, message) => void (running && log.emit(type, message)) };
	const changed = (record: CriRecord) => {
		for (const listener of listeners) listener(record);
	};
	const requireDaemon = () => {
		if (!running) throw new CriError(statusCode.unavailable, `connection refused: ${profile.name} is not running`);
	};
	const tasks = createTasks({ clock, random, kernel, events });
	const desk = createExitDesk({ clock, table, tasks, podEvents, changed });
	const { whenEnded } = desk;
	const parts: EngineParts = {
		...given,
		table,
		tasks,
		events,
		podEvents,
		images,
		reserved,
		whenEnded,
		requireDaemon,
		changed,
	};
	const containers = createContainerVerbs(parts);
	return {
		...containers,
		...createSandboxVerbs(parts, containers),
		profile,
		cgroup,
		table,
		tasks,
		events,
		podEvents,
		images,
		reserve: (name, holder) => void (holder === undefined ? reserved.delete(name) : reserved.set(name, holder)),
		setImage(name, there) {
			requireDaemon();
			if (there) images.add(name);
			else images.delete(name);
			events.emit(there ? 'ImageCreate' : 'ImageDelete', { name });
		},
		async signal(id, signal) {
			requireDaemon();
			const task = tasks.get(id);
			if (task === undefined || task.exit !== undefined) {
				throw new CriError(statusCode.notFound, `no running task found: task ${id} not found: not found`);
			}
			tasks.signal(task, signal);
			await sleep(clock, 0);
		},
		exit(id, exitCode, options) {
			const task = tasks.get(id);
			if (task !== undefined) tasks.end(task, exitCode, options?.oom ?? false);
		},
		setDaemon(next) {
			running = next;
			desk.setDaemon(next);
		},
		isRunning: () => running,
		onChange(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}
