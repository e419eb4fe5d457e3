import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createKubeClient, type KubeClient } from '../../../source/adapters/kube/kube-client.ts';
import { type NodeNameOptions, resolveNodeName } from '../../../source/adapters/kube/resolve-node-name.ts';
import { readNode, type WireObject } from './fixtures.ts';
import { answerStatus, nodesPath, podsPath, startApiServer, type TestApiServer } from './test-api-server.ts';

let server: TestApiServer;
const clients: KubeClient[] = [];
beforeEach(async () => {
	server = await startApiServer();
});
afterEach(async () => {
	for (const client of clients.splice(0)) client.close();
	await server.close();
});

function resolve(options: NodeNameOptions, userName?: string) {
	const authorize = async () => ({ headers: {}, tls: {} });
	const client = createKubeClient({ place: 'test', server: server.url, userName, authorize }, 2_000);
	clients.push(client);
	return resolveNodeName(client, options, new AbortController().signal);
}

function makeNode(name: string, labels: Record<string, string> = {}, hostname?: string): WireObject {
	const addresses = hostname ? [{ type: 'Hostname', address: hostname }] : [];
	return { metadata: { name, uid: name, labels }, status: { addresses } };
}

const haveNodes = (...nodes: WireObject[]) => server.collections.set(nodesPath, nodes);

describe('evidence', () => {
	test.each<[string, NodeNameOptions, string | undefined, object]>([
		['--node', { node: 'k8slab', hostName: 'x' }, undefined, { name: 'k8slab', evidence: 'option' }],
		['the kubelet’s option', { kubeletHostname: ' K8sLab ', hostName: 'x' }, undefined, { evidence: 'kubelet' }],
		['a kubelet’s user name', { hostName: 'x' }, 'system:node:k8slab', { evidence: 'certificate' }],
		['the host name, in any case', { hostName: 'K8SLAB' }, undefined, { name: 'k8slab', evidence: 'name' }],
		[
			'the host name’s first label',
			{ hostName: 'k8slab.example.org' },
			undefined,
			{ name: 'k8slab', evidence: 'name' },
		],
		[
			'the host name where the kubelet’s option is outdated',
			{ kubeletHostname: 'old', hostName: 'k8slab' },
			undefined,
			{ name: 'k8slab' },
		],
	])('%s', async (_, options, userName, expected) => {
		const resolved = await resolve(options, userName);
		expect(resolved).toMatchObject(expected);
		expect(resolved.node?.metadata.name).toBe('k8slab');
	});

	test('the label, the Hostname address, the first part of the node’s own name', async () => {
		haveNodes(
			makeNode('n1', { 'kubernetes.io/hostname': 'alpha' }),
			makeNode('n2', {}, 'beta'),
			makeNode('gamma.internal'),
		);
		expect(await resolve({ hostName: 'alpha' })).toMatchObject({ name: 'n1', evidence: 'label' });
		expect(await resolve({ hostName: 'beta' })).toMatchObject({ name: 'n2', evidence: 'address' });
		expect(await resolve({ hostName: 'gamma' })).toMatchObject({ name: 'gamma.internal', evidence: 'name' });
	});
});

describe('no match', () => {
	test('the only node is none if the names differ', async () => {
		await expect(resolve({ hostName: 'laptop' })).rejects.toMatchObject({
			message: 'no node of the cluster is named like this machine (laptop); its nodes are: k8slab',
			remedy: expect.stringContaining('--node NAME'),
		});
	});

	test('lists five of many', async () => {
		haveNodes(...['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => makeNode(name)));
		await expect(resolve({ hostName: 'laptop' })).rejects.toThrow('a, b, c, d, e … (7 in all)');
	});

	test('a wrong --node is not replaced by the host name', async () => {
		await expect(resolve({ node: 'k8s', hostName: 'k8slab' })).rejects.toThrow(
			'no node named k8s; its nodes are: k8slab',
		);
	});

	test('two that fit are too many', async () => {
		haveNodes(makeNode('web.a'), makeNode('web.b'));
		await expect(resolve({ hostName: 'web' })).rejects.toThrow(
			'several nodes could be this machine (web): web.a, web.b',
		);
	});

	test('a cluster without nodes', async () => {
		haveNodes();
		await expect(resolve({ hostName: 'web' })).rejects.toThrow('the cluster has no nodes');
	});
});

describe('where nodes may not be read', () => {
	beforeEach(() => {
		for (const name of ['k8slab', 'other', readNode().metadata.name]) {
			server.answers.set(`${nodesPath}/${name}`, answerStatus(403, 'forbidden'));
		}
		server.answers.set(nodesPath, answerStatus(403, 'forbidden'));
	});

	test('--node and the kubelet’s option are believed', async () => {
		expect(await resolve({ node: 'k8slab', hostName: 'x' })).toEqual({ name: 'k8slab', evidence: 'option' });
		expect(await resolve({ kubeletHostname: 'k8slab', hostName: 'x' })).toEqual({
			name: 'k8slab',
			evidence: 'kubelet',
		});
	});

	test('the host name is believed if pods run there', async () => {
		expect(await resolve({ hostName: 'k8slab' })).toEqual({ name: 'k8slab', evidence: 'pods' });
		await expect(resolve({ hostName: 'other' })).rejects.toThrow('does not let it list nodes');
		server.collections.set(podsPath, []);
		await expect(resolve({ hostName: 'k8slab' })).rejects.toMatchObject({
			remedy: expect.stringContaining('--node NAME'),
		});
	});
});
