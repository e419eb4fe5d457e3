import { sleep } from '../clock.ts';
import type { DockerNodeParts } from '../docker/docker-node-engine.ts';
import { listLogLines } from '../log/log-lines.ts';
import type { NodeEngine } from '../node-engine.ts';
import type { OperatorAction } from '../operator.ts';
import { readLogRun, watchLogs } from './container-log.ts';
import { type CriEngine, createCriEngine } from './cri-engine.ts';
import { createCriPodRuntime } from './cri-pod-runtime.ts';
import type { CriProfile } from './cri-profile.ts';
import { criTimings } from './cri-timings.ts';
import { createCriServer } from './server/cri-server.ts';

/** crictl gives a call 2 s, of which CRI-O keeps one for itself. */
const crictlGrace = 1000;

/** A node's containerd or CRI-O. */
export function createCriNodeEngine(parts: DockerNodeParts & { profile: CriProfile }): NodeEngine {
	const { clock, profile, nodeName, chatty } = parts;
	const engine = createCriEngine(parts);
	const { table, tasks } = engine;
	return {
		runtime: createCriPodRuntime(engine, nodeName),
		version: `${profile.name}://${profile.version.replace(/^v/, '')}`,
		async run(action) {
			await sleep(clock, criTimings.command);
			await runAction(engine, action);
		},
		find(pod, container, kubeNamespace = 'default') {
			const isOfPod = ({ labels }: { labels: Readonly<Record<string, string>> }) =>
				labels['io.kubernetes.pod.name'] === pod && labels['io.kubernetes.pod.namespace'] === kubeNamespace;
			const found =
				container === undefined || container === 'POD'
					? table.sandboxes().find(isOfPod)
					: table.containers().find((each) => each.name === container && isOfPod(each));
			if (found === undefined) return undefined;
			const pid = tasks.isAlive(found.id) ? tasks.get(found.id)?.pid : undefined;
			return { id: found.id, ...(pid === undefined ? {} : { pid }), attempt: found.attempt };
		},
		isAlive: (id) => table.getSandbox(id)?.ready ?? tasks.isAlive(id),
		readLogs(kubeNamespace, pod, container) {
			const found = table.containers().find(({ name, labels }) => {
				const isWanted = container === undefined || name === container;
				return (
					isWanted &&
					labels['io.kubernetes.pod.name'] === pod &&
					labels['io.kubernetes.pod.namespace'] === kubeNamespace
				);
			});
			if (found === undefined) return undefined;
			const run = readLogRun(found, chatty);
			return run === undefined ? [] : listLogLines(run, clock.now()).map(({ text }) => text);
		},
		watchLogs: (listener) => watchLogs(engine, chatty, listener),
		exit: engine.exit,
		setDaemon: engine.setDaemon,
		reserve: ({ pod, kubeNamespace = 'default', uid, attempt }, holder) =>
			engine.reserve([pod, kubeNamespace, uid, attempt].join('_'), holder),
		// Whatever else containerd runs is in another of its namespaces, and CRI does not show it.
		startPlain: async () => {},
		createServer: (socketPath) => createCriServer({ engine, socketPath, clock }),
	};
}

/** @throws CriError */
async function runAction(engine: CriEngine, { do: action, id }: OperatorAction): Promise<void> {
	const isSandbox = engine.table.getSandbox(id) !== undefined;
	switch (action) {
		case 'stop':
			return isSandbox ? engine.stopSandbox(id, crictlGrace) : engine.stopContainer(id, 0);
		case 'kill':
			return engine.signal(id, 9);
		case 'term':
			return engine.signal(id, 15);
		case 'remove':
			return isSandbox ? engine.removeSandbox(id) : engine.removeContainer(id);
		case 'remove-image':
		case 'pull-image':
			return engine.setImage(id, action === 'pull-image');
		case 'start':
		case 'restart':
			throw new Error(`${engine.profile.name} cannot ${action} what has been made: its kubelet makes the next one`);
	}
}
