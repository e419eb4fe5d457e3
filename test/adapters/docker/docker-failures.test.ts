import { execFile } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDockerSource } from '../../../source/adapters/docker/docker-source.ts';
import type { SourceError } from '../../../source/core/source.ts';
import { createObservationRecorder, type ObservationRecorder } from '../observation-recorder.ts';
import { realClock } from '../real-clock.ts';
import { type DockerServer, send, startDockerServer, type WireContainer } from './docker-server.ts';

let server: DockerServer;
let recorder: ObservationRecorder;
let abort: AbortController;

beforeEach(async () => {
	server = await startDockerServer();
	recorder = createObservationRecorder();
	abort = new AbortController();
});
afterEach(async () => {
	abort.abort();
	await server.close();
});

function create(path = server.path) {
	const endpoint = { kind: 'unix', path } as const;
	return createDockerSource({ endpoint, inspect: 'all', clock: realClock, requestTimeout: 150 });
}

async function failureOf(path?: string): Promise<SourceError> {
	return create(path)
		.run(recorder.emit, abort.signal)
		.then(
			() => expect.fail('it ended without an error'),
			(error) => error,
		);
}

/** Answers requests whose path has `part` in another way. */
function answerWith(part: string, answer: (response: ServerResponse, request: IncomingMessage) => void): void {
	server.intercept = (request, response) => {
		if (!request.url?.includes(part)) return false;
		answer(response, request);
		return true;
	};
}

const never = () => {};

describe('a socket that cannot be opened', () => {
	test('is not there', async () => {
		expect(await failureOf('/nonexistent/docker.sock')).toMatchObject({
			name: 'SourceError',
			health: 'failed',
			message: 'no Docker socket at /nonexistent/docker.sock',
			remedy: expect.stringMatching(/start dockerd.*--runtime docker:\/\/PATH/),
		});
	});

	test('is no socket', async () => {
		expect(await failureOf(fileURLToPath(import.meta.url))).toMatchObject({
			message: expect.stringMatching(/^nobody listens at .*docker-failures\.test\.ts$/),
			remedy: expect.stringContaining('start dockerd'),
		});
	});

	test('is not allowed to be opened', async () => {
		await chmod(dirname(server.path), 0o711);
		await chmod(server.path, process.getuid?.() === 0 ? 0o600 : 0o000);
		const child = join(dirname(fileURLToPath(import.meta.url)), 'denied-child.ts');
		const { stdout } = await promisify(execFile)(process.execPath, [child, server.path]);
		expect(JSON.parse(stdout)).toEqual({
			message: `no permission to open ${server.path}`,
			remedy: expect.stringMatching(/sudo.*group docker/),
			health: 'failed',
		});
	});
});

describe('a daemon that never answers', () => {
	test.each(['/version', '/events', '/containers/json'])('to %s is told from one that is not there', async (part) => {
		answerWith(part, never);
		expect(await failureOf()).toMatchObject({
			message: `Docker at unix://${server.path} has not answered within 0.15 s`,
			remedy: expect.stringContaining('hangs'),
		});
	});

	test('not even with HTTP', async () => {
		const path = join(dirname(server.path), 'mute.sock');
		const mute = createServer(never).listen(path);
		try {
			expect((await failureOf(path)).message).toContain('has not answered within 0.15 s');
		} finally {
			mute.close();
		}
	});

	test('can be left at once', async () => {
		let asked: () => void = () => {};
		const isAsked = new Promise<void>((resolve) => {
			asked = resolve;
		});
		answerWith('/containers/json', () => asked());
		const endpoint = server.endpoint;
		const source = createDockerSource({ endpoint, inspect: 'all', clock: realClock, requestTimeout: 3_600_000 });
		const run = source.run(recorder.emit, abort.signal);
		await isAsked;
		abort.abort();
		await run;
		expect(recorder.observations).toEqual([]);
	});
});

