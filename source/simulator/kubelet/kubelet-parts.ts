import type { KubeApi } from '../kube/kube-api.ts';
import type { Random } from '../random.ts';
import type { ScopedClock } from '../scoped-clock.ts';
import type { NodeDisk } from './kubelet-pod.ts';
import type { PodRuntime } from './pod-runtime.ts';

/** Pods by uid in which it does not get on: their work waits for calls that are never answered, or what they leave cannot be removed. */
export type KubeletStuck = Readonly<Record<'work' | 'garbage', ReadonlySet<string>>>;

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
	stuck: KubeletStuck;
};
