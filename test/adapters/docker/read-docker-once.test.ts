import { type AddressInfo, connect, createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connectDocker } from '../../../source/adapters/docker/docker-client.ts';
import { inspectContainer } from '../../../source/adapters/docker/inspect-container.ts';
import { readDockerOnce } from '../../../source/adapters/docker/read-docker-once.ts';
import { normalizeDockerInspected, normalizeDockerListed } from '../../../source/core/docker-container.ts';
import { SourceError } from '../../../source/core/source.ts';
import { type DockerServer, startDockerServer, type WireContainer } from './docker-server.ts';

let server: DockerServer;
beforeEach(async () => {
	server = await startDockerServer();
});
afterEach(() => server.close());

const clock = { now: () => 42 };
const first = () => server.listed[0] as WireContainer;

test('one look gives one whole listing and the health, and asks for no events', async () => {
	const observations = await readDockerOnce({ endpoint: server.endpoint, inspect: 'all', clock });
	expect(observations).toEqual([
		{
			kind: 'runtime-listing',
			at: 42,
			source: 'docker',
			records: server.listed.map(({ Id }) => normalizeDockerInspected(server.inspected.get(Id))),
		},
		{
			kind: 'health',
			at: 42,
			source: 'docker',
			health: 'live',
			endpoint: `unix://${server.path}`,
			version: '20.10.24',
		},
	]);
	expect(server.requests.filter((path) => path.includes('/events'))).toEqual([]);
});

test('without inspection it is the listing alone, in two requests', async () => {
	const [listing] = await readDockerOnce({ endpoint: async () => server.endpoint, inspect: 'none', clock });
	expect(listing).toMatchObject({ records: server.listed.map(normalizeDockerListed) });
	expect(server.requests.length).toBe(2);
});

test('a container that vanishes meanwhile is left out; one that hangs is listed, and told', async () => {
	const [hanging, vanished] = server.listed as [WireContainer, WireContainer];
	server.inspected.delete(vanished.Id);
	server.intercept = (request) => request.url?.includes(hanging.Id) ?? false;
	const [listing, health] = await readDockerOnce({
		endpoint: server.endpoint,
		inspect: 'all',
		clock,
		requestTimeout: 200,
	});
	const records = listing?.kind === 'runtime-listing' ? listing.records : [];
	expect(records.length).toBe(server.listed.length - 1);
	expect(records[0]).toEqual(normalizeDockerListed(hanging));
	expect(records.some(({ id }) => id === vanished.Id)).toBe(false);
	expect(health).toMatchObject({ health: 'degraded' });
});

test('nothing there rejects with the reason', async () => {
	const endpoint = { kind: 'unix', path: '/nonexistent/docker.sock' } as const;
	await expect(readDockerOnce({ endpoint, inspect: 'all', clock })).rejects.toBeInstanceOf(SourceError);
});

test('the version is that of the daemon, and of the API agreed on', async () => {
	const readVersion = async () => (await connectDocker(server.endpoint, { requestTimeout: 5_000 })).version;
	expect(await readVersion()).toEqual({ version: '20.10.24', apiVersion: '1.41', isOwnVersion: true });
	server.version = { Version: '4.3.1', ApiVersion: '1.41', Components: [{ Name: 'Podman Engine', Version: '4.3.1' }] };
	expect(await readVersion()).toMatchObject({ version: '4.3.1', engine: 'Podman Engine' });
});

test('a container’s inspection is handed on as it is', async () => {
	expect(await inspectContainer(server.endpoint, first().Id)).toEqual(server.inspected.get(first().Id));
});

test('a container that is no more is gone', async () => {
	await expect(inspectContainer(server.endpoint, 'f'.repeat(64))).rejects.toMatchObject({
		name: 'SourceError',
		message: 'container ffffffffffff is gone',
		remedy: expect.stringMatching(/\S/),
	});
});

test('an id is never taken for a path', async () => {
	await expect(inspectContainer(server.endpoint, '../images/json?x=')).rejects.toBeInstanceOf(SourceError);
	expect(server.requests.at(-1)).toBe('/v1.41/containers/..%2Fimages%2Fjson%3Fx%3D/json');
});

test.each(['127.0.0.1', '::1'])('over TCP it is the same, at %s', async (host) => {
	const proxy = createServer((socket) => {
		const inner = connect(server.path);
		socket.pipe(inner).pipe(socket);
		socket.on('error', () => inner.destroy());
	});
	await new Promise<void>((resolve) => proxy.listen(0, host, resolve));
	try {
		const { port } = proxy.address() as AddressInfo;
		const [listing, health] = await readDockerOnce({ endpoint: { kind: 'tcp', host, port }, inspect: 'all', clock });
		expect(listing).toMatchObject({ records: { length: server.listed.length } });
		const shown = host.includes(':') ? `[${host}]` : host;
		expect(health).toMatchObject({ health: 'live', endpoint: `tcp://${shown}:${port}` });
	} finally {
		proxy.close();
	}
});

describe('the listing that is asked for before the version is known', () => {
	const listings = () => server.requests.filter((path) => path.includes('/containers/json'));
	const read = async () => {
		const [listing] = await readDockerOnce({ endpoint: server.endpoint, inspect: 'none', clock });
		return listing;
	};

	test('counts where that is the version agreed on: one listing', async () => {
		expect(await read()).toMatchObject({ records: { length: server.listed.length } });
		expect(listings()).toEqual(['/containers/json?all=true']);
	});

	test('is asked for again in an older version, where the daemon is newer than what is known', async () => {
		server.version = { Version: '99.0.0', ApiVersion: '1.99', MinAPIVersion: '1.44' };
		expect(await read()).toMatchObject({ records: { length: server.listed.length } });
		expect(listings()).toEqual(['/containers/json?all=true', '/v1.51/containers/json?all=true']);
	});

	test('is asked for again where a version has to be named', async () => {
		server.intercept = (request, response) => {
			if (request.url !== '/containers/json?all=true') return false;
			response.writeHead(404, { 'content-type': 'application/json' }).end('{"message":"page not found"}');
			return true;
		};
		expect(await read()).toMatchObject({ records: { length: server.listed.length } });
		expect(listings()).toEqual(['/containers/json?all=true', '/v1.41/containers/json?all=true']);
	});

	test('its failure is not another than that of the version', async () => {
		server.intercept = (_, response) => {
			response.writeHead(500, { 'content-type': 'application/json' }).end('{"message":"out of order"}');
			return true;
		};
		await expect(read()).rejects.toMatchObject({ name: 'SourceError', message: /out of order/ });
	});
});
