import type { KubePod } from '../../core/kube-pod.ts';
import { sleep } from '../clock.ts';
import { formatKubeTime } from '../kube/kube-object.ts';
import { timings } from '../timings.ts';
import { createBackOff } from './back-off.ts';
import { computePodActions, type PodActions } from './compute-pod-actions.ts';
import type { WaitingReason } from './container-status.ts';
import { killPod, removeContainers } from './kill-pod.ts';
import type { KubeletParts } from './kubelet-parts.ts';
import type { KubeletPod } from './kubelet-pod.ts';
import { formatPodEvent } from './pod-events.ts';
import type { PodSnapshot } from './pod-snapshot.ts';
import { formatPodStatus } from './pod-status.ts';
import { type StartParts, startContainer } from './start-container.ts';

/** Brings one pod nearer to its spec; and says how it is. */
export type PodSync = {
	/** Resolves to whether all went well; when not, it is to be tried again. */
	sync(pod: KubeletPod, snapshot: PodSnapshot): Promise<boolean>;
	/** Writes the pod's status a moment later. */
	report(pod: KubeletPod, snapshot: PodSnapshot): void;
};

export function createPodSync(kubelet: KubeletParts): PodSync {
	const { clock, api } = kubelet;
	const parts: StartParts = { ...kubelet, backOff: createBackOff(clock), imageBackOff: createBackOff(clock) };
	/** By pod, then by container: why the last start failed. Gone with the kubelet, as its other memories are. */
	const reasons = new Map<string, Map<string, WaitingReason>>();

	const report = (pod: KubeletPod, snapshot: PodSnapshot) => {
		const object = api.collections.pods.get(pod.kubeNamespace, pod.name);
		if (object === undefined || object.metadata.uid !== pod.apiUid) return;
		const status = formatPodStatus({
			pod,
			snapshot,
			before: object.status as NonNullable<KubePod['status']>,
			reasons: reasons.get(pod.uid) ?? new Map(),
			runtime: kubelet.runtime,
			nodeIp: kubelet.nodeIp,
			now: formatKubeTime(clock.now()),
		});
		clock.setTimeout(
			() => api.writePodStatus(pod.kubeNamespace, pod.name, object.metadata.uid, status),
			timings.statusWrite,
		);
	};

	const start = async (pod: KubeletPod, snapshot: PodSnapshot, actions: PodActions, sandboxId: string) => {
		const known = reasons.get(pod.uid) ?? new Map<string, WaitingReason>();
		reasons.set(pod.uid, known);
		let ok = true;
		for (const container of actions.start) {
			const waiting = await startContainer(parts, { pod, container, snapshot, sandboxId });
			if (waiting === undefined) known.delete(container.name);
			else known.set(container.name, waiting);
			ok &&= waiting === undefined;
		}
		return ok;
	};

	return {
		report,
		async sync(pod, snapshot) {
			report(pod, snapshot);
			const actions = computePodActions(pod, snapshot);
			if (actions.createSandbox && actions.sandboxId !== undefined) {
				const message = 'Pod sandbox changed, it will be killed and re-created.';
				api.record(formatPodEvent(pod, 'Normal', 'SandboxChanged', message));
			}
			if (actions.killPod) {
				await killPod(kubelet, pod, snapshot, (pod.input.terminationGracePeriodSeconds ?? 30) * 1000);
				if (actions.createSandbox) await purgeInit(kubelet, pod, snapshot);
			}
			const sandboxId = actions.createSandbox ? await createSandbox(kubelet, pod, actions.attempt) : actions.sandboxId;
			return sandboxId === undefined || start(pod, snapshot, actions, sandboxId);
		},
	};
}

/** Init containers run again in a new sandbox: what is left of the last runs goes first. */
async function purgeInit(parts: KubeletParts, pod: KubeletPod, snapshot: PodSnapshot): Promise<void> {
	const names = pod.containers
		.filter((each) => each.role === 'init' || each.role === 'sidecar')
		.map((each) => each.name);
	const old = names.flatMap((name) => snapshot.containers.filter((each) => each.name === name));
	if (old.length === 0) return;
	await sleep(parts.clock, parts.runtime.pace.beforeRemoval);
	await removeContainers(
		parts,
		pod.uid,
		old.map((each) => each.id),
	);
}

async function createSandbox({ clock, runtime, api }: KubeletParts, pod: KubeletPod, attempt: number): Promise<string> {
	await sleep(clock, runtime.pace.beforeSandbox);
	const id = await clock.during(runtime.runSandbox(pod, attempt)).catch((cause: unknown) => {
		const why = cause instanceof Error ? cause.message : String(cause);
		const message = `Failed to create pod sandbox: rpc error: code = Unknown desc = ${why}`;
		api.record(formatPodEvent(pod, 'Warning', 'FailedCreatePodSandBox', message));
		throw cause;
	});
	await sleep(clock, runtime.pace.afterSandbox);
	return id;
}
