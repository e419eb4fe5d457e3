import type { DockerEngine } from '../docker/docker-engine.ts';
import type { KubeApi } from '../kube/kube-api.ts';
import type { CgroupStyle } from '../proc/proc-files.ts';
import type { Random } from '../random.ts';
import type { ScopedClock } from '../scoped-clock.ts';
import type { NodeDisk } from './kubelet-pod.ts';

/** What a kubelet process works with. Its clock ends with the process. */
export type KubeletParts = {
	clock: ScopedClock;
	random: Random;
	engine: DockerEngine;
	api: KubeApi;
	disk: NodeDisk;
	nodeName: string;
	nodeIp: string;
	nodeUid: string;
	cgroup: CgroupStyle;
};
