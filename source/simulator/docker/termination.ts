import { chooseFate } from '../behaviour.ts';
import type { Clock } from '../clock.ts';
import type { Moment } from '../moment.ts';
import type { Kernel } from '../proc/kernel.ts';
import type { Random } from '../random.ts';
import { timings } from '../timings.ts';
import type { SimulatedContainer } from './container.ts';
import type { ContainerTable } from './container-table.ts';

/** How containers end: signals, PID 1's special standing, and what Docker reports about it. */
export type Termination = {
	/** Reports `kill` and lets the process meet its fate a little later. */
	signal(container: SimulatedContainer, signal: number): void;
	/** The first process ends now. */
	end(container: SimulatedContainer, exitCode: number, oom: boolean): void;
	/** Starts the container's own span of life, where it has one. */
	planEnd(container: SimulatedContainer): void;
	/** Resolves to false when the container still runs after `withinMs`. */
	whenExited(container: SimulatedContainer, withinMs?: number): Promise<boolean>;
	/** While Docker is down, deaths are reported when it is back. */
	setReporting(on: boolean): void;
};

type Parts = {
	clock: Clock;
	random: Random;
	kernel: Kernel;
	table: ContainerTable;
	emit(container: SimulatedContainer, action: string, more?: Record<string, string>): void;
	network(container: SimulatedContainer, action: 'disconnect'): void;
	moment(): Moment;
	changed(container: SimulatedContainer): void;
};

export function createTermination(parts: Parts): Termination {
	const { clock, random, kernel, table } = parts;
	const waiting = new Map<string, Set<() => void>>();
	const unreported: (() => void)[] = [];
	let reporting = true;

	const end = (container: SimulatedContainer, exitCode: number, oom: boolean) => {
		if (container.pid === 0) return;
		const { inhabitants, isInit } = findInhabitants(parts, container);
		if (!isInit || inhabitants.length === 0) return finish(container, exitCode, oom);
		// PID 1 of a PID namespace is gone: the kernel kills everyone else in it, and PID 1 is the last to be reported.
		const order = random.shuffle(inhabitants);
		order.forEach((each, index) => {
			clock.setTimeout(() => finish(each, 137, false), timings.namespaceKill + index);
		});
		clock.setTimeout(() => finish(container, exitCode, oom), timings.namespaceKill + order.length);
	};

	const finish = (container: SimulatedContainer, exitCode: number, oom: boolean) => {
		if (container.pid === 0) return;
		const first = kernel.find(container.pid);
		container.pid = 0;
		if (first !== undefined) {
			for (const process of [...kernel.list()]) if (process.cgroup === first.cgroup) kernel.exit(process.pid);
		}
		container.finished = parts.moment();
		const report = () => reportDeath(container, exitCode, oom);
		if (reporting) report();
		else unreported.push(report);
	};

	const reportDeath = (container: SimulatedContainer, exitCode: number, oom: boolean) => {
		Object.assign(container, { state: 'exited', exitCode, oomKilled: oom });
		if (oom) parts.emit(container, 'oom');
		parts.emit(container, 'die', { exitCode: String(exitCode) });
		parts.changed(container);
		for (const resolve of waiting.get(container.id) ?? []) resolve();
		waiting.delete(container.id);
		clock.setTimeout(() => parts.network(container, 'disconnect'), timings.networkDisconnect);
	};

	return {
		end,
		signal(container, signal) {
			parts.emit(container, 'kill', { signal: String(signal) });
			const fate = chooseFate(container.behaviour, signal, findInhabitants(parts, container).isInit);
			if (fate === undefined) return;
			const { pid } = container;
			const takes = signal === 9 ? timings.killToExit : timings.termToExit;
			// The same incarnation only: it may have ended, and another begun, meanwhile.
			clock.setTimeout(() => container.pid === pid && end(container, fate, false), takes);
		},
		planEnd(container) {
			const { runsFor, exitCode = 0, oom = false } = container.behaviour;
			if (runsFor === undefined) return;
			const { pid } = container;
			clock.setTimeout(() => container.pid === pid && end(container, oom ? 137 : exitCode, oom), runsFor);
		},
		whenExited(container, withinMs) {
			if (container.state !== 'running' || table.get(container.id) === undefined) return Promise.resolve(true);
			return new Promise((resolve) => {
				const cancel = withinMs === undefined ? undefined : clock.setTimeout(() => resolve(false), withinMs);
				const waiters = waiting.get(container.id) ?? new Set<() => void>();
				waiting.set(
					container.id,
					waiters.add(() => {
						cancel?.();
						resolve(true);
					}),
				);
			});
		},
		setReporting(on) {
			reporting = on;
			if (on) for (const report of unreported.splice(0)) report();
		},
	};
}

/** The other containers whose first process lives in this one's PID namespace, and whether this one is its PID 1. */
function findInhabitants(parts: Pick<Parts, 'kernel' | 'table'>, container: SimulatedContainer) {
	const process = parts.kernel.find(container.pid);
	const isInit = process?.nsPids[1] === 1;
	if (process === undefined || !isInit) return { isInit: false, inhabitants: [] };
	const siblings = parts.table.ofPod(container.labels['io.kubernetes.pod.uid'] ?? '');
	const inhabitants = siblings.filter(
		(each) =>
			each.id !== container.id &&
			each.pid !== 0 &&
			parts.kernel.find(each.pid)?.namespaces.pid === process.namespaces.pid,
	);
	return { isInit, inhabitants };
}
