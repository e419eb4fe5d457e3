import { onTestFinished } from 'vitest';
import type { Action, ActionKind, ActionMeans, ActionRequest } from '../../source/core/action/action.ts';
import type { NodeState } from '../../source/core/node-state.ts';
import {
	createSimulatedNode,
	type SimulatedCriNode,
	type SimulatedNode,
} from '../../source/simulator/create-simulated-node.ts';
import { selectNodeView } from '../../source/store/select-node-view.ts';
import type { ActTimes } from '../../source/wire/act-site.ts';
import { type WireRequest, type Wiring, wire } from '../../source/wire.ts';
import { createCriRecorder } from '../helpers/cri-recorder.ts';
import { createDockerRecorder } from '../helpers/docker-recorder.ts';
import type { Recorder } from '../helpers/recorder.ts';

/** A simulated node behind a recorder, and a running program without its faces. */
export type Bench = {
	node: SimulatedNode | SimulatedCriNode;
	recorder: Recorder;
	wiring: Wiring;
	/** As quitting does. */
	abort(): void;
	/** A request for what is there now; a pod's pause unless a container is named. */
	request(kind: ActionKind, means: ActionMeans, pod: string, container?: string): ActionRequest;
	/** Does one thing and returns its end. */
	act(request: ActionRequest): Promise<Action>;
	/** The calls that change something. */
	changes(): string[];
	until(what: (state: NodeState) => boolean): Promise<void>;
};

export type BenchOptions = {
	runtime?: 'docker' | 'containerd' | 'cri-o';
	times?: Partial<ActTimes>;
	request?: Partial<WireRequest>;
	/** Docker's stream of events is open and nothing comes. */
	silentEvents?: boolean;
};

/** In tests nobody is patient. */
const hasty: Partial<ActTimes> = { look: 1_000, answer: 2_000, patience: 5_000, lookEvery: 200 };

export async function openBench({
	runtime = 'docker',
	times,
	request = {},
	silentEvents,
}: BenchOptions = {}): Promise<Bench> {
	const node = await (runtime === 'docker' ? createSimulatedNode() : createSimulatedNode({ runtime }));
	onTestFinished(() => node.close());
	const recorder = await record(node, silentEvents);
	const scheme = { docker: 'docker', containerd: 'containerd', 'cri-o': 'crio' }[runtime];
	const where: WireRequest = {
		runtimes: [`${scheme}://${recorder.path}`],
		kube: false,
		hostRoot: node.hostRoot,
		environment: {},
		home: node.hostRoot,
		...request,
	};
	const wiring = await wire(
		where,
		{},
		{
			times: { ...hasty, ...times },
			// its processes are none of this machine's
			async sendSignal({ containerId, signal }) {
				await node.run({ do: signal === 'TERM' ? 'term' : 'kill', id: containerId });
				return 'sent';
			},
		},
	);
	const controller = new AbortController();
	const running = wiring.run(controller.signal);
	onTestFinished(async () => {
		controller.abort();
		await running;
		await wiring.close();
		await recorder.close();
	});
	const until = (what: (state: NodeState) => boolean) => whenState(wiring, what);
	await until(isKnown);
	return {
		node,
		recorder,
		wiring,
		abort: () => controller.abort(),
		request: (kind, means, pod, container) => createRequest(wiring, kind, means, pod, container),
		async act(wanted) {
			const [action] = await wiring.act([wanted]);
			if (!action) throw new Error('there was no action');
			return action;
		},
		changes: () => recorder.calls().filter((call) => /^(?!GET )[A-Z]+ |\/(?:Stop|Kill|Remove|Create|Start)/.test(call)),
		until,
	};
}

/** Everything has been listed, and each container inspected. */
export function isKnown({ records, processes }: NodeState): boolean {
	const all = [...records.values()].flatMap((each) => [...each.values()]);
	const isInspected = all.every(({ state, startedAt }) => state !== 'running' || startedAt !== undefined);
	return all.length > 0 && isInspected && processes !== undefined;
}

function record(node: SimulatedNode | SimulatedCriNode, silentEvents?: boolean): Promise<Recorder> {
	return node.runtime === 'docker'
		? createDockerRecorder(node.dockerSocket, { silentEvents })
		: createCriRecorder(node.criSocket);
}

/** Resolves once the store's state is so. The test's own limit ends the wait. */
export function whenState({ store }: Wiring, what: (state: NodeState) => boolean): Promise<void> {
	return new Promise((resolve) => {
		const check = () => {
			if (!what(store.get())) return;
			unsubscribe();
			resolve();
		};
		const unsubscribe = store.subscribe(check);
		check();
	});
}

/** A request for what the program shows now; a pod's pause unless a container is named. */
export function createRequest(
	{ store }: Wiring,
	kind: ActionKind,
	means: ActionMeans,
	podName: string,
	containerName?: string,
): ActionRequest {
	const pod = selectNodeView(store.get()).pods.find(({ name }) => name === podName);
	const found =
		containerName === undefined
			? pod?.sandboxes.find(({ current }) => current)
			: pod?.containers.find(({ name, current }) => current && name === containerName);
	if (!pod || !found?.id || !found.runtime) throw new Error(`${podName} ${containerName ?? ''} is not there`);
	const { id, attempt, runtime, pid, startTicks } = found;
	return {
		kind,
		means,
		target: {
			podUid: pod.uid,
			kubeNamespace: pod.kubeNamespace,
			pod: pod.name,
			role: containerName === undefined ? 'sandbox' : 'container',
			...(containerName !== undefined && { container: containerName }),
			id,
			attempt,
			runtime,
			pid,
			startTicks,
		},
		graceSeconds: 1,
		confirmed: 'chosen',
	};
}
