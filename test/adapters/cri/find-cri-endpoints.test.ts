import { link, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FindCriOptions } from '../../../source/adapters/cri/cri-places.ts';
import { findCriEndpoints } from '../../../source/adapters/cri/find-cri-endpoints.ts';
import { type CriServer, startCriServer } from './cri-server.ts';

let hostRoot: string;
let containerd: CriServer;
let crio: CriServer;

beforeEach(async () => {
	hostRoot = await mkdtemp(join(tmpdir(), 'pausetop-node-'));
	[containerd, crio] = await Promise.all([startCriServer(), startCriServer({ containerd: false })]);
	crio.version = { runtimeName: 'cri-o', runtimeVersion: '1.30.1' };
});
afterEach(async () => {
	await Promise.all([containerd.close(), crio.close()]);
	await rm(hostRoot, { recursive: true, force: true });
});

/** Puts a running server's socket at a place of the node, as a second name of the same inode. */
async function place(server: CriServer, path: string): Promise<string> {
	const target = join(hostRoot, path);
	await mkdir(dirname(target), { recursive: true });
	await link(server.path, target);
	return target;
}

async function write(path: string, text: string): Promise<void> {
	await mkdir(dirname(join(hostRoot, path)), { recursive: true });
	await writeFile(join(hostRoot, path), text);
}

const find = (options: Partial<FindCriOptions> = {}) =>
	findCriEndpoints({ runtimes: [], hostRoot, ...options }, { requestTimeout: 500 });

