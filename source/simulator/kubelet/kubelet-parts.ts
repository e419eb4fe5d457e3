import type { KubeApi } from '../kube/kube-api.ts';
import type { Random } from '../random.ts';
import type { ScopedClock } from '../scoped-clock.ts';
import type { NodeDisk } from './kubelet-pod.ts';
import type { PodRuntime } from './pod-runtime.ts';

/** What a kubelet process works with. Its clock ends with the process. */
export type KubeletParts = {
	clock: ScopedClock;
	random: Random;
	runtime: PodRuntime;
	api: KubeApi;
	disk: NodeDisk;
	nodeName: string;
	nodeIp: string;
	nodeUid: string;
};
