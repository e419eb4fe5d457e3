import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { followDockerLog } from '../../../source/adapters/docker/follow-docker-log.ts';
import type { LogLine } from '../../../source/core/log/log-line.ts';
import type { LogOptions } from '../../../source/core/log/log-options.ts';
import { type DockerScene, setDockerScene } from './docker-scene.ts';
import { send } from './docker-server.ts';

const stamp = '2026-11-22T04:16:25.353950256Z';

function frame(text: string, kind = 1): Buffer {
	const head = Buffer.alloc(8);
	head[0] = kind;
	head.writeUInt32BE(Buffer.byteLength(text), 4);
	return Buffer.concat([head, Buffer.from(text)]);
}

let scene: DockerScene;
let abort: AbortController;
beforeEach(async () => {
	scene = await setDockerScene();
	abort = new AbortController();
});
afterEach(async () => {
	abort.abort();
	await scene.close();
});

/** Has the daemon answer about logs in this way. */
function serveLogs(answer: (response: ServerResponse) => void): void {
	scene.server.intercept = (request, response) => {
		if (!request.url?.includes('/logs?')) return false;
		answer(response);
		return true;
	};
}

/** Reads the first container's log to its end. */
async function read(options: LogOptions = {}, id = scene.first().Id): Promise<LogLine[]> {
	const lines: LogLine[] = [];
	await followDockerLog(scene.server.endpoint, id, options, (more) => void lines.push(...more), abort.signal);
	return lines;
}

const query = () =>
	Object.fromEntries(
		new URL(scene.server.requests.find((path) => path.includes('/logs?')) ?? '', 'http://d').searchParams,
	);

it('asks for what is wanted, and always for the times', async () => {
	serveLogs((response) => response.writeHead(200).end(frame(`${stamp} hello\n`)));
	expect(await read()).toEqual([
		{ at: Date.parse('2026-11-22T04:16:25.353Z'), stamp, stream: 'stdout', text: 'hello' },
	]);
	expect(query()).toEqual({ stdout: '1', stderr: '1', timestamps: '1', follow: '0', tail: 'all' });
	scene.server.requests.length = 0;
	await read({ follow: true, tail: 0, since: 1_795_000_000_123 });
	expect(query()).toMatchObject({ follow: '1', tail: '0', since: '1795000000.123000000' });
});

it('knows from the inspection that a container with a terminal has no frames', async () => {
	const { Id } = scene.first();
	scene.server.inspected.set(Id, { Id, Config: { Tty: true } });
	serveLogs((response) => response.writeHead(200).end(`${stamp} one\r\n${stamp} two\r\n`));
	expect((await read()).map(({ text }) => text)).toEqual(['one\r', 'two\r']);
});

it('goes on with a container that says nothing for a while, and ends with it', async () => {
	let open: ServerResponse | undefined;
	serveLogs((response) => {
		open = response.writeHead(200);
		open.flushHeaders();
	});
	const lines: string[] = [];
	const heard = new Map<string, () => void>();
	const until = (text: string) =>
		lines.includes(text) ? undefined : new Promise<void>((resolve) => heard.set(text, resolve));
	const reading = followDockerLog(
		scene.server.endpoint,
		scene.first().Id,
		{ follow: true },
		(more) => {
			for (const { text } of more) {
				lines.push(text);
				heard.get(text)?.();
			}
		},
		abort.signal,
	);
	while (!open) await new Promise(setImmediate);
	open.write(frame(`${stamp} first\n`));
	await until('first');
	// a frame can come in any number of pieces
	const second = frame(`${stamp} second\n`);
	open.write(second.subarray(0, 5));
	open.write(second.subarray(5));
	await until('second');
	open.end(frame(`${stamp} last, unfinished`));
	await reading;
	expect(lines).toEqual(['first', 'second', 'last, unfinished']);
});

it('lets go when it is told to, and the daemon sees that', async () => {
	const closed = new Promise<void>((resolve) => {
		serveLogs((response) => {
			response.on('close', resolve);
			response.writeHead(200).write(frame(`${stamp} x\n`));
		});
	});
	const reading = followDockerLog(
		scene.server.endpoint,
		scene.first().Id,
		{ follow: true },
		() => abort.abort(),
		abort.signal,
	);
	await Promise.all([reading, closed]);
});

it('while the lines are not taken the daemon has to wait', async () => {
	const piece = Buffer.concat(Array.from({ length: 1_000 }, () => frame(`${stamp} ${'x'.repeat(50)}\n`)));
	let sent = 0;
	serveLogs((response) => {
		response.writeHead(200);
		const more = () => {
			while (sent < 1_000) {
				sent++;
				if (!response.write(piece)) return void response.once('drain', more);
			}
			response.end();
		};
		more();
	});
	let release = () => {};
	const first = new Promise<void>((resolve) => {
		release = resolve;
	});
	let [count, started] = [0, () => {}];
	const begun = new Promise<void>((resolve) => {
		started = resolve;
	});
	const reading = followDockerLog(
		scene.server.endpoint,
		scene.first().Id,
		{},
		(more) => {
			count += more.length;
			started();
			return first;
		},
		abort.signal,
	);
	await begun;
	for (let turn = 0; turn < 200; turn++) await new Promise(setImmediate);
	expect(sent).toBeLessThan(100);
	release();
	await reading;
	expect([sent, count]).toEqual([1_000, 1_000_000]);
}, 60_000);

describe('what cannot be read', () => {
	it('a log that its driver does not give back', async () => {
		serveLogs((response) => send(response, 501, { message: 'configured logging driver does not support reading' }));
		await expect(read()).rejects.toMatchObject({
			name: 'SourceError',
			message: expect.stringMatching(/logging driver keeps none/),
			remedy: expect.stringMatching(/^docker inspect/),
		});
	});

	it('a container that is gone', async () => {
		await expect(read({}, 'f'.repeat(64))).rejects.toMatchObject({
			message: expect.stringMatching(/^container f{12} is gone/),
		});
	});

	it('an error in the middle of it', async () => {
		serveLogs((response) =>
			response.writeHead(200).end(Buffer.concat([frame('fine\n'), frame('Error grabbing logs: EOF', 3)])),
		);
		await expect(read()).rejects.toMatchObject({
			message: 'Docker cannot read the log on: Error grabbing logs: EOF',
			remedy: expect.stringMatching(/\S/),
		});
	});

	it('a daemon that breaks off, one that is not there', async () => {
		serveLogs((response) => {
			response.writeHead(200).write(frame('fine\n'));
			setImmediate(() => response.destroy());
		});
		await expect(read({ follow: true })).rejects.toMatchObject({
			name: 'SourceError',
			remedy: expect.stringMatching(/\S/),
		});
		await scene.server.close();
		await expect(read()).rejects.toMatchObject({ name: 'SourceError' });
	});
});
