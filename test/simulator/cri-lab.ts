import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { CoreV1Api, KubeConfig, type V1Pod } from '@kubernetes/client-node';
import {
	createSimulatedNode,
	type SimulatedCriNode,
	type SimulatedCriNodeOptions,
} from '../../source/simulator/create-simulated-node.ts';
import { createVirtualClock, type VirtualClock } from '../../source/simulator/virtual-clock.ts';
import { type CriCaller, createCriCaller } from './cri-call.ts';

export type Item = {
	id: string;
	state: string;
	podSandboxId: string;
	metadata: { name: string; uid: string; namespace: string; attempt: number };
	labels: Record<string, string>;
	image: { image: string };
	imageRef: string;
	runtimeHandler: string;
	createdAt: string;
};

type OciNamespace = { type: string; path?: string };

export type Asked = {
	status: Record<string, unknown>;
	info: Record<string, unknown> & {
		runtimeSpec: { linux: { namespaces: OciNamespace[]; cgroupsPath: string } };
		/** containerd's only. */
		config: {
			metadata: { uid?: string };
			envs: unknown[];
			linux: { security_context: { namespace_options: object } };
		};
	};
};

/** A simulated node with a CRI runtime, on a clock that stands still, and a client of its socket. */
export type CriLab = {
	node: SimulatedCriNode;
	clock: VirtualClock;
	cri: CriCaller;
	api: CoreV1Api;
	readPod(name: string): Promise<V1Pod>;
	/** The newest sandbox's or container's id. */
	idOf(pod: string, container?: string): string;
	listSandboxes(filter?: object): Promise<Item[]>;
	listSandboxesOf(pod: string): Promise<Item[]>;
	listContainers(filter?: object): Promise<Item[]>;
	/** Verbose status of a pod's newest sandbox, its info read. */
	askSandbox(pod: string): Promise<Asked>;
	askContainer(pod: string, container: string): Promise<Asked>;
	/** Lets time go on while a call that takes some of it is under way. */
	during<T>(call: Promise<T>): Promise<T>;
	/** What an operator does to a pod's sandbox, and what follows within `ms`. */
	operate(action: 'stop' | 'kill' | 'term' | 'remove', pod: string, ms?: number): Promise<void>;
	readNamespace(pid: number | undefined, kind: string): number;
	/** The server has been started anew: so is the client. */
	reconnect(): void;
	close(): Promise<void>;
};

export async function startCriLab(options: SimulatedCriNodeOptions): Promise<CriLab> {
	const clock = createVirtualClock(Date.parse('2026-11-22T12:00:00Z'));
	const node = await createSimulatedNode({ clock, ...options });
	const config = new KubeConfig();
	config.loadFromFile(node.kubeconfig);
	const api = config.makeApiClient(CoreV1Api);
	let cri = createCriCaller(node.criSocket);
	const idOf: CriLab['idOf'] = (pod, container) => node.findContainer(pod, container)?.id ?? '';
	const listSandboxes: CriLab['listSandboxes'] = async (filter) =>
		(await cri.call('ListPodSandbox', { filter })).items as Item[];
	return {
		node,
		clock,
		get cri() {
			return cri;
		},
		api,
		idOf,
		listSandboxes,
		readPod: (name) => api.readNamespacedPod({ namespace: 'default', name }),
		listSandboxesOf: (pod) => listSandboxes({ labelSelector: { 'io.kubernetes.pod.name': pod } }),
		listContainers: async (filter) => (await cri.call('ListContainers', { filter })).containers as Item[],
		askSandbox: async (pod) => readInfo(await cri.call('PodSandboxStatus', { podSandboxId: idOf(pod), verbose: true })),
		askContainer: async (pod, container) =>
			readInfo(await cri.call('ContainerStatus', { containerId: idOf(pod, container), verbose: true })),
		during: (call) => during(clock, call),
		async operate(action, pod, ms = 6000) {
			const done = node.run({ do: action, id: idOf(pod) });
			await clock.advance(ms);
			await done;
		},
		readNamespace: (pid, kind) =>
			Number(/\d+/.exec(readlinkSync(join(node.hostRoot, 'proc', String(pid), 'ns', kind)))?.[0]),
		reconnect() {
			cri.close();
			cri = createCriCaller(node.criSocket);
		},
		async close() {
			cri.close();
			await node.close();
		},
	};
}

function readInfo(answer: Record<string, unknown>): Asked {
	const { status, info } = answer as { status: Asked['status']; info: { info: string } };
	return { status, info: JSON.parse(info.info) as Asked['info'] };
}

async function during<T>(clock: VirtualClock, call: Promise<T>): Promise<T> {
	let done = false;
	const finished = call.finally(() => {
		done = true;
	});
	finished.catch(() => {});
	while (!done) await clock.advance(5);
	return finished;
}
