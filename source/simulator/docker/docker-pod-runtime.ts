import type { AddressPool } from '../address-pool.ts';
import { type Clock, sleep } from '../clock.ts';
import { taggedImage } from '../image.ts';
import type { PodRuntime } from '../kubelet/pod-runtime.ts';
import type { PodSnapshot } from '../kubelet/pod-snapshot.ts';
import { podUidLabel } from '../pod-label.ts';
import type { Kernel } from '../proc/kernel.ts';
import type { CgroupStyle } from '../proc/proc-files.ts';
import type { Random } from '../random.ts';
import { timings } from '../timings.ts';
import { formatContainerRequest, formatSandboxRequest } from './container-request.ts';
import type { DockerEngine } from './docker-engine.ts';
import { readAttempt, takeSnapshot } from './take-snapshot.ts';

type Parts = {
	clock: Clock;
	random: Random;
	engine: DockerEngine;
	kernel: Kernel;
	addresses: AddressPool;
	nodeName: string;
	cgroup: CgroupStyle;
};

/** Docker as the kubelet has it: through cri-dockerd, which makes CRI's requests into Docker's and runs the network plugin. */
export function createDockerPodRuntime(parts: Parts): PodRuntime {
	const { clock, random, engine } = parts;
	/** By sandbox id; the network plugin keeps them until the sandbox is removed. */
	const addresses = new Map<string, string>();
	/** By pod: the kubelet looks again and again at pods in which nothing has happened. */
	const snapshots = new Map<string, PodSnapshot>();
	engine.onChange(({ labels }) => void snapshots.delete(labels[podUidLabel] ?? ''));
	const connect = (id: string) => {
		const address = parts.addresses.take();
		addresses.set(id, address);
		const pause = parts.kernel.find(engine.table.get(id)?.pid ?? 0);
		if (pause !== undefined) parts.kernel.setAddress(pause.namespaces.net, address);
	};
	const stopKnown = async (id: string, graceMs: number) => {
		// What the kubelet knows may be a second old: what is gone meanwhile needs no stopping.
		if (engine.table.get(id) !== undefined) await engine.stop(id, graceMs);
	};
	return {
		pace: {
			beforeSandbox: timings.sandboxCreate,
			afterSandbox: timings.sandboxSettle,
			afterContainer: timings.nextContainer,
			beforeRemoval: timings.destroyFirst,
			afterRemoval: timings.destroyNext,
		},
		isRunning: engine.isRunning,
		onChange: (listener) =>
			engine.onChange(({ labels }) => {
				const uid = labels[podUidLabel];
				if (uid !== undefined) listener(uid);
			}),
		look(uid) {
			const snapshot = snapshots.get(uid) ?? takeSnapshot(engine.table.ofPod(uid), addresses);
			snapshots.set(uid, snapshot);
			return snapshot;
		},
		find(id) {
			const found = engine.table.get(id);
			if (found === undefined) return undefined;
			const name = found.labels['io.kubernetes.container.name'] ?? '';
			return { name, attempt: readAttempt(found), running: found.state === 'running' };
		},
		async runSandbox(pod, attempt) {
			const { id } = await engine.create(formatSandboxRequest(pod, attempt, parts));
			await engine.start(id, timings.sandboxStart + random.between(0, 20));
			if (pod.input.hostNetwork !== true) connect(id);
			snapshots.delete(pod.uid);
			return id;
		},
		async createContainer(pod, container, incarnation) {
			return (await engine.create(formatContainerRequest(pod, container, incarnation, parts))).id;
		},
		async startContainer(id) {
			await engine.start(id, timings.containerStart + random.between(0, 10));
		},
		stopContainer: stopKnown,
		async stopSandboxes(ids) {
			const running = ids.filter((id) => engine.table.get(id)?.state === 'running');
			if (running.length > 0) await sleep(clock, timings.signal);
			await Promise.all(running.map((id) => stopKnown(id, 10_000)));
		},
		async remove(id) {
			addresses.delete(id);
			await engine.remove(id, { force: false });
		},
		nameStatus: (seen, image) => ({
			containerID: `docker://${seen.id}`,
			image: taggedImage(image),
			imageID: `docker://${seen.imageId}`,
		}),
	};
}
