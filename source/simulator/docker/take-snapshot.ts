import type { PodSnapshot, SeenContainer } from '../kubelet/pod-snapshot.ts';
import type { SimulatedContainer } from './container.ts';

/** Docker's containers of one pod, as the kubelet sees them through CRI. @param containers newest first, as Docker lists them */
export function takeSnapshot(
	containers: readonly SimulatedContainer[],
	addresses: ReadonlyMap<string, string>,
): PodSnapshot {
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

function isSandbox({ labels }: SimulatedContainer): boolean {
	return labels['io.kubernetes.docker.type'] === 'podsandbox';
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
