import { readFileSync, statSync } from 'node:fs';
import { CoreV1Api, KubeConfig, VersionApi, Watch } from '@kubernetes/client-node';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSimulatedNode, type SimulatedNode } from '../../source/simulator/create-simulated-node.ts';
import { createVirtualClock, type VirtualClock } from '../../source/simulator/virtual-clock.ts';

let clock: VirtualClock;
let node: SimulatedNode;
let config: KubeConfig;
let core: CoreV1Api;

beforeEach(async () => {
	clock = createVirtualClock(Date.parse('2026-11-22T12:00:00Z'));
	node = await createSimulatedNode({ clock });
	config = new KubeConfig();
	config.loadFromFile(node.kubeconfig);
	core = config.makeApiClient(CoreV1Api);
});

afterEach(() => node.close());

const pods = '/api/v1/namespaces/default/pods';

type Seen = { type: string; name: string; code?: number };

/** Watches until `enough` says so or the server ends it. */
function watch(
	path: string,
	query: Record<string, string | boolean>,
	enough: (seen: Seen[]) => boolean,
): Promise<Seen[]> {
	const seen: Seen[] = [];
	return new Promise((resolve, reject) => {
		let stop = () => {};
		const take = (type: string, object: { metadata?: { name?: string }; code?: number }) => {
			seen.push({
				type,
				name: object.metadata?.name ?? '',
				...(object.code === undefined ? {} : { code: object.code }),
			});
			if (enough(seen)) stop();
		};
		new Watch(config)
			.watch(path, query, take, () => resolve(seen))
			.then((controller) => {
				stop = () => controller.abort();
			}, reject);
	});
}

test('the kubeconfig is for its owner only', () => {
	expect(statSync(node.kubeconfig).mode & 0o777).toBe(0o600);
	expect(statSync(node.hostRoot).mode & 0o777).toBe(0o700);
});

test('version, nodes, pods, events', async () => {
	expect(await config.makeApiClient(VersionApi).getCode()).toMatchObject({ gitVersion: 'v1.34.2' });
	const { items: nodes } = await core.listNode();
	expect(nodes.map((each) => each.metadata?.name)).toEqual([node.nodeName]);
	const { items } = await core.listPodForAllNamespaces({ fieldSelector: `spec.nodeName=${node.nodeName}` });
	expect(items.map((each) => each.metadata?.name)).toEqual([
		'crasher',
		'done',
		'myapp-pod',
		'on-host',
		'pause-test',
		'pause-test2',
		'with-sidecar',
		'zombies-own',
		'zombies-shared',
		`static-web-${node.nodeName}`,
	]);
	expect((await core.listPodForAllNamespaces({ fieldSelector: 'spec.nodeName=elsewhere' })).items).toEqual([]);
	expect((await core.listPodForAllNamespaces({ labelSelector: 'app in (done),tier!=static' })).items).toHaveLength(1);
	const { items: events } = await core.listEventForAllNamespaces({ fieldSelector: 'involvedObject.name=crasher' });
	expect(events.map((each) => each.reason)).toContain('BackOff');
});

test('the story at its start', async () => {
	const { items } = await core.listPodForAllNamespaces();
	const find = (name: string) => items.find((each) => each.metadata?.name === name);
	const crasher = find('crasher')?.status?.containerStatuses?.[0];
	expect(crasher).toMatchObject({ restartCount: 4, state: { waiting: { reason: 'CrashLoopBackOff' } } });
	expect(crasher?.lastState?.terminated).toMatchObject({ exitCode: 3, reason: 'Error' });
	expect(find('done')?.status).toMatchObject({ phase: 'Succeeded' });
	expect(find('myapp-pod')?.status?.initContainerStatuses).toMatchObject([
		{ name: 'init-myservice', state: { running: {} } },
		{ name: 'init-mydb', state: { waiting: { reason: 'PodInitializing' } } },
	]);
	expect(find('on-host')?.status).toMatchObject({ podIP: '192.0.2.2', hostIP: '192.0.2.2' });
	const sidecar = find('with-sidecar');
	expect(sidecar?.spec?.initContainers?.[0]).toMatchObject({ name: 'log-shipper', restartPolicy: 'Always' });
	expect(sidecar?.status?.initContainerStatuses?.[0]).toMatchObject({ ready: true, started: true });
	expect(sidecar?.status?.ephemeralContainerStatuses?.[0]).toMatchObject({ state: { running: {} } });
	const mirror = find(`static-web-${node.nodeName}`);
	expect(mirror?.metadata?.annotations?.['kubernetes.io/config.mirror']).toMatch(/^[0-9a-f]{32}$/);
	expect(mirror?.metadata?.uid).not.toBe(mirror?.metadata?.annotations?.['kubernetes.io/config.hash']);
	expect(find('pause-test')?.metadata?.managedFields?.length).toBeGreaterThan(0);
});

test('pages of a list', async () => {
	const first = await core.listPodForAllNamespaces({ limit: 5 });
	const rest = await core.listPodForAllNamespaces({ limit: 5, _continue: first.metadata?._continue });
	expect(first.metadata?.remainingItemCount).toBe(5);
	expect([...first.items, ...rest.items].map((each) => each.metadata?.name)).toHaveLength(10);
	expect(rest.metadata?._continue).toBeUndefined();
});

