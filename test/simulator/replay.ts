import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import {
	createSimulatedNode,
	type SimulatedCriNode,
	type SimulatedCriNodeOptions,
	type SimulatedNode,
} from '../../source/simulator/create-simulated-node.ts';
import type { ContainerInput, PodSpecInput } from '../../source/simulator/pod-spec-input.ts';
import { timings } from '../../source/simulator/timings.ts';
import { createVirtualClock, type VirtualClock } from '../../source/simulator/virtual-clock.ts';

export type Replay<Node = SimulatedNode> = { node: Node; clock: VirtualClock; kube(path: string): Promise<Response> };

/** A replay that knows when the kubelet looks at its runtime. */
export type PhasedReplay<Node = SimulatedNode> = Replay<Node> & {
	/** Lets time pass until `beforeRelist` milliseconds before the kubelet looks. */
	toPhase(beforeRelist: number): Promise<void>;
};

const main: ContainerInput = { name: 'main', command: ['sh', '-c', 'sleep 100000'] };
const init = { command: ['sh', '-c', 'sleep 1; exit 0'], runsFor: 1040 };
const three: ContainerInput[] = [
	{ name: 'nginx', image: 'nginx', command: ['httpd', '-f', '-p', '80'], ports: [80] },
	{ name: 'ghost', image: 'ghost', command: ['sh', '-c', 'while :; do nc -l -p 2368 </dev/null; done'] },
	{ name: 'busybox', command: ['sh', '-c', 'sleep 100000'] },
];

/** The pods of the recordings. */
export const recordedPods: Record<string, PodSpecInput> = {
	'pause-test': {
		name: 'pause-test',
		shareProcessNamespace: true,
		terminationGracePeriodSeconds: 2,
		containers: three,
	},
	'pause-test2': {
		name: 'pause-test2',
		shareProcessNamespace: true,
		terminationGracePeriodSeconds: 2,
		containers: three,
	},
	'with-init': {
		name: 'with-init',
		terminationGracePeriodSeconds: 2,
		initContainers: [
			{ ...init, name: 'init-one' },
			{ ...init, name: 'init-two' },
		],
		containers: [main],
	},
	'on-host': { name: 'on-host', hostNetwork: true, terminationGracePeriodSeconds: 2, containers: [main] },
};

/** An empty node whose kubelet looks at its runtime at known times. */
export async function createReplay(): Promise<PhasedReplay> {
	const clock = createVirtualClock(Date.parse('2026-11-21T22:50:00Z'));
	return startReplay(await createSimulatedNode({ clock, story: false }), clock);
}

/** The same with a CRI runtime. */
export async function createCriReplay(
	options: Pick<SimulatedCriNodeOptions, 'runtime' | 'containerdMajor' | 'podEvents'>,
): Promise<PhasedReplay<SimulatedCriNode>> {
	const clock = createVirtualClock(Date.parse('2026-11-21T22:50:00Z'));
	return startReplay(await createSimulatedNode({ ...options, clock, story: false }), clock);
}

function startReplay<Node extends SimulatedNode | SimulatedCriNode>(
	node: Node,
	clock: VirtualClock,
): PhasedReplay<Node> {
	node.kubelet.stop();
	node.kubelet.start();
	const startedAt = clock.now();
	const kubeconfig = readFileSync(node.kubeconfig, 'utf8');
	const server = /server: "(.*?)"/.exec(kubeconfig)?.[1] ?? '';
	const headers = { authorization: `Bearer ${/token: "(.*?)"/.exec(kubeconfig)?.[1] ?? ''}` };
	return {
		node,
		clock,
		kube: (path) => fetch(`${server}${path}`, { headers }),
		async toPhase(beforeRelist) {
			const since = (clock.now() - startedAt + beforeRelist) % timings.relist;
			await clock.advance(timings.relist - since);
		},
	};
}

/** A GET on Docker's socket. */
export function getDocker(node: SimulatedNode, path: string): Promise<string> {
	return new Promise((resolve, reject) => {
		const call = request({ socketPath: node.dockerSocket, path }, (response) => {
			let text = '';
			response.setEncoding('utf8').on('data', (chunk: string) => {
				text += chunk;
			});
			response.on('end', () => resolve(text));
		});
		call.on('error', reject).end();
	});
}
