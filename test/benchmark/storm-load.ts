import { setTimeout as delay } from 'node:timers/promises';
import type { SimulatedNode } from '../../source/simulator/simulated-node.ts';

/** Containers that are killed and started again, one after the other and all over again. */
export type StormOrder = {
	/** Ids of containers that run. */
	containers: readonly string[];
	/** UIDs of their pods: the kubelet keeps its hands off them, so that it is `docker start` that brings each container back. */
	pods: readonly string[];
	eventsPerSecond: number;
	seconds: number;
	/** Of the containers, those that are killed and started once more at the end, all at once. */
	last: readonly string[];
};

/** `kill` and `die` of `docker kill`, `start` of `docker start`. */
const eventsOfATurn = 3;

/** Resolves when all of them run again. What the engine cannot keep up with is not made up for by more at a time. */
export async function runStorm(node: SimulatedNode, order: StormOrder): Promise<void> {
	for (const uid of order.pods) node.kubelet.stick('work', uid, true);
	const turns = new Map<string, Promise<void>>();
	const start = performance.now();
	const passed = () => (performance.now() - start) / 1000;
	let begun = 0;
	while (passed() < order.seconds) {
		const due = Math.ceil((passed() * order.eventsPerSecond) / eventsOfATurn);
		for (; begun < due; begun++) {
			const id = order.containers[begun % order.containers.length];
			if (id === undefined || turns.has(id)) continue;
			turns.set(
				id,
				turn(node, id).finally(() => turns.delete(id)),
			);
		}
		await delay(5);
	}
	await Promise.all(turns.values());
	await Promise.all(order.last.map((id) => turn(node, id)));
	for (const uid of order.pods) node.kubelet.stick('work', uid, false);
}

async function turn(node: SimulatedNode, id: string): Promise<void> {
	await node.run({ do: 'kill', id });
	await node.run({ do: 'start', id });
}
