import { execFile } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type ActDockerOptions, actDocker, type DockerOrder } from '../../../source/adapters/docker/act-docker.ts';
import { NothingDoneError } from '../../../source/core/action/nothing-done-error.ts';
import { SourceError } from '../../../source/core/source.ts';
import { type DockerServer, send, startDockerServer } from './docker-server.ts';

const id = 'a1b2'.repeat(16);
const stop: DockerOrder = { id, means: 'docker-stop', graceSeconds: 0 };
const kill: DockerOrder = { id, means: 'docker-kill' };

let server: DockerServer;
/** Methods and paths of what changes something. */
let orders: string[];

beforeEach(async () => {
	server = await startDockerServer();
	onTestFinished(() => server.close());
	answerWith((response) => response.writeHead(204).end());
});

function answerWith(answer: (response: ServerResponse) => void): void {
	orders = [];
	server.intercept = (request, response) => {
		if (request.method === 'GET') return false;
		let body = '';
		request.on('data', (chunk) => {
			body += String(chunk);
		});
		request.on('end', () => {
			orders.push(`${request.method} ${request.url}${body}`);
			answer(response);
		});
		return true;
	};
}

const act = (order: DockerOrder, options: ActDockerOptions = {}) => actDocker(server.endpoint, order, options);
const failureOf = (order: DockerOrder, options: ActDockerOptions = { requestTimeout: 200 }): Promise<SourceError> =>
	act(order, options).then(
		() => expect.fail('it succeeded'),
		(error) => error,
	);

