import { runCommand } from './run-command.ts';

/** A container's status in `kubectl get pods -o json`. */
export type KubectlContainerStatus = {
	name: string;
	containerID?: string;
	state?: KubectlState;
	lastState?: KubectlState;
};

type KubectlState = {
	waiting?: { reason?: string };
	running?: { startedAt?: string | null };
	terminated?: { reason?: string; finishedAt?: string | null; containerID?: string };
};

/** One pod of `kubectl get pods -o json`: the part that the contract is about. */
export type KubectlPod = {
	metadata: {
		name: string;
		namespace: string;
		uid: string;
		creationTimestamp: string;
		annotations?: Record<string, string>;
	};
	spec: {
		nodeName?: string;
		hostNetwork?: boolean;
		initContainers?: { name: string; restartPolicy?: string }[];
		containers: { name: string }[];
		ephemeralContainers?: { name: string }[];
	};
	status: {
		phase: string;
		podIP?: string;
		conditions?: { type: string; status: string }[];
		initContainerStatuses?: KubectlContainerStatus[];
		containerStatuses?: KubectlContainerStatus[];
		ephemeralContainerStatuses?: KubectlContainerStatus[];
	};
};

/** A row of `kubectl get pods -A -o wide --no-headers`: kubectl's own words, not computed from the JSON. */
export type KubectlRow = { ready: string; status: string; restarts: number; ip: string; node: string };

export type Kubectl = {
	node: { name: string; kubeletVersion: string };
	pods: KubectlPod[];
	/** By `namespace/name`. */
	rows: Map<string, KubectlRow>;
};

/** Asks kubectl for the pods of one node, once as JSON and once as its table. */
export async function readKubectl(nodeName: string, env: Record<string, string>): Promise<Kubectl> {
	const onNode = ['--field-selector', `spec.nodeName=${nodeName}`];
	const table = await runCommand('kubectl', ['get', 'pods', '-A', '-o', 'wide', '--no-headers', ...onNode], env);
	const list = JSON.parse(await runCommand('kubectl', ['get', 'pods', '-A', '-o', 'json', ...onNode], env));
	const node = JSON.parse(await runCommand('kubectl', ['get', 'node', nodeName, '-o', 'json'], env));
	return {
		node: { name: node.metadata.name, kubeletVersion: node.status.nodeInfo.kubeletVersion },
		pods: list.items as KubectlPod[],
		rows: new Map(
			table
				.split('\n')
				.filter((line) => line !== '')
				.map(parseRow),
		),
	};
}

/** NAMESPACE NAME READY STATUS RESTARTS AGE IP NODE …; since kubectl 1.22 RESTARTS can be `3 (20s ago)`. */
export function parseRow(line: string): [string, KubectlRow] {
	const match = /^(\S+)\s+(\S+)\s+(\d+\/\d+)\s+(\S+)\s+(\d+)(?:\s+\(\S+ ago\))?\s+(\S+)\s+(\S+)\s+(\S+)/.exec(line);
	if (match === null) throw new Error(`not a row of kubectl get pods -o wide: ${line}`);
	const [, kubeNamespace, name, ready = '', status = '', restarts = '', , ip = '', node = ''] = match;
	return [`${kubeNamespace}/${name}`, { ready, status, restarts: Number(restarts), ip, node }];
}

/** The name of the one node that a lab has. */
export async function readNodeName(env: Record<string, string>): Promise<string> {
	return (await runCommand('kubectl', ['get', 'nodes', '-o', 'jsonpath={.items[0].metadata.name}'], env)).trim();
}
