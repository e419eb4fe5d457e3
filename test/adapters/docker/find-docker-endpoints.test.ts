import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { formatDockerEndpoint } from '../../../source/adapters/docker/docker-endpoint.ts';
import { findDockerEndpoint, findDockerEndpoints } from '../../../source/adapters/docker/find-docker-endpoints.ts';
import { SourceError } from '../../../source/core/source.ts';

let hostRoot: string;
let servers: Server[];
beforeEach(async () => {
	hostRoot = await mkdtemp(join(tmpdir(), 'pausetop-root-'));
	servers = [];
});
afterEach(async () => {
	for (const server of servers) server.close();
	await rm(hostRoot, { recursive: true, force: true });
});

async function listenAt(path: string): Promise<string> {
	const full = join(hostRoot, path);
	await mkdir(dirname(full), { recursive: true });
	const server = createServer().listen(full);
	servers.push(server);
	await new Promise((resolve) => server.once('listening', resolve));
	return full;
}

describe('what was asked for', () => {
	test.each([
		[{ runtime: 'docker:///srv/docker.sock', env: { DOCKER_HOST: 'tcp://x' } }, 'unix:///srv/docker.sock'],
		[{ env: { DOCKER_HOST: 'unix:///srv/docker.sock' } }, 'unix:///srv/docker.sock'],
		[{ env: { DOCKER_HOST: 'unix://' } }, 'unix:///var/run/docker.sock'],
		[{ env: { DOCKER_HOST: 'tcp://127.0.0.1:2375' } }, 'tcp://127.0.0.1:2375'],
		[{ env: { DOCKER_HOST: 'tcp://127.0.0.1' } }, 'tcp://127.0.0.1:2375'],
		[{ env: { DOCKER_HOST: 'tcp://node:80/' } }, 'tcp://node:80'],
		[{ env: { DOCKER_HOST: 'tcp://user:secret@[::1]:2375' } }, 'tcp://[::1]:2375'],
	])('%j gives %s, whether it answers or not', async (options, expected) => {
		const { endpoint, tried, error } = await findDockerEndpoints(options);
		expect(endpoint && formatDockerEndpoint(endpoint)).toBe(expected);
		expect(tried).toEqual([{ endpoint: expected, taken: true }]);
		expect(error).toBeUndefined();
	});

	test.each([
		[{ env: { DOCKER_HOST: 'ssh://user:secret@node' } }, /ssh:\/\/ is not supported/],
		[{ env: { DOCKER_HOST: 'npipe:////./pipe/docker_engine' } }, /npipe:\/\/ is not supported/],
		[{ env: { DOCKER_HOST: 'docker.sock' } }, /not a URL/],
		[{ env: { DOCKER_HOST: 'tcp://' } }, /not a URL/],
		[{ env: { DOCKER_HOST: 'tcp://a:b:c' } }, /not a URL/],
		[{ env: { DOCKER_HOST: 'tcp://127.0.0.1:2376', DOCKER_TLS_VERIFY: '1' } }, /TLS is not supported/],
		[{ runtime: 'docker://docker.sock' }, /not absolute/],
		[{ runtime: 'containerd:///run/containerd/containerd.sock' }, /not Docker/],
	])('%j is refused with a reason and a remedy', async (options, message) => {
		const { endpoint, tried, error } = await findDockerEndpoints(options);
		expect(endpoint).toBeUndefined();
		expect(error).toBeInstanceOf(SourceError);
		expect(error?.message).toMatch(message);
		expect(error?.remedy).toContain('--runtime docker://');
		expect(tried).toMatchObject([{ taken: false, why: error?.message }]);
		expect(JSON.stringify([tried, error?.message, error?.remedy])).not.toContain('secret');
		await expect(findDockerEndpoint(options)).rejects.toThrow(message);
	});
});

describe('the usual sockets', () => {
	test('the first that accepts a connection is taken; the others are told', async () => {
		const path = await listenAt('/users/someone/.docker/run/docker.sock');
		await mkdir(join(hostRoot, 'run'), { recursive: true });
		await writeFile(join(hostRoot, 'run/docker.sock'), 'left over');
		const found = await findDockerEndpoints({
			hostRoot,
			home: '/users/someone',
			env: { XDG_RUNTIME_DIR: '/run/user/7' },
		});
		expect(found.endpoint).toEqual({ kind: 'unix', path });
		expect(found.tried).toEqual([
			{
				endpoint: `unix://${hostRoot}/run/docker.sock`,
				taken: false,
				why: `nobody listens at ${hostRoot}/run/docker.sock`,
			},
			{
				endpoint: `unix://${hostRoot}/var/run/docker.sock`,
				taken: false,
				why: `no Docker socket at ${hostRoot}/var/run/docker.sock`,
			},
			{
				endpoint: `unix://${hostRoot}/run/user/7/docker.sock`,
				taken: false,
				why: `no Docker socket at ${hostRoot}/run/user/7/docker.sock`,
			},
			{ endpoint: `unix://${path}`, taken: true },
		]);
	});

	test.each(['/run/docker.sock', '/var/run/docker.sock', '/run/user/7/docker.sock', '/run/podman/podman.sock'])(
		'%s is one of them',
		async (place) => {
			const path = await listenAt(place);
			const env = { XDG_RUNTIME_DIR: '/run/user/7' };
			expect(await findDockerEndpoint({ hostRoot, env })).toEqual({ kind: 'unix', path });
		},
	);

	test('one that is there but does not accept is taken when nothing better is', async () => {
		await mkdir(join(hostRoot, 'run'), { recursive: true });
		await writeFile(join(hostRoot, 'run/docker.sock'), 'left over');
		const { endpoint, tried } = await findDockerEndpoints({ hostRoot });
		expect(endpoint).toEqual({ kind: 'unix', path: join(hostRoot, 'run/docker.sock') });
		expect(tried[0]).toMatchObject({ taken: true, why: expect.stringContaining('nobody listens') });
		expect(tried.slice(1).every(({ taken }) => !taken)).toBe(true);
	});

	test('none at all is unsupported here, with a remedy', async () => {
		const { endpoint, error, tried } = await findDockerEndpoints({ hostRoot });
		expect(endpoint).toBeUndefined();
		expect(error).toMatchObject({ health: 'unsupported', message: 'no Docker socket found on this node' });
		expect(error?.remedy).toContain('start dockerd');
		expect(tried.length).toBe(3);
	});
});
