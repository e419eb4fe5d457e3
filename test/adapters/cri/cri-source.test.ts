import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CriScene, setCriScene } from './cri-scene.ts';
import type { Wire } from './cri-server.ts';
import { readRecordedListing, show } from './recorded.ts';

let scene: CriScene;

beforeEach(async () => {
	scene = await setCriScene();
	show(scene.server, readRecordedListing('before'));
});
afterEach(() => scene.close());

const idOf = (items: readonly Wire[], name: string) =>
	items.find(({ metadata }) => (metadata as { name: string }).name === name)?.id ?? '';

describe('the first listing', () => {
	test('takes two calls, whatever the number of containers', async () => {
		const { server, recorder } = scene;
		const [one] = server.containers;
		server.containers = Array.from({ length: 400 }, (_, index) => ({
			...one,
			id: index.toString(16).padStart(64, '0'),
		}));
		server.deviate = (method) => (method.endsWith('Status') ? 'never' : undefined);
		void scene.run();
		const listing = await recorder.waitFor(({ kind }) => kind === 'runtime-listing');
		expect(listing).toMatchObject({ records: { length: 404 } });
		const before = server.calls.filter((call) => !/^\w+Status /.test(call));
		expect(before.toSorted()).toEqual(['ListContainers', 'ListPodSandbox', 'Subscribe', 'Version']);
	});

	test('tells what CRI itself says about each pod', async () => {
		void scene.run({ inspect: 'none' });
		await scene.recorder.waitFor(({ kind }) => kind === 'runtime-listing');
		const { server } = scene;
		expect(scene.held().get(idOf(server.sandboxes, 'pause-test'))).toMatchObject({
			runtime: 'containerd',
			name: 'pause-test',
			state: 'ready',
			metadata: { role: 'sandbox', podName: 'pause-test', kubeNamespace: 'default', attempt: 0 },
		});
		expect(scene.held().get(idOf(server.containers, 'nginx'))).toMatchObject({
			name: 'nginx',
			state: 'running',
			image: expect.stringMatching(/^sha256:/),
			metadata: {
				role: 'container',
				podName: 'pause-test',
				podUid: scene.held().get(idOf(server.sandboxes, 'pause-test'))?.metadata?.podUid,
				containerName: 'nginx',
				attempt: 0,
				sandboxId: idOf(server.sandboxes, 'pause-test'),
			},
		});
	});

	test('asks for no status when told so', async () => {
		void scene.run({ inspect: 'none' });
		await scene.recorder.waitFor((observation) => observation.kind === 'health' && observation.health === 'live');
		expect(scene.server.calls.filter((call) => call.includes('Status'))).toEqual([]);
	});
});

describe('statuses', () => {
	test('follow in the background, with times, pid and IP', async () => {
		void scene.run();
		const sandbox = idOf(scene.server.sandboxes, 'pause-test');
		const nginx = idOf(scene.server.containers, 'nginx');
		await scene.recorder.until(() => scene.held().get(nginx)?.pid !== undefined && !!scene.held().get(sandbox)?.pid);
		expect(scene.held().get(sandbox)).toMatchObject({
			image: 'registry.k8s.io/pause:3.9',
			pid: 5203,
			sandboxIp: '10.244.0.2',
			pinnedNamespaces: { net: expect.stringMatching(/^\/var\/run\/netns\/cni-/) },
		});
		expect(scene.held().get(nginx)).toMatchObject({ pid: 5411, state: 'running' });
		expect(scene.held().get(nginx)?.exitCode).toBeUndefined();
	});

	test('one that hangs delays nothing', async () => {
		const { server, recorder } = scene;
		const hanging = idOf(server.containers, 'nginx');
		server.deviate = (method, id) => (method === 'ContainerStatus' && id === hanging ? 'never' : undefined);
		void scene.run({ requestTimeout: 60_000 });
		const told = [...server.statuses].filter(([id, { info }]) => id !== hanging && info?.info?.includes('"pid":'));
		await recorder.until(() => told.every(([id]) => scene.held().get(id)?.pid));
		expect(told.length).toBeGreaterThan(2);
		expect(scene.held().get(hanging)?.state).toBe('running');
		expect(scene.held().get(hanging)?.pid).toBeUndefined();
		expect(recorder.ofKind('health').map(({ health }) => health)).toEqual(['live']);
	});

	test('even twenty that hang keep no other from being read', async () => {
		const { server } = scene;
		const [one] = server.containers;
		const many = Array.from({ length: 20 }, (_, index) => ({ ...one, id: index.toString(16).padStart(64, '0') }));
		const last = { ...one, id: 'f'.repeat(64) };
		server.containers = [...many, last];
		server.statuses.set(last.id, { status: { startedAt: '1795302359000000000' } });
		server.deviate = (method, id) => (method === 'ContainerStatus' && id !== last.id ? 'never' : undefined);
		void scene.run({ requestTimeout: 60_000 });
		await scene.recorder.until(() => scene.held().get(last.id)?.startedAt === 1795302359000);
	});

	test('that do not come degrade the source, with the name and what to do', async () => {
		const { server, recorder } = scene;
		const id = idOf(server.containers, 'nginx');
		server.deviate = (method, asked) =>
			method === 'ContainerStatus' && asked === id ? { code: 2, details: 'shim\n is broken.' } : undefined;
		void scene.run();
		expect(await recorder.waitFor((seen) => seen.kind === 'health' && seen.health === 'degraded')).toMatchObject({
			detail: `the status of nginx is missing: containerd at ${server.path} answers: shim is broken`,
			remedy: `crictl inspect ${id.slice(0, 13)}`,
		});
	});

	test('of what is gone meanwhile take it from the list', async () => {
		const { server, recorder } = scene;
		const id = idOf(server.containers, 'nginx');
		server.deviate = (method, asked) => (method === 'ContainerStatus' && asked === id ? { code: 5 } : undefined);
		void scene.run();
		await recorder.waitFor((seen) => seen.kind === 'runtime-records' && seen.gone.includes(id));
		expect(scene.held().has(id)).toBe(false);
	});
});

describe('the verbose part of a status', () => {
	test.each([
		['empty', {}],
		['not JSON', { info: '{"pid": 12' }],
		['of another shape', { info: '"pid"' }],
		['null', { info: 'null' }],
	])('that is %s everywhere leaves pids unknown and says so', async (_, info) => {
		for (const status of scene.server.statuses.values()) status.info = info as Record<string, string>;
		void scene.run();
		expect(await scene.recorder.waitFor((seen) => seen.kind === 'health' && seen.health === 'degraded')).toMatchObject({
			detail: expect.stringMatching(/^containerd tells no pids/),
			remedy: expect.stringContaining('/proc'),
		});
		expect([...scene.held().values()].filter(({ pid }) => pid !== undefined)).toEqual([]);
	});

	test('of one that has wrong types leaves only that unknown', async () => {
		const { server, recorder } = scene;
		const nginx = idOf(server.containers, 'nginx');
		const sandbox = idOf(server.sandboxes, 'pause-test');
		const status = server.statuses.get(nginx);
		if (status) status.info = { info: '{"pid":"x","runtimeSpec":[],"config":{"linux":7}}' };
		void scene.run();
		await recorder.until(() => !!scene.held().get(nginx)?.startedAt && !!scene.held().get(sandbox)?.pid);
		expect(scene.held().get(nginx)?.pid).toBeUndefined();
		expect(recorder.ofKind('health').at(-1)).toMatchObject({ health: 'live', version: '1.6.20' });
	});
});
