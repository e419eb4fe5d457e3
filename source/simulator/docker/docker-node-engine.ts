import type { AddressPool } from '../address-pool.ts';
import type { Clock } from '../clock.ts';
import { listLogLines } from '../log/log-lines.ts';
import type { NodeEngine } from '../node-engine.ts';
import type { OperatorAction } from '../operator.ts';
import type { Kernel } from '../proc/kernel.ts';
import type { CgroupStyle } from '../proc/proc-files.ts';
import type { Random } from '../random.ts';
import type { SimulatedContainer } from './container.ts';
import { readLogRun } from './container-log.ts';
import { createDockerEngine, type DockerEngine } from './docker-engine.ts';
import { createDockerPodRuntime } from './docker-pod-runtime.ts';
import { createDockerServer } from './docker-server.ts';
import { startPlainContainer } from './plain-container.ts';
import { readAttempt } from './take-snapshot.ts';

export type DockerNodeParts = {
	clock: Clock;
	random: Random;
	kernel: Kernel;
	cgroup: CgroupStyle;
	nodeName: string;
	addresses: AddressPool;
	/** Containers go on to print by themselves. */
	chatty: boolean;
};

/** A node's Docker, with cri-dockerd in front of it. */
export function createDockerNodeEngine(parts: DockerNodeParts): NodeEngine {
	const { clock, cgroup, nodeName, chatty } = parts;
	const engine = createDockerEngine(parts);
	return {
		runtime: createDockerPodRuntime({ ...parts, engine }),
		version: 'docker://20.10.24',
		run: (action) => runAction(engine, action),
		find(pod, container = 'POD', kubeNamespace = 'default') {
			const found = engine.table.list().find((each) => {
				return isOfPod(each, pod, kubeNamespace) && each.labels['io.kubernetes.container.name'] === container;
			});
			if (found === undefined) return undefined;
			return { id: found.id, ...(found.pid === 0 ? {} : { pid: found.pid }), attempt: readAttempt(found) };
		},
		isAlive: (id) => engine.table.get(id)?.state === 'running',
		readLogs(kubeNamespace, pod, container) {
			const found = engine.table.list().find((each) => {
				const { 'io.kubernetes.docker.type': type, 'io.kubernetes.container.name': name } = each.labels;
				const isWanted = type === 'container' && (container === undefined || name === container);
				return isWanted && isOfPod(each, pod, kubeNamespace);
			});
			if (found === undefined) return undefined;
			const run = readLogRun(found, chatty);
			return run === undefined ? [] : listLogLines(run, clock.now()).map(({ text }) => text);
		},
		watchLogs() {},
		exit: engine.exit,
		setDaemon: engine.setDaemon,
		reserve: ({ pod, kubeNamespace = 'default', uid, attempt }, holder) =>
			engine.reserve(['k8s', 'POD', pod, kubeNamespace, uid, attempt].join('_'), holder),
		startPlain: () => startPlainContainer(engine),
		createServer(socketPath) {
			const listener = createDockerServer({ ...parts, engine, socketPath, host: { name: nodeName, cgroup } });
			return {
				start: listener.start,
				stop: listener.stop,
				hang: (on) => listener.gate.hang(on),
				slow: (ms) => listener.gate.delay(ms === 0 ? undefined : (work) => clock.setTimeout(work, ms)),
				unimplemented(method) {
					throw new Error(`The simulated Docker has no ${method}: only CRI's methods can be unimplemented`);
				},
			};
		},
	};
}

function isOfPod({ labels }: SimulatedContainer, pod: string, kubeNamespace: string): boolean {
	return labels['io.kubernetes.pod.name'] === pod && labels['io.kubernetes.pod.namespace'] === kubeNamespace;
}

/** @throws EngineError */
async function runAction(engine: DockerEngine, action: OperatorAction): Promise<void> {
	switch (action.do) {
		case 'stop':
			await engine.stop(action.id);
			return;
		case 'kill':
			return engine.kill(action.id, 9);
		case 'term':
			return engine.kill(action.id, 15);
		case 'remove':
			return engine.remove(action.id, { force: true });
		case 'start':
			await engine.start(action.id);
			return;
		case 'restart':
			return engine.restart(action.id);
		case 'remove-image':
		case 'pull-image':
			return engine.setImage(action.id, action.do === 'pull-image');
	}
}
