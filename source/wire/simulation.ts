import type { SendSignal } from './deliver.ts';
import type { SourceRequest } from './sources.ts';

/** The runtimes that a simulated node can have. */
export const simulatedRuntimes = ['docker', 'containerd', 'cri-o'] as const;

export type SimulatedRuntime = (typeof simulatedRuntimes)[number];

/** What the demo is asked for. */
export type SimulationRequest = { pods?: number; seed?: number; runtime?: SimulatedRuntime };

/** A simulated node in this process, and where to find it. */
export type Simulation = {
	sources: SourceRequest;
	/** Its processes are no processes of this machine: their pids may be those of others here. */
	sendSignal: SendSignal;
	close(): Promise<void>;
};

/** Starts a simulated node. The sources then find it as they would find a real one: by socket, kubeconfig and host root. */
export async function createSimulation(request: SimulationRequest, base: SourceRequest): Promise<Simulation> {
	const { createSimulatedNode } = await import('../simulator/create-simulated-node.ts');
	const { runtime = 'docker', ...rest } = request;
	const options = { ...rest, autonomous: true };
	const node =
		runtime === 'docker' ? await createSimulatedNode(options) : await createSimulatedNode({ ...options, runtime });
	return {
		sources: {
			runtimes: [
				node.runtime === 'docker'
					? `docker://${node.dockerSocket}`
					: `${node.runtime === 'cri-o' ? 'crio' : 'containerd'}://${node.criSocket}`,
			],
			kube: base.kube,
			kubeconfig: node.kubeconfig,
			node: base.node,
			hostRoot: node.hostRoot,
			environment: {},
			home: base.home,
		},
		async sendSignal({ containerId, signal }) {
			await node.run({ do: signal === 'TERM' ? 'term' : 'kill', id: containerId });
			return 'sent';
		},
		close: () => node.close(),
	};
}