describe('an answer that cannot be read', () => {
	test.each([
		['/version', '{"Version":"20.10", ', /^what answers at unix:.* is not Docker$/],
		['/version', '<html>hello</html>', /^what answers at unix:.* is not Docker$/],
		['/version', '{"Version":"1.0","ApiVersion":"new"}', /is not Docker$/],
		['/containers/json', '[{"Id":"abc"', /sent a list of containers that cannot be read$/],
		['/containers/json', '{"message":"hm"}', /sent a list of containers that cannot be read$/],
		['/containers/json', 'null', /sent a list of containers that cannot be read$/],
	])('of %s: %s', async (part, body, message) => {
		answerWith(part, (response) => send(response, 200, body));
		expect(await failureOf()).toMatchObject({
			message: expect.stringMatching(message),
			remedy: expect.stringContaining('--runtime docker://PATH'),
		});
	});

	test('because it is not HTTP', async () => {
		const path = join(dirname(server.path), 'other.sock');
		const other = createServer((socket) => socket.end('-ERR unknown command\r\n')).listen(path);
		try {
			expect(await failureOf(path)).toMatchObject({
				message: `${path} does not speak HTTP`,
				remedy: expect.stringContaining('--runtime'),
			});
		} finally {
			other.close();
		}
	});

	test('because it broke off', async () => {
		answerWith('/containers/json', (response) => {
			response.writeHead(200, { 'content-length': '1000' });
			response.write('[{"Id":"abc"', () => response.destroy());
		});
		expect(await failureOf()).toMatchObject({ name: 'SourceError', remedy: expect.stringMatching(/\S/) });
	});

	test('because the connection was closed before it', async () => {
		answerWith('/version', (response) => response.destroy());
		expect(await failureOf()).toMatchObject({ message: `Docker at ${server.path} closed the connection` });
	});
});

describe('an error of the daemon', () => {
	test.each(['/version', '/events', '/containers/json'])(
		'in answer to %s is passed on in its own words',
		async (part) => {
			answerWith(part, (response) => send(response, 500, { message: 'layer store\n is\u001b[31m broken.' }));
			expect(await failureOf()).toMatchObject({
				message: `Docker at ${server.path} answers with HTTP 500: layer store is\u001b[31m broken`,
				remedy: expect.stringContaining('journalctl'),
			});
		},
	);

	test('without words is told by its number', async () => {
		answerWith('/version', (response) => send(response, 503, '<html>'));
		expect((await failureOf()).message).toBe(`Docker at ${server.path} answers with HTTP 503`);
	});

	test('a daemon that is too old is not supported', async () => {
		server.version = { Version: '1.10.3', ApiVersion: '1.22' };
		expect(await failureOf()).toMatchObject({ health: 'unsupported', message: "Docker's API 1.22 is older than 1.24" });
	});
});

describe('one container that cannot be inspected', () => {
	const victim = () => server.listed[0] as WireContainer;
	const others = () =>
		recorder
			.ofKind('runtime-records')
			.flatMap(({ records }) => records)
			.filter(({ id, startedAt }) => id !== victim().Id && startedAt !== undefined);
	const named = (health: string) => recorder.waitFor((o) => o.kind === 'health' && o.health === health);

	test('because it hangs does not hold up the others, and is named', async () => {
		answerWith(victim().Id, never);
		void createDockerSource({
			endpoint: server.endpoint,
			inspect: 'all',
			clock: realClock,
			requestTimeout: 1_000,
		}).run(recorder.emit, abort.signal);
		await recorder.until(() => others().length === server.listed.length - 1);
		expect(recorder.ofKind('health').map(({ health }) => health)).toEqual(['live']);
		expect(await named('degraded')).toMatchObject({
			detail: expect.stringMatching(/^inspecting k8s_main_with-init_\S+ failed: .* has not answered within 1 s$/),
			remedy: `docker inspect ${victim().Id.slice(0, 12)}`,
			version: '20.10.24',
		});
	});

	test.each<[string, (response: ServerResponse) => void]>([
		['an error', (response) => send(response, 500, { message: 'no such layer' })],
		['nonsense', (response) => send(response, 200, '{"Id":')],
	])('because of %s is asked again at the next listing, and then it is well', async (_, answer) => {
		answerWith(victim().Id, answer);
		const endpoint = server.endpoint;
		const source = createDockerSource({ endpoint, inspect: 'all', clock: realClock, relistEvery: 20 });
		void source.run(recorder.emit, abort.signal);
		await named('degraded');
		server.intercept = () => false;
		await recorder.until(() => recorder.ofKind('health').at(-1)?.health === 'live');
		expect(recorder.ofKind('health').map(({ health }) => health)).toEqual(['live', 'degraded', 'live']);
	});
});
