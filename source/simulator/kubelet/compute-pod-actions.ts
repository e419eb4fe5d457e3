import type { RoledContainer } from '../pod-spec-input.ts';
import type { KubeletPod } from './kubelet-pod.ts';
import { findNewest, type PodSnapshot } from './pod-snapshot.ts';
import { shouldRestart } from './restart-rules.ts';

/** What a sync has to do. */
export type PodActions = {
	/** Stop everything that runs, the sandbox too. */
	killPod: boolean;
	createSandbox: boolean;
	/** The newest sandbox there is. */
	sandboxId?: string;
	/** Of the sandbox to create. */
	attempt: number;
	/** In this order. */
	start: readonly RoledContainer[];
};

/** The kubelet's decision about a pod (kuberuntime computePodActions and podSandboxChanged). */
export function computePodActions(pod: KubeletPod, snapshot: PodSnapshot): PodActions {
	const newest = snapshot.sandboxes[0];
	const hasAddress = pod.input.hostNetwork === true || newest?.ip !== undefined;
	if (newest?.running !== true || !hasAddress) return computeRecreation(pod, snapshot);
	const start = [...chooseEphemeral(pod, snapshot)];
	const keep = { killPod: false, createSandbox: false, sandboxId: newest.id, attempt: newest.attempt };
	const init = chooseInit(pod, snapshot);
	if (init.failed) return { ...keep, killPod: true, start: [] };
	if (!init.done) return { ...keep, start: [...start, ...init.start] };
	const apps = ofRole(pod, 'app');
	const wanted = apps.filter((each) => shouldRestart(pod, each, snapshot));
	const running = apps.some((each) => findNewest(snapshot, each.name)?.state === 'running');
	if (!running && wanted.length === 0) return { ...keep, killPod: true, start: [] };
	return { ...keep, start: [...start, ...init.start, ...wanted] };
}

function computeRecreation(pod: KubeletPod, snapshot: PodSnapshot): PodActions {
	const newest = snapshot.sandboxes[0];
	const actions = {
		killPod: true,
		createSandbox: true,
		sandboxId: newest?.id,
		attempt: newest === undefined ? 0 : newest.attempt + 1,
		start: [] as RoledContainer[],
	};
	const policy = pod.input.restartPolicy ?? 'Always';
	const started = snapshot.containers.length > 0;
	if (policy === 'Never' && actions.attempt !== 0 && started) return { ...actions, createSandbox: false };
	const apps = ofRole(pod, 'app').filter((each) => {
		const last = findNewest(snapshot, each.name);
		return policy !== 'OnFailure' || last?.state !== 'exited' || last.exitCode !== 0;
	});
	if (apps.length === 0) return { ...actions, createSandbox: false };
	const first = pod.containers.find((each) => each.role === 'init' || each.role === 'sidecar');
	return { ...actions, start: first === undefined ? apps : [first] };
}

function ofRole(pod: KubeletPod, role: RoledContainer['role']): RoledContainer[] {
	return pod.containers.filter((each) => each.role === role);
}

/** They are attached to a pod that runs, and to their target if they have one. */
function chooseEphemeral(pod: KubeletPod, snapshot: PodSnapshot): RoledContainer[] {
	const apps = ofRole(pod, 'app').map((each) => each.name);
	return ofRole(pod, 'ephemeral').filter((each) => {
		const hosts = each.targetContainerName === undefined ? apps : [each.targetContainerName];
		const someoneRuns = hosts.some((name) => findNewest(snapshot, name)?.state === 'running');
		return someoneRuns && findNewest(snapshot, each.name) === undefined;
	});
}

type InitChoice = { done: boolean; failed: boolean; start: RoledContainer[] };

/** Init containers run one after another; a sidecar only has to have been started. */
function chooseInit(pod: KubeletPod, snapshot: PodSnapshot): InitChoice {
	const chain = pod.containers.filter((each) => each.role === 'init' || each.role === 'sidecar');
	const initialized = ofRole(pod, 'app').some((each) => findNewest(snapshot, each.name)?.state === 'running');
	const start: RoledContainer[] = [];
	for (const container of chain) {
		const newest = findNewest(snapshot, container.name);
		if (newest?.state === 'running') {
			if (container.role === 'init' && !initialized) return { done: false, failed: false, start };
			continue;
		}
		if (container.role === 'sidecar') {
			start.push(container);
			if (!initialized) return { done: false, failed: false, start };
			continue;
		}
		if (initialized || (newest?.state === 'exited' && newest.exitCode === 0)) continue;
		const failed = newest?.state === 'exited' && pod.input.restartPolicy === 'Never';
		return { done: false, failed, start: failed ? [] : [...start, container] };
	}
	return { done: true, failed: false, start };
}
