import { onTestFinished } from 'vitest';
import { runRestart } from '../../source/commands/restart.ts';
import type { RestartRequest } from '../../source/commands/restart-request.ts';
import {
	createSimulatedNode,
	type SimulatedCriNode,
	type SimulatedNode,
} from '../../source/simulator/create-simulated-node.ts';
import type { WireRequest } from '../../source/wire.ts';
import { createIo, type Written } from '../helpers/command.ts';

export type RuntimeName = 'docker' | 'containerd' | 'cri-o';
type Node = SimulatedNode | SimulatedCriNode;

/** What a call came to. `stories`: of a call with `-o json`. */
export type Restarted = { code: number; stdout: string; stderr: string };

export type RestartBench = {
	node: Node;
	/** Calls the command. With `answer` there is somebody to be asked, who is told the question. */
	restart(request: Partial<RestartRequest>, options?: CallOptions): Promise<Restarted>;
	/** The newest incarnation's id: of a container, or of the pod's pause. */
	id(pod: string, container?: string): string;
};

type CallOptions = {
	where?: Partial<WireRequest>;
	answer?: (question: string) => Promise<string | undefined> | string | undefined;
	io?: Written;
};

const schemes = { docker: 'docker', containerd: 'containerd', 'cri-o': 'crio' } as const;

/** A simulated node, and `pausetop restart` on it as a command line would have it. */
export async function openRestartBench(runtime: RuntimeName = 'docker'): Promise<RestartBench> {
	const node: Node = await (runtime === 'docker' ? createSimulatedNode() : createSimulatedNode({ runtime }));
	onTestFinished(() => node.close());
	const common: WireRequest = {
		runtimes: [`${schemes[runtime]}://${node.dockerSocket ?? node.criSocket}`],
		kube: true,
		kubeconfig: node.kubeconfig,
		hostRoot: node.hostRoot,
		actionLog: 'none',
		environment: {},
		home: node.hostRoot,
	};
	return {
		node,
		async restart(request, { where, answer, io = createIo() } = {}) {
			const defaults = { names: [], kubeNamespace: 'default', kill: false, stop: false, yes: answer === undefined };
			const code = await runRestart(
				{ ...defaults, wait: true, columns: 100, ascii: false, ...request },
				{ ...common, ...where },
				answer ? { ...io, ask: async (question) => answer(question) } : io,
				{
					times: { look: 1_000, answer: 1_000, patience: 2_000, lookEvery: 200 },
					// its processes are none of this machine's
					async sendSignal({ containerId, signal }) {
						await node.run({ do: signal === 'TERM' ? 'term' : 'kill', id: containerId });
						return 'sent';
					},
				},
			);
			return { code, stdout: io.stdout(), stderr: io.stderr() };
		},
		id(pod, container) {
			const found = node.findContainer(pod, container);
			if (!found) throw new Error(`there is no ${container ?? 'pause'} of ${pod}`);
			return found.id;
		},
	};
}
