import { createHash } from 'node:crypto';
import { createAddressPool } from './address-pool.ts';
import type { Clock } from './clock.ts';
import { createNodeEngine, type EngineChoice } from './engine-choice.ts';
import { createKubeApi } from './kube/kube-api.ts';
import { formatNode } from './kube/node-object.ts';
import { formatPod } from './kube/pod-object.ts';
import { createNodeDisk } from './kubelet/kubelet-pod.ts';
import { createKubeletService } from './kubelet-service.ts';
import type { PodSpecInput } from './pod-spec-input.ts';
import { createKernel } from './proc/kernel.ts';
import type { CgroupStyle } from './proc/proc-files.ts';
import { createRandom } from './random.ts';
import { createSystemProcesses } from './system-processes.ts';

export const nodeName = 'pausetop-demo';
const nodeIp = '192.0.2.2';

/** Kernel, engine, API and kubelet, without any server. */
export type World = ReturnType<typeof createWorld>;

type WorldParts = { clock: Clock; cgroup: CgroupStyle; seed: number; choice: EngineChoice; autonomous: boolean };

export function createWorld({ clock, cgroup, seed, choice, autonomous }: WorldParts) {
	const random = createRandom(seed);
	const kernel = createKernel({ clock, random, bootAt: Math.floor(clock.now() / 1000 - 50) * 1000, address: nodeIp });
	const processes = createSystemProcesses(kernel, nodeName, choice.runtime ?? 'docker');
	const addresses = createAddressPool();
	const engine = createNodeEngine(choice, { clock, random, kernel, cgroup, nodeName, addresses, chatty: autonomous });
	const api = createKubeApi({ clock, random, nodeName });
	const disk = createNodeDisk();
	const nodeUid = random.uuid();
	processes.startDaemon();
	const node = { name: nodeName, ip: nodeIp, uid: nodeUid, createdAt: clock.now() };
	api.collections.nodes.put(formatNode({ ...node, containerRuntimeVersion: engine.version }));
	const shared = { clock, random, runtime: engine.runtime, api, disk, nodeName, nodeIp, nodeUid, processes };
	const createPod = (spec: PodSpecInput): string => {
		if (spec.static === true) {
			const hash = createHash('md5')
				.update(`${nodeName}${JSON.stringify(spec)}`)
				.digest('hex');
			disk.manifests.set(hash, spec);
			return hash;
		}
		const uid = random.uuid();
		disk.inputs.set(uid, spec);
		const pod = api.collections.pods.put(formatPod(spec, { uid, nodeName, nodeUid, now: clock.now() }));
		const message = `Successfully assigned ${pod.metadata.namespace}/${spec.name} to ${nodeName}`;
		api.record({
			kind: 'Pod',
			name: spec.name,
			kubeNamespace: pod.metadata.namespace,
			uid,
			type: 'Normal',
			reason: 'Scheduled',
			message,
			component: 'default-scheduler',
		});
		return uid;
	};
	return { random, kernel, processes, addresses, engine, api, kubelet: createKubeletService(shared), createPod };
}
