import type { SourceRequest } from './sources.ts';

/** What the demo is asked for. */
export type SimulationRequest = { pods?: number; seed?: number };

/** A simulated node in this process, and where to find it. */
export type Simulation = { sources: SourceRequest; close(): Promise<void> };

/** Starts a simulated node. The sources then find it as they would find a real one: by socket, kubeconfig and host root. */
export async function createSimulation(request: SimulationRequest, base: SourceRequest): Promise<Simulation> {
	const { createSimulatedNode } = await import('../simulator/create-simulated-node.ts');
	const node = await createSimulatedNode({ ...request, autonomous: true });
	return {
		sources: {
			runtimes: [`docker://${node.dockerSocket}`],
			kube: base.kube,
			kubeconfig: node.kubeconfig,
			node: base.node,
			hostRoot: node.hostRoot,
			environment: {},
			home: base.home,
		},
		close: () => node.close(),
	};
}
