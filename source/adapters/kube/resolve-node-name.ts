import type { KubeNode } from '../../core/kube-node.ts';
import { normalizeKubeNode } from '../../core/normalize-kube-node.ts';
import { isFilledString, isJsonObject } from '../../core/normalize-kube-object.ts';
import { SourceError } from '../../core/source.ts';
import type { KubeClient } from './kube-client.ts';
import type { KubeCredentials } from './kube-credentials.ts';
import { isStatus } from './kube-request-error.ts';
import { matchNodes } from './match-nodes.ts';
import { readList } from './read-list.ts';

export type NodeNameOptions = {
	/** `--node`. */
	node?: string;
	/** The running kubelet's `--hostname-override`, from /proc. */
	kubeletHostname?: string;
	/** The machine's own name. */
	hostName: string;
};

export type ResolvedNode = {
	name: string;
	/** What told: `--node`, the kubelet's option, a kubelet's certificate, or what of the Node object is the host's name. */
	evidence: 'option' | 'kubelet' | 'certificate' | 'name' | 'label' | 'address' | 'pods';
	/** Absent when Node objects may not be read. */
	node?: KubeNode;
};

type Candidate = Pick<ResolvedNode, 'name' | 'evidence'>;

/**
 * Finds out which Node object stands for this machine. Being the only node is no evidence: the kubeconfig may be another
 * cluster's.
 * @throws SourceError when none does, else as KubeClient.get
 */
export async function resolveNodeName(
	client: KubeClient,
	options: NodeNameOptions,
	signal: AbortSignal,
): Promise<ResolvedNode> {
	const candidates = listCandidates(client.credentials, options);
	const forbidden: Candidate[] = [];
	for (const candidate of candidates) {
		try {
			const { value } = normalizeKubeNode(await client.get(nodePath(candidate.name), {}, signal));
			if (value) return { ...candidate, node: value };
		} catch (error) {
			if (isStatus(error, 403)) forbidden.push(candidate);
			else if (!isStatus(error, 404)) throw error;
		}
	}
	const trusted = forbidden.find(({ evidence }) => evidence !== 'name');
	if (trusted) return trusted;
	const nodes = await listNodes(client, signal);
	if (!nodes) return confirmByPods(client, options, signal);
	const match = options.node ? undefined : matchNodes(nodes, listHostNames(options.hostName));
	if (match?.nodes.length === 1 && match.nodes[0]) {
		return { name: match.nodes[0].metadata.name, evidence: match.evidence, node: match.nodes[0] };
	}
	throw describeNoMatch(options, match?.nodes ?? [], nodes);
}

export function nodePath(name: string): string {
	return `/api/v1/nodes/${encodeURIComponent(name)}`;
}

/** The name that is tried first; undefined when there is nothing to go by. */
export function guessNodeName(credentials: KubeCredentials, options: NodeNameOptions): string | undefined {
	return listCandidates(credentials, options)[0]?.name;
}

function listCandidates({ certificate, userName }: KubeCredentials, options: NodeNameOptions): Candidate[] {
	if (options.node) return [{ name: options.node, evidence: 'option' }];
	const candidates: Candidate[] = [];
	// the kubelet itself trims and lower-cases it (pkg/util/node GetHostname)
	const override = options.kubeletHostname?.trim().toLowerCase();
	if (override) candidates.push({ name: override, evidence: 'kubelet' });
	const own = parseNodeUser(certificate?.commonName) ?? parseNodeUser(userName);
	if (own) candidates.push({ name: own, evidence: 'certificate' });
	for (const name of listHostNames(options.hostName)) candidates.push({ name, evidence: 'name' });
	return candidates.filter(({ name }, index) => candidates.findIndex((other) => other.name === name) === index);
}

/** NAME of a kubelet's user `system:node:NAME`. */
function parseNodeUser(user: string | undefined): string | undefined {
	return user?.match(/^system:node:(.+)$/)?.[1];
}

/** The machine's name in full, then its first label. */
function listHostNames(hostName: string): string[] {
	const name = hostName.trim().toLowerCase();
	return [...new Set([name, name.split('.')[0] ?? ''])].filter((name) => name !== '');
}

/** `undefined` when it is not allowed. */
async function listNodes(client: KubeClient, signal: AbortSignal): Promise<readonly KubeNode[] | undefined> {
	try {
		const { items } = await readList(client, { path: '/api/v1/nodes', query: {}, pageSize: 500 }, signal);
		return items.flatMap((item) => normalizeKubeNode(item).value ?? []);
	} catch (error) {
		if (isStatus(error, 403)) return undefined;
		throw error;
	}
}

/** Without a look at Node objects a pod that runs on a node of the host's name is evidence enough. */
async function confirmByPods(client: KubeClient, options: NodeNameOptions, signal: AbortSignal): Promise<ResolvedNode> {
	for (const name of options.node ? [] : listHostNames(options.hostName)) {
		const wire = await client.get('/api/v1/pods', { fieldSelector: `spec.nodeName=${name}`, limit: 1 }, signal);
		if (isJsonObject(wire) && Array.isArray(wire.items) && wire.items.some((item) => isPodOf(item, name))) {
			return { name, evidence: 'pods' };
		}
	}
	throw new SourceError(
		options.node
			? `the API server knows no node named ${options.node}`
			: `which node this machine (${options.hostName}) is cannot be told: the API server does not let it list nodes`,
		{ remedy: 'give the node’s name with --node NAME' },
	);
}

function isPodOf(pod: unknown, node: string): boolean {
	return isJsonObject(pod) && isJsonObject(pod.spec) && isFilledString(pod.spec.nodeName) && pod.spec.nodeName === node;
}

function describeNoMatch(
	options: NodeNameOptions,
	matches: readonly KubeNode[],
	all: readonly KubeNode[],
): SourceError {
	const list = (nodes: readonly KubeNode[]) => {
		const names = nodes.slice(0, 5).map(({ metadata }) => metadata.name);
		return names.join(', ') + (nodes.length > names.length ? ` … (${nodes.length} in all)` : '');
	};
	if (all.length === 0) {
		return new SourceError('the cluster has no nodes', {
			remedy: 'check that --kubeconfig and --context name this node’s cluster',
		});
	}
	const remedy = 'give its name with --node NAME, or this node’s cluster with --kubeconfig or --context';
	if (options.node) {
		return new SourceError(`the cluster has no node named ${options.node}; its nodes are: ${list(all)}`, { remedy });
	}
	if (matches.length > 1) {
		return new SourceError(`several nodes could be this machine (${options.hostName}): ${list(matches)}`, { remedy });
	}
	return new SourceError(
		`no node of the cluster is named like this machine (${options.hostName}); its nodes are: ${list(all)}`,
		{
			remedy,
		},
	);
}
