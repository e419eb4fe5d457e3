import type { CommandIo } from '../../source/commands/command-io.ts';
import type { SimulatedNode } from '../../source/simulator/create-simulated-node.ts';
import type { WireRequest } from '../../source/wire.ts';

/** What a command wrote. */
export type Written = CommandIo & { stdout(): string; stderr(): string; stop(): void };

/** Takes in what a command writes, and stops it. */
export function createIo(): Written {
	const controller = new AbortController();
	let [stdout, stderr] = ['', ''];
	return {
		out: (text) => {
			stdout += text;
		},
		err: (text) => {
			stderr += text;
		},
		signal: controller.signal,
		stdout: () => stdout,
		stderr: () => stderr,
		stop: () => controller.abort(),
	};
}

/** A request for a simulated node, as a command line would name a real one. Nothing of this machine is looked at. */
export function requestFor(node: SimulatedNode, overrides: Partial<WireRequest> = {}): WireRequest {
	return {
		runtimes: [`docker://${node.dockerSocket}`],
		kube: true,
		kubeconfig: node.kubeconfig,
		hostRoot: node.hostRoot,
		environment: {},
		home: node.hostRoot,
		...overrides,
	};
}
