import { sleep } from '../clock.ts';
import { timings } from '../timings.ts';
import type { KubeletParts } from './kubelet-parts.ts';
import type { KubeletPod } from './kubelet-pod.ts';
import { formatPodEvent } from './pod-events.ts';
import type { PodSnapshot } from './pod-snapshot.ts';

/** Stops a pod's running containers, all at once and each with its grace, and then its sandboxes. */
export async function killPod(
	parts: KubeletParts,
	pod: KubeletPod,
	snapshot: PodSnapshot,
	graceMs: number,
): Promise<void> {
	const { clock, engine, api } = parts;
	const running = snapshot.containers.filter((each) => each.state === 'running');
	const stops = running.map((seen) => {
		const container = pod.containers.find((each) => each.name === seen.name);
		api.record(formatPodEvent(pod, 'Normal', 'Killing', `Stopping container ${seen.name}`, container));
		return stopKnown(parts, seen.id, graceMs);
	});
	await clock.during(Promise.all(stops));
	const sandboxes = snapshot.sandboxes.filter((each) => engine.table.get(each.id)?.state === 'running');
	if (sandboxes.length > 0) await sleep(clock, timings.signal);
	await clock.during(Promise.all(sandboxes.map((each) => stopKnown(parts, each.id, 10_000))));
}

/** The snapshot may be a second old: what is gone meanwhile needs no stopping. */
async function stopKnown({ engine }: KubeletParts, id: string, graceMs: number): Promise<void> {
	if (engine.table.get(id) !== undefined) await engine.stop(id, graceMs);
}

/** Removes containers one after another, with their log files. */
export async function removeContainers(parts: KubeletParts, uid: string, ids: readonly string[]): Promise<void> {
	const { clock, engine, disk } = parts;
	for (const id of ids) {
		const container = engine.table.get(id);
		if (container === undefined || container.state === 'running') continue;
		const name = container.labels['io.kubernetes.container.name'] ?? '';
		disk.logs.get(`${uid}/${name}`)?.delete(Number(container.name.split('_')[5]));
		disk.addresses.delete(id);
		await clock.during(engine.remove(id, { force: false }));
		await sleep(clock, timings.destroyNext);
	}
}