describe('what is on the node', () => {
	test('is found at the usual places, several runtimes at once', async () => {
		const first = await place(containerd, '/run/containerd/containerd.sock');
		const second = await place(crio, '/run/crio/crio.sock');
		const { found, tried, error } = await find();
		expect(error).toBeUndefined();
		expect(found).toEqual([
			{
				endpoint: { path: first },
				name: 'containerd',
				version: { runtime: 'containerd', version: '1.6.20', apiVersion: 'v1' },
				isDocker: false,
			},
			{
				endpoint: { path: second },
				name: 'cri-o',
				version: { runtime: 'cri-o', version: '1.30.1', apiVersion: 'v1' },
				isDocker: false,
			},
		]);
		expect(tried.filter(({ taken }) => taken)).toHaveLength(2);
		expect(tried.find(({ endpoint }) => endpoint.includes('k3s'))).toMatchObject({
			taken: false,
			why: expect.stringMatching(/^no CRI socket at /),
		});
	});

	test('is found once, whatever names its socket has', async () => {
		const path = await place(containerd, '/run/containerd/containerd.sock');
		await mkdir(join(hostRoot, 'run/k3s/containerd'), { recursive: true });
		await symlink(path, join(hostRoot, 'run/k3s/containerd/containerd.sock'));
		const { found } = await find({
			env: { CONTAINER_RUNTIME_ENDPOINT: 'unix:///run/containerd/containerd.sock' },
			kubelet: { containerRuntimeEndpoint: '/var/run/containerd/containerd.sock' },
		});
		expect(found.map(({ name }) => name)).toEqual(['containerd']);
	});

	test('a second containerd is told apart by its path', async () => {
		const other = await startCriServer();
		await place(containerd, '/run/containerd/containerd.sock');
		const path = await place(other, '/run/k3s/containerd/containerd.sock');
		expect((await find()).found.map(({ name }) => name)).toEqual(['containerd', `containerd:${path}`]);
		await other.close();
	});

	test('cri-dockerd is recognised, so that dockerd can be asked instead', async () => {
		crio.version = { runtimeName: 'docker', runtimeVersion: '24.0.7' };
		await place(crio, '/run/cri-dockerd.sock');
		expect((await find()).found).toMatchObject([{ name: 'cri-dockerd', isDocker: true }]);
	});

	test.each([
		['/etc/crictl.yaml', 'runtime-endpoint: "unix:///opt/own.sock"\ntimeout: 2\n', {}],
		['/etc/crictl.yaml', "debug: false\nruntime-endpoint: 'unix:///opt/own.sock' # ours\n", {}],
		[
			'/var/lib/kubelet/config.yaml',
			'kind: KubeletConfiguration\ncontainerRuntimeEndpoint: unix:///opt/own.sock\n',
			{ config: '/var/lib/kubelet/config.yaml' },
		],
		[
			'/etc/k.json',
			'{"kind": "KubeletConfiguration",\n "containerRuntimeEndpoint": "unix:///opt/own.sock"}',
			{ config: '/etc/k.json' },
		],
	])('is found where %s names it', async (file, text, kubelet) => {
		const path = await place(crio, '/opt/own.sock');
		await write(file, text);
		const { found, tried } = await find({ kubelet });
		expect(found).toMatchObject([{ endpoint: { path }, name: 'cri-o' }]);
		expect(tried[0]).toMatchObject({ origin: 'config' in kubelet ? 'kubelet' : '/etc/crictl.yaml', taken: true });
	});

	test('containerd without its CRI plugin is not taken, with the reason and what to do', async () => {
		await place(containerd, '/run/containerd/containerd.sock');
		containerd.deviate = (method) => (method === 'Version' ? { code: 12 } : undefined);
		const { found, tried, error } = await find();
		expect(found).toEqual([]);
		expect(tried[0]).toMatchObject({
			taken: false,
			why: expect.stringContaining('its CRI plugin is disabled'),
			remedy: expect.stringContaining('disabled_plugins'),
		});
		expect(error).toMatchObject({ health: 'unsupported', message: tried[0]?.why });
	});

	test('nothing at all is said with what to do', async () => {
		expect((await find()).error).toMatchObject({
			message: 'no CRI socket found on this node',
			health: 'unsupported',
			remedy: expect.stringContaining('--runtime'),
		});
	});

	test('what hangs keeps nobody else from being found', async () => {
		await place(containerd, '/run/containerd/containerd.sock');
		await place(crio, '/run/crio/crio.sock');
		containerd.deviate = () => 'never';
		const { found, tried } = await find();
		expect(found.map(({ name }) => name)).toEqual(['cri-o']);
		expect(tried[0]?.why).toMatch(/has not answered within 0\.5 s$/);
	});

	test.each([
		['tcp://127.0.0.1:1234', 'tcp:// is not supported, only Unix sockets are'],
		['run/crio.sock', 'the path is not absolute'],
	])('a setting that is no socket (%s) is told', async (text, why) => {
		const { tried } = await find({ env: { CONTAINER_RUNTIME_ENDPOINT: text } });
		expect(tried[0]).toMatchObject({ endpoint: 'CONTAINER_RUNTIME_ENDPOINT', taken: false, why });
	});
});

describe('what was asked for', () => {
	test('is taken alone, also when it does not answer', async () => {
		await place(containerd, '/run/containerd/containerd.sock');
		const { found, tried } = await findCriEndpoints({
			runtimes: [`crio://${crio.path}`, 'containerd:///nonexistent/containerd.sock', 'docker:///run/docker.sock'],
		});
		expect(found).toMatchObject([
			{ name: 'cri-o', version: { version: '1.30.1' } },
			{ name: 'containerd', endpoint: { path: '/nonexistent/containerd.sock' } },
		]);
		expect(tried).toMatchObject([
			{ origin: '--runtime', taken: true },
			{ origin: '--runtime', taken: true, why: 'no CRI socket at /nonexistent/containerd.sock' },
		]);
	});

	test('is something else: then CRI is not looked for', async () => {
		await place(containerd, '/run/containerd/containerd.sock');
		expect(await find({ runtimes: ['docker:///run/docker.sock'] })).toEqual({ found: [], tried: [] });
	});

	test('without an absolute path is told', async () => {
		const { found, error } = await find({ runtimes: ['crio://crio.sock'] });
		expect(found).toEqual([]);
		expect(error).toMatchObject({
			message: '--runtime: the path is not absolute',
			remedy: expect.stringContaining('crio://PATH'),
		});
	});
});
