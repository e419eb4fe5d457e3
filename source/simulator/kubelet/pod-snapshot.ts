import type { SimulatedContainer } from '../docker/container.ts';

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

/** @param containers newest first, as Docker lists them */
export function takeSnapshot(
	containers: readonly SimulatedContainer[],
	addresses: ReadonlyMap<string, string>,
): PodSnapshot {
	const isSandbox = (each: SimulatedContainer) => each.labels['io.kubernetes.docker.type'] === 'podsandbox';
	return {
		sandboxes: containers.filter(isSandbox).map((each) => ({
			id: each.id,
			attempt: readAttempt(each),
			running: each.state === 'running',
			ip: addresses.get(each.id),
		})),
		containers: containers.filter((each) => !isSandbox(each)).map(readContainer),
	};
}

function readContainer(container: SimulatedContainer): SeenContainer {
	return {
		id: container.id,
		name: container.labels['io.kubernetes.container.name'] ?? '',
		attempt: readAttempt(container),
		sandboxId: container.labels['io.kubernetes.sandbox.id'] ?? '',
		state: container.state === 'running' || container.state === 'created' ? container.state : 'exited',
		createdAt: container.created.at,
		startedAt: container.started?.at,
		finishedAt: container.finished?.at,
		exitCode: container.exitCode,
		oomKilled: container.oomKilled,
		imageId: container.imageId,
	};
}

/** The last part of the name that the kubelet gave: `k8s_nginx_web_default_<uid>_2`. */
export function readAttempt(container: Pick<SimulatedContainer, 'name'>): number {
	return Number(container.name.split('_')[5] ?? 0);
}

/** The newest incarnation of a named container. */
export function findNewest(snapshot: PodSnapshot, name: string): SeenContainer | undefined {
	return snapshot.containers.find((each) => each.name === name);
}
