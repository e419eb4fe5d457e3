import type { Clock } from '../clock.ts';
import type { CriRecord } from './cri-record.ts';
import { criTimings } from './cri-timings.ts';
import type { PodEvents } from './pod-events.ts';
import type { RecordTable } from './record-table.ts';
import type { Task, TaskExit } from './task.ts';
import type { Tasks } from './tasks.ts';

/** The runtime's noticing that tasks have ended: a moment later, or when its daemon is back. */
export type ExitDesk = {
	/** See EngineParts. */
	whenEnded(id: string, withinMs?: number): Promise<boolean>;
	setDaemon(running: boolean): void;
};

type Parts = {
	clock: Clock;
	table: RecordTable;
	tasks: Tasks;
	podEvents: PodEvents;
	changed(record: CriRecord): void;
};

export function createExitDesk({ clock, table, tasks, podEvents, changed }: Parts): ExitDesk {
	const waiting = new Map<string, Set<() => void>>();
	const unnoticed: (() => void)[] = [];
	let running = true;

	const notice = (task: Task, exit: TaskExit) => {
		if (!running) return void unnoticed.push(() => notice(task, exit));
		tasks.delete(task.id);
		const record = table.get(task.id);
		if (record !== undefined) {
			markEnded(record, exit);
			podEvents.emit('STOPPED', record);
			changed(record);
		}
		for (const resolve of waiting.get(task.id) ?? []) resolve();
		waiting.delete(task.id);
	};
	tasks.onExit((task, exit) => void clock.setTimeout(() => notice(task, exit), criTimings.exitReport));

	return {
		whenEnded(id, withinMs) {
			if (tasks.get(id) === undefined) return Promise.resolve(true);
			return new Promise((resolve) => {
				const cancel = withinMs === undefined ? undefined : clock.setTimeout(() => resolve(false), withinMs);
				const waiters = waiting.get(id) ?? new Set<() => void>();
				const ended = () => {
					cancel?.();
					resolve(true);
				};
				waiting.set(id, waiters.add(ended));
			});
		},
		setDaemon(next) {
			running = next;
			if (running) for (const work of unnoticed.splice(0)) work();
		},
	};
}

function markEnded(record: CriRecord, { at, exitCode, oom }: TaskExit): void {
	if (record.kind === 'sandbox') record.ready = false;
	else Object.assign(record, { state: 'exited', finished: at, exitCode, oomKilled: oom });
}