describe('what is asked of Docker', () => {
	test.each<[DockerOrder, string]>([
		[{ id, means: 'docker-stop', graceSeconds: 30 }, `stop?t=30`],
		[{ id, means: 'docker-stop', graceSeconds: 0 }, `stop?t=0`],
		[{ id, means: 'docker-stop', graceSeconds: 1.2 }, `stop?t=2`],
		// to Docker a negative time is for ever
		[{ id, means: 'docker-stop', graceSeconds: -1 }, `stop?t=0`],
		[{ id, means: 'docker-stop' }, `stop?t=10`],
		[{ id, means: 'docker-kill', graceSeconds: 30 }, `kill?signal=KILL`],
	])('%o', async (order, path) => {
		expect(await act(order)).toBe('sent');
		expect(orders).toEqual([`POST /v1.41/containers/${id}/${path}`]);
		expect(server.requests[0]).toBe('/version');
	});

	test('in the version of the API that both speak', async () => {
		server.version = { Version: '99', ApiVersion: '9.9', MinAPIVersion: '1.24' };
		await act(kill);
		expect(orders).toEqual([`POST /v1.51/containers/${id}/kill?signal=KILL`]);
	});

	test('nothing, where the id is a name or only the beginning of an id', async () => {
		for (const vague of ['', 'web', 'a1b2c3d4e5f6', `${id}0`, '../../images/prune']) {
			const error = await failureOf({ ...kill, id: vague });
			expect(error).toBeInstanceOf(NothingDoneError);
			expect(error.message).toBe('the id of what is to be ended is not a full one');
		}
		expect(server.requests).toEqual([]);
	});

	test('nothing, where it is called off before', async () => {
		const reason = new Error('left');
		await expect(act(kill, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
		expect(server.requests).toEqual([]);
	});
});

describe('what Docker answers', () => {
	test('that it was stopped already', async () => {
		answerWith((response) => response.writeHead(304).end());
		expect(await act(stop)).toBe('already-ended');
	});

	test('that it is done, with a text that never ends', async () => {
		answerWith((response) => response.writeHead(200).write('and'));
		expect(await act(stop)).toBe('sent');
	});

	test.each<[number, string, string]>([
		[404, `No such container: ${id}`, 'container a1b2a1b2a1b2 is gone'],
		[404, `no container with name or ID "${id}" found: no such container`, 'container a1b2a1b2a1b2 is gone'],
		[409, `Cannot kill container: ${id}: Container ${id} is not running`, 'container a1b2a1b2a1b2 is not running'],
		[500, `Cannot kill container ${id}: Container ${id} is not running`, 'container a1b2a1b2a1b2 is not running'],
	])('that there is nothing to do it to: %i %s', async (status, message, words) => {
		answerWith((response) => send(response, status, { message }));
		const error = await failureOf(kill);
		expect(error).toBeInstanceOf(NothingDoneError);
		expect(error).toMatchObject({ message: words, remedy: expect.stringContaining('in the list') });
	});

	test.each<[number, unknown, RegExp]>([
		[403, '<html><body><h1>403 Forbidden</h1>', /kill$/],
		[403, { message: 'authorization denied by plugin opa' }, /kill: authorization denied by plugin opa$/],
		[405, 'Method not allowed', /kill: Method not allowed$/],
		[401, '', /kill$/],
	])('that only reading is allowed: %i %j', async (status, body, end) => {
		answerWith((response) => send(response, status, body));
		const error = await failureOf(kill);
		expect(error).not.toBeInstanceOf(NothingDoneError);
		expect(error.message).toMatch(/^Docker at \S+ does not allow POST \/containers\/a1b2a1b2a1b2\//);
		expect(error.message).toMatch(end);
		expect(error.remedy).toContain('lets only reading through');
	});

	test.each<[number, unknown, RegExp, RegExp]>([
		[
			500,
			{ message: 'tried to kill it,\n but did not see its end.' },
			/ 500: tried to kill it, but did not see its end$/,
			/journalctl/,
		],
		[
			409,
			{ message: 'removal of container is already in progress' },
			/ 409: removal .* progress$/,
			/docker inspect a1b2a1b2a1b2/,
		],
		[404, { message: 'page not found' }, / 404: page not found$/, /docker inspect/],
		[502, '<html>', / 502$/, /journalctl/],
		[500, '{"message":', / 500$/, /journalctl/],
	])('another error: %i %j', async (status, body, message, remedy) => {
		answerWith((response) => send(response, status, body));
		const error = await failureOf(stop);
		expect(error).toBeInstanceOf(SourceError);
		expect(error).not.toBeInstanceOf(NothingDoneError);
		expect(error.message).toMatch(message);
		expect(error.remedy).toMatch(remedy);
	});

	test('an error with escape sequences, and a very long one', async () => {
		answerWith((response) => send(response, 500, { message: `\u001b[2J\u0000\u009b${'long '.repeat(10_000)}` }));
		const { message } = await failureOf(stop);
		expect(message).toContain('HTTP 500: \\x1b[2J\\x00\\x9blong long');
		expect(message).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
		expect(message.length).toBeLessThan(500);
	});
});

describe('a daemon that does not finish', () => {
	test('its answer is waited for until the grace period is over, and a little longer', async () => {
		answerWith(() => {});
		const asked = performance.now();
		expect(await failureOf({ ...stop, graceSeconds: 1 }, { requestTimeout: 100 })).toMatchObject({
			message: `Docker at unix://${server.path} has not answered within 1.1 s`,
			remedy: expect.stringContaining('hangs'),
		});
		expect(performance.now() - asked).toBeGreaterThan(1_000);
		expect(orders).toHaveLength(1);
	});

	test('a kill has no grace period', async () => {
		answerWith(() => {});
		expect((await failureOf({ ...kill, graceSeconds: 3_600 }, { requestTimeout: 100 })).message).toContain('0.1 s');
	});

	test('a grace period of 300 years is no reason to give up at once', async () => {
		let answer = () => {};
		answerWith((response) => {
			answer = () => response.writeHead(204).end();
		});
		const acted = act({ ...stop, graceSeconds: 9_223_372_036 });
		while (orders.length === 0) await new Promise((resolve) => setImmediate(resolve));
		answer();
		expect(await acted).toBe('sent');
	});

	test('can be left at once', async () => {
		const abort = new AbortController();
		answerWith(() => abort.abort(new Error('left')));
		await expect(act({ ...stop, graceSeconds: 60 }, { signal: abort.signal })).rejects.toThrow('left');
	});

	test('an error that breaks off is told by its number', async () => {
		answerWith((response) => {
			response.writeHead(500, { 'content-length': '1000' });
			response.write('{"message":"half', () => response.destroy());
		});
		expect((await failureOf(stop, {})).message).toMatch(/answers with HTTP 500$/);
	});

	test('an error whose text never ends', async () => {
		answerWith((response) => response.writeHead(500).write('{"message":"half'));
		expect((await failureOf(stop, { requestTimeout: 100 })).message).toContain('has not answered within 0.1 s');
	});

	test('a connection that is closed instead of an answer', async () => {
		answerWith((response) => response.destroy());
		expect((await failureOf(stop, {})).message).toBe(`Docker at ${server.path} closed the connection`);
	});
});

describe('a socket', () => {
	test('that is not there', async () => {
		const error = actDocker({ kind: 'unix', path: '/nonexistent/docker.sock' }, kill);
		await expect(error).rejects.toThrow('no Docker socket at /nonexistent/docker.sock');
	});

	test('that is searched for', async () => {
		expect(await actDocker(async () => server.endpoint, kill)).toBe('sent');
	});

	test('that speaks something else', async () => {
		const path = join(dirname(server.path), 'other.sock');
		const other = createServer((socket) => socket.end('-ERR unknown command\r\n')).listen(path);
		onTestFinished(() => void other.close());
		await expect(actDocker({ kind: 'unix', path }, kill)).rejects.toThrow('does not speak HTTP');
	});

	test('that may not be opened', async () => {
		await chmod(dirname(server.path), 0o711);
		await chmod(server.path, process.getuid?.() === 0 ? 0o600 : 0o000);
		const child = join(dirname(fileURLToPath(import.meta.url)), 'act-denied-child.ts');
		const { stdout } = await promisify(execFile)(process.execPath, [child, server.path]);
		expect(JSON.parse(stdout)).toEqual({
			message: `no permission to open ${server.path}`,
			remedy: expect.stringMatching(/sudo.*group docker/),
		});
	});
});
