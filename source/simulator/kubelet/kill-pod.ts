import { sleep } from '../clock.ts';
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
	const { clock, runtime, api } = parts;
	const running = snapshot.containers.filter((each) => each.state === 'running');
	const stops = running.map((seen) => {
		const container = pod.containers.find((each) => each.name === seen.name);
		api.record(formatPodEvent(pod, 'Normal', 'Killing', `Stopping container ${seen.name}`, container));
		return runtime.stopContainer(seen.id, graceMs);
	});
	await clock.during(Promise.all(stops));
	await clock.during(runtime.stopSandboxes(snapshot.sandboxes.map((each) => each.id)));
}

/** Removes containers one after another, with their log files. */
export async function removeContainers(parts: KubeletParts, uid: string, ids: readonly string[]): Promise<void> {
	const { clock, runtime, disk } = parts;
	for (const id of ids) {
		const found = runtime.find(id);
		if (found === undefined || found.running) continue;
		disk.logs.get(`${uid}/${found.name}`)?.delete(found.attempt);
		await clock.during(runtime.remove(id));
		await sleep(clock, runtime.pace.afterRemoval);
	}
}
