import type { KubeNode } from '../../core/kube-node.ts';

export type NodeMatch = { evidence: 'name' | 'label' | 'address'; nodes: readonly KubeNode[] };

/**
 * The nodes that go by one of the host's names: by their own name, by the label kubernetes.io/hostname, by a Hostname
 * address, at last by the first part of their own name. More than one is no match, but worth telling.
 */
export function matchNodes(nodes: readonly KubeNode[], hostNames: readonly string[]): NodeMatch | undefined {
	const isOurs = (name: string | undefined) => name !== undefined && hostNames.includes(name.toLowerCase());
	const tests: readonly [NodeMatch['evidence'], (node: KubeNode) => boolean][] = [
		['name', ({ metadata }) => isOurs(metadata.name)],
		['label', ({ metadata }) => isOurs(metadata.labels?.['kubernetes.io/hostname'])],
		[
			'address',
			({ status }) => status?.addresses?.some(({ type, address }) => type === 'Hostname' && isOurs(address)) ?? false,
		],
		['name', ({ metadata }) => isOurs(metadata.name.split('.')[0])],
	];
	for (const [evidence, test] of tests) {
		const matching = nodes.filter(test);
		if (matching.length > 0) return { evidence, nodes: matching };
	}
	return undefined;
}
