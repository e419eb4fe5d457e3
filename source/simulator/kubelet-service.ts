import type { Clock } from './clock.ts';
import type { KubeApi } from './kube/kube-api.ts';
import { formatKubeTime, type KubeObject } from './kube/kube-object.ts';
import { changeNodeReadiness } from './kube/node-object.ts';
import { runKubelet } from './kubelet/kubelet.ts';
import type { KubeletParts, KubeletStuck } from './kubelet/kubelet-parts.ts';
import { createScopedClock, type ScopedClock } from './scoped-clock.ts';
import type { SystemProcesses } from './system-processes.ts';
import { timings } from './timings.ts';

/** The kubelet as a service that can be stopped and started, and the node controller that notices. */
export type KubeletService = {
	start(): void;
	stop(): void;
	/** From now on, or no longer, it does not get on with the pod's work, or with the removal of what that leaves. @param uid the runtime's */
	stick(what: keyof KubeletStuck, uid: string, on: boolean): void;
};

type Parts = Omit<KubeletParts, 'clock' | 'stuck'> & { clock: Clock; processes: SystemProcesses };

export function createKubeletService(parts: Parts): KubeletService {
	const { clock, api, processes, nodeName } = parts;
	let running: ScopedClock | undefined;
	const stuck = { work: new Set<string>(), garbage: new Set<string>() };
	let cancelMonitor = () => {};
	const heartbeat = (scope: ScopedClock) => {
		// The kubelet reports its node every five minutes when nothing changes (nodeStatusReportFrequency).
		scope.setTimeout(() => heartbeat(scope), 300_000);
		api.write('node', () => putNode(api, nodeName, true, clock.now()));
	};
	return {
		stick: (what, uid, on) => void (on ? stuck[what].add(uid) : stuck[what].delete(uid)),
		start() {
			if (running !== undefined) return;
			const scope = createScopedClock(clock);
			running = scope;
			cancelMonitor();
			processes.startKubelet();
			runKubelet({ ...parts, stuck, clock: scope });
			scope.setTimeout(() => heartbeat(scope), timings.nodeReadyAgain);
		},
		stop() {
			if (running === undefined) return;
			running.close();
			running = undefined;
			processes.stopKubelet();
			cancelMonitor = clock.setTimeout(() => {
				api.write('node', () => putNode(api, nodeName, false, clock.now()));
				for (const pod of api.collections.pods.list()) markUnready(api, pod, clock.now());
			}, timings.nodeMonitorGrace);
		},
	};
}

function putNode(api: KubeApi, name: string, ready: boolean, now: number): void {
	const node = api.collections.nodes.get(undefined, name);
	if (node !== undefined) api.collections.nodes.put(changeNodeReadiness(node, ready, now));
}

/** The node controller's doing: Ready becomes False without a reason; nothing else in the status changes. */
function markUnready(api: KubeApi, pod: KubeObject, now: number): void {
	type Condition = { type: string; status: string };
	const status = pod.status as { conditions?: Condition[] };
	if (!status.conditions?.some((each) => each.type === 'Ready' && each.status === 'True')) return;
	const lastTransitionTime = formatKubeTime(now);
	const conditions = status.conditions.map((each) =>
		each.type === 'Ready' ? { type: 'Ready', status: 'False', lastProbeTime: null, lastTransitionTime } : each,
	);
	const { name, namespace = 'default', uid } = pod.metadata;
	api.writePodStatus(namespace, name, uid, { ...status, conditions });
}
