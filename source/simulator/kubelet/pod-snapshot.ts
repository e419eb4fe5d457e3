/** A container as the kubelet saw it at its last look at the runtime. */
export type SeenContainer = {
	id: string;
	name: string;
	attempt: number;
	sandboxId: string;
	state: 'created' | 'running' | 'exited';
	createdAt: number;
	startedAt?: number;
	finishedAt?: number;
	exitCode: number;
	oomKilled: boolean;
	imageId: string;
};

export type SeenSandbox = { id: string; attempt: number; running: boolean; ip?: string };

/** What the kubelet knows of a pod's life on the node: what it acts on, up to a second old. Newest first. */
export type PodSnapshot = { sandboxes: readonly SeenSandbox[]; containers: readonly SeenContainer[] };

export const emptySnapshot: PodSnapshot = { sandboxes: [], containers: [] };

/** The newest incarnation of a named container. */
export function findNewest(snapshot: PodSnapshot, name: string): SeenContainer | undefined {
	return snapshot.containers.find((each) => each.name === name);
}