test('a watch from a version tells what came after it, and nothing twice', async () => {
	const list = await core.listNamespacedPod({ namespace: 'default', fieldSelector: 'metadata.name=pause-test2' });
	const resourceVersion = list.metadata?.resourceVersion ?? '';
	const query = { resourceVersion, fieldSelector: 'metadata.name=pause-test2', allowWatchBookmarks: true };
	const watching = watch(pods, query, (seen) => seen.length === 2);
	const stopped = node.run({ do: 'stop', id: node.findContainer('pause-test2')?.id ?? '' });
	await clock.advance(4000);
	await stopped;
	expect(await watching).toEqual([
		{ type: 'MODIFIED', name: 'pause-test2' },
		{ type: 'MODIFIED', name: 'pause-test2' },
	]);
	const late = await watch(pods, query, (seen) => seen.length === 2);
	expect(late).toHaveLength(2);
});

test('a watch ends after timeoutSeconds, with a bookmark for who asked for it', async () => {
	const path = `${config.getCurrentCluster()?.server}${pods}`;
	const token = config.getCurrentUser()?.token;
	const query = 'watch=1&allowWatchBookmarks=true&timeoutSeconds=5&fieldSelector=metadata.name%3Ddone';
	const response = await fetch(`${path}?${query}`, { headers: { authorization: `Bearer ${token}` } });
	const text = response.text();
	await clock.advance(6000);
	const types = (await text)
		.split('\n')
		.flatMap((line) => (line === '' ? [] : (JSON.parse(line) as { type: string }).type));
	expect(types).toEqual(['ADDED', 'BOOKMARK']);
});

test('a version that is too old is gone: 410 in the stream', async () => {
	expect(await watch(pods, { resourceVersion: '1' }, () => false)).toEqual([{ type: 'ERROR', name: '', code: 410 }]);
});

test('404, 401 and 403 come as Status objects', async () => {
	await expect(core.readNamespacedPod({ namespace: 'default', name: 'nobody' })).rejects.toMatchObject({
		code: 404,
		body: expect.stringContaining('pods \\"nobody\\" not found'),
	});
	const server = config.getCurrentCluster()?.server;
	const refused = await fetch(`${server}/api/v1/pods`, { headers: { authorization: 'Bearer wrong' } });
	expect(refused.status).toBe(401);
	expect(await refused.json()).toMatchObject({ kind: 'Status', reason: 'Unauthorized', code: 401 });
	node.api.forbid('events', true);
	await expect(core.listEventForAllNamespaces()).rejects.toMatchObject({ code: 403 });
	await expect(core.listPodForAllNamespaces()).resolves.toBeDefined();
	node.api.forbid('events', false);
	await expect(core.listEventForAllNamespaces()).resolves.toBeDefined();
});

test('kubectl delete pod over the API', async () => {
	const deleted = await core.deleteNamespacedPod({ namespace: 'default', name: 'on-host' });
	expect(deleted.metadata?.deletionTimestamp).toBeDefined();
	await clock.advance(15_000);
	await expect(core.readNamespacedPod({ namespace: 'default', name: 'on-host' })).rejects.toMatchObject({ code: 404 });
	expect(node.findContainer('on-host')).toBeUndefined();
});

test('a deleted mirror of a static pod comes back under another uid, and nothing is restarted', async () => {
	const name = `static-web-${node.nodeName}`;
	const before = await core.readNamespacedPod({ namespace: 'kube-system', name });
	const running = node.findContainer(name, 'web', 'kube-system');
	node.deletePod('kube-system', name);
	await clock.advance(10_000);
	const after = await core.readNamespacedPod({ namespace: 'kube-system', name });
	expect(after.metadata?.uid).not.toBe(before.metadata?.uid);
	expect(after.status?.phase).toBe('Running');
	expect(node.findContainer(name, 'web', 'kube-system')).toEqual(running);
});

test('the server stops and starts at the same place; what the kubelet had to say is said then', async () => {
	await node.api.stop();
	await expect(core.listPodForAllNamespaces()).rejects.toThrow();
	const stopped = node.run({ do: 'stop', id: node.findContainer('pause-test2')?.id ?? '' });
	await clock.advance(10_000);
	await stopped;
	await node.api.start();
	const pod = await core.readNamespacedPod({ namespace: 'default', name: 'pause-test2' });
	expect(pod.status?.containerStatuses?.map((each) => each.restartCount)).toEqual([1, 1, 1]);
});

test('a hanging server accepts and does not answer until it does', async () => {
	node.api.hang(true);
	const signal = AbortSignal.timeout(200);
	const server = config.getCurrentCluster()?.server;
	const headers = { authorization: `Bearer ${config.getCurrentUser()?.token}` };
	await expect(fetch(`${server}/version`, { signal, headers })).rejects.toMatchObject({ name: 'TimeoutError' });
	const waiting = fetch(`${server}/version`, { headers });
	node.api.hang(false);
	expect((await waiting).status).toBe(200);
});

test('no token is in anything but the kubeconfig', async () => {
	const token = config.getCurrentUser()?.token ?? '';
	expect(readFileSync(node.kubeconfig, 'utf8')).toContain(token);
	expect(JSON.stringify(await core.listPodForAllNamespaces())).not.toContain(token);
});
