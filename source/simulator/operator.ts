import type { DockerEngine } from './docker/docker-engine.ts';
import { readAttempt } from './kubelet/pod-snapshot.ts';

/** What an operator does at the node's own command line. */
export type OperatorAction = { do: 'stop' | 'kill' | 'remove' | 'start' | 'restart'; id: string };

/** As `docker stop`, `docker kill`, `docker rm -f`, `docker start`, `docker restart`. @throws EngineError */
export async function runAction(engine: DockerEngine, action: OperatorAction): Promise<void> {
	switch (action.do) {
		case 'stop':
			await engine.stop(action.id);
			return;
		case 'kill':
			return engine.kill(action.id, 9);
		case 'remove':
			return engine.remove(action.id, { force: true });
		case 'start':
			await engine.start(action.id);
			return;
		case 'restart':
			return engine.restart(action.id);
	}
}

export type FoundContainer = { id: string; pid?: number; attempt: number };

/** The newest incarnation of a pod's container, or of its pause. @param kubeNamespace default `default` */
export function findContainer(
	engine: DockerEngine,
	pod: string,
	container = 'POD',
	kubeNamespace = 'default',
): FoundContainer | undefined {
	const found = engine.table
		.list()
		.find(
			({ labels }) =>
				labels['io.kubernetes.pod.name'] === pod &&
				labels['io.kubernetes.pod.namespace'] === kubeNamespace &&
				labels['io.kubernetes.container.name'] === container,
		);
	if (found === undefined) return undefined;
	return { id: found.id, ...(found.pid === 0 ? {} : { pid: found.pid }), attempt: readAttempt(found) };
}

/** The lines that a pod's container has printed; undefined when there is no such container. */
export function readLogs(engine: DockerEngine, kubeNamespace: string, pod: string, container?: string) {
	const found = engine.table
		.list()
		.find(
			({ labels }) =>
				labels['io.kubernetes.pod.name'] === pod &&
				labels['io.kubernetes.pod.namespace'] === kubeNamespace &&
				labels['io.kubernetes.docker.type'] === 'container' &&
				(container === undefined || labels['io.kubernetes.container.name'] === container),
		);
	return found === undefined ? undefined : (found.behaviour.logs ?? []);
}
