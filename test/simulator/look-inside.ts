import { onTestFinished } from 'vitest';
import { readInside } from '../../source/adapters/proc/inside/read-inside.ts';
import type { TreeProcess } from '../../source/core/inside/inside-processes.ts';
import type { InsideContainer } from '../../source/core/inside/inside-request.ts';
import type { PodInside } from '../../source/core/inside/pod-inside.ts';
import {
	createSimulatedNode,
	type SimulatedCriNode,
	type SimulatedCriNodeOptions,
	type SimulatedNode,
	type SimulatedNodeOptions,
} from '../../source/simulator/create-simulated-node.ts';
import { createVirtualClock, type VirtualClock } from '../../source/simulator/virtual-clock.ts';

/** A simulated node that is looked into as a real one is. */
export type InsideLab = {
	node: SimulatedNode | SimulatedCriNode;
	clock: VirtualClock;
	/** Everything, by the adapter that reads a real /proc. Twice, so that there is a CPU %: time goes on by `between` milliseconds. */
	look(pod: string, containers: readonly string[], between?: number): Promise<PodInside>;
};

export async function createInsideLab(
	options: SimulatedNodeOptions | SimulatedCriNodeOptions = {},
): Promise<InsideLab> {
	const clock = createVirtualClock(Date.parse('2026-11-22T12:00:00Z'));
	const node = await createSimulatedNode({ ...options, clock });
	onTestFinished(() => node.close());
	return {
		node,
		clock,
		async look(pod, names, between = 10_000) {
			const containers = ['POD', ...names].flatMap((name): InsideContainer[] => {
				const found = node.findContainer(pod, name);
				if (found?.pid === undefined) return [];
				return [
					name === 'POD'
						? { id: found.id, pid: found.pid, name: 'pause', role: 'sandbox' }
						: { id: found.id, pid: found.pid, name, role: 'container' },
				];
			});
			const request = { podUid: 'any', containers, want: { processes: true, sockets: true, usage: true } };
			const reading = { hostRoot: node.hostRoot, now: clock.now };
			const previous = await readInside(request, reading);
			await clock.advance(between);
			return readInside({ ...request, previous }, reading);
		},
	};
}

/** All processes, as few words. */
export function listProcesses({ processes }: PodInside): string[] {
	return allProcesses(processes?.namespaces.flatMap((tree) => tree.processes) ?? []);
}

function allProcesses(processes: readonly TreeProcess[]): string[] {
	return processes.map(({ container, innerPid, user, uid, state, commandLine }) => {
		const pid = innerPid === 1 ? '1' : 'n';
		return `${container ?? '-'} ${pid} ${user ?? uid} ${state} ${commandLine}`;
	});
}

/** What listens, as `nginx 80 tcp`. */
export function listListening({ sockets }: PodInside): string[] {
	return (sockets?.listening ?? []).map(({ protocol, local, owners }) => {
		return `${owners.map(({ container }) => container).join()} ${local.port} ${protocol}`;
	});
}
