import { canonicalImage, imageId } from '../image.ts';
import type { PodRuntime, StatusNames } from '../kubelet/pod-runtime.ts';
import type { PodSnapshot } from '../kubelet/pod-snapshot.ts';
import type { CriEngine } from './cri-engine.ts';
import type { CriProfile } from './cri-profile.ts';
import { criTimings } from './cri-timings.ts';
import { formatContainerConfig, formatSandboxConfig } from './kubelet-config.ts';

/** A CRI runtime as the kubelet has it. */
export function createCriPodRuntime(engine: CriEngine, nodeName: string): PodRuntime {
	const { table, tasks, profile, cgroup } = engine;
	return {
		pace: criTimings.pace,
		isRunning: engine.isRunning,
		onChange: (listener) =>
			engine.onChange((record) => listener(record.kind === 'sandbox' ? record.pod.uid : record.podUid)),
		look: (uid) => takeSnapshot(table.ofPod(uid)),
		find(id) {
			const found = table.get(id);
			if (found === undefined) return undefined;
			const { attempt } = found;
			if (found.kind === 'sandbox') return { name: 'POD', attempt, running: found.ready };
			return { name: found.name, attempt, running: tasks.isAlive(id) };
		},
		async runSandbox(pod, attempt) {
			return (await engine.runSandbox(formatSandboxConfig(pod, attempt, { nodeName, cgroup, profile }))).id;
		},
		async createContainer(pod, container, incarnation) {
			return (await engine.createContainer(formatContainerConfig(pod, container, incarnation))).id;
		},
		startContainer: engine.startContainer,
		async stopContainer(id, graceMs) {
			// What the kubelet knows may be a second old: what is gone meanwhile needs no stopping.
			if (table.getContainer(id) !== undefined) await engine.stopContainer(id, graceMs);
		},
		async stopSandboxes(ids) {
			for (const id of ids) await engine.stopSandbox(id);
		},
		remove: (id) => (table.getSandbox(id) === undefined ? engine.removeContainer(id) : engine.removeSandbox(id)),
		nameStatus: ({ id }, image) => nameStatus(profile, id, image),
	};
}

function takeSnapshot({ sandboxes, containers }: ReturnType<CriEngine['table']['ofPod']>): PodSnapshot {
	return {
		sandboxes: sandboxes.map(({ id, attempt, ready, ip }) => ({ id, attempt, running: ready, ip })),
		containers: containers.map((each) => ({
			id: each.id,
			name: each.name,
			attempt: each.attempt,
			sandboxId: each.sandboxId,
			state: each.state,
			createdAt: each.created.at,
			startedAt: each.started?.at,
			finishedAt: each.finished?.at,
			exitCode: each.exitCode,
			oomKilled: each.oomKilled,
			imageId: imageId(each.image),
		})),
	};
}

/** containerd tells the id of an image that was not pulled by its digest (recorded); CRI-O's images have digests. */
function nameStatus({ name }: CriProfile, id: string, image: string): StatusNames {
	const canonical = canonicalImage(image);
	const imageID = name === 'containerd' ? imageId(image) : `${canonical.replace(/:[^/:]*$/, '')}@${imageId(image)}`;
	return { containerID: `${name}://${id}`, image: canonical, imageID };
}
