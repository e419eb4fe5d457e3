import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { readBody, sendJson } from '../../listener.ts';
import { EngineError } from '../engine-error.ts';
import type { Route } from '../route.ts';
import type { ExecDesk } from './exec-desk.ts';
import { createExecOutput } from './exec-output.ts';
import { formatExecInspect } from './exec-record.ts';
import { readUpgradeBody } from './read-upgrade-body.ts';

/** Docker's exec over HTTP; what takes its connection over is in `upgradeExec`. */
export function createExecRoutes(desk: ExecDesk): Route[] {
	return [
		{
			method: 'POST',
			path: /^\/containers\/([^/]+)\/exec$/,
			async run({ request, response, id }) {
				const wish = parseBody(await readBody(request));
				const command = Array.isArray(wish.Cmd) ? wish.Cmd.map(String) : [];
				const exec = desk.create(id, {
					command,
					tty: wish.Tty === true,
					stdin: wish.AttachStdin === true,
					stdout: wish.AttachStdout === true,
					stderr: wish.AttachStderr === true,
				});
				sendJson(response, 201, { Id: exec.id });
			},
		},
		{
			method: 'POST',
			path: /^\/exec\/([^/]+)\/start$/,
			async run({ request, response, id }) {
				const exec = desk.get(id);
				const { Detach: detached } = parseBody(await readBody(request));
				if (detached === true) {
					desk.start(exec, { write: () => {}, end: () => {} });
					response.writeHead(200).end();
					return;
				}
				response.writeHead(200, { 'Content-Type': rawStream });
				response.flushHeaders();
				desk.start(exec, createExecOutput(response, exec.tty));
			},
		},
		{
			method: 'POST',
			path: /^\/exec\/([^/]+)\/resize$/,
			run({ response, id }) {
				// Nobody here draws anything that a size would change.
				if (desk.get(id).state !== 'running') throw new EngineError(404, 'no such exec');
				response.writeHead(200).end();
			},
		},
		{
			method: 'GET',
			path: /^\/exec\/([^/]+)\/json$/,
			run: ({ response, id }) => sendJson(response, 200, formatExecInspect(desk.get(id))),
		},
	];
}

const rawStream = 'application/vnd.docker.raw-stream';

/** `POST /exec/ID/start` by a client that wants the connection for itself. @param path without the version */
export async function upgradeExec(
	desk: ExecDesk,
	{ request, path, socket, head }: { request: IncomingMessage; path: string; socket: Duplex; head: Buffer },
): Promise<void> {
	const id = /^\/exec\/([^/]+)\/start$/.exec(path)?.[1];
	try {
		if (id === undefined) throw new EngineError(404, 'page not found');
		const exec = desk.get(decodeURIComponent(id));
		const rest = await readUpgradeBody(request, socket, head);
		socket.write(`HTTP/1.1 101 UPGRADED\r\nContent-Type: ${rawStream}\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n`);
		const input = desk.start(exec, createExecOutput(socket, exec.tty));
		if (rest.length > 0) input(rest);
		socket.on('data', input);
		socket.resume();
	} catch (cause) {
		const status = cause instanceof EngineError ? cause.status : 500;
		const body = JSON.stringify({ message: cause instanceof Error ? cause.message : String(cause) });
		const headers = `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close`;
		socket.end(`HTTP/1.1 ${status} Refused\r\n${headers}\r\n\r\n${body}`);
	}
}

/** @throws EngineError 400 */
function parseBody(text: string): Readonly<Record<string, unknown>> {
	try {
		const value: unknown = JSON.parse(text === '' ? '{}' : text);
		if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
	} catch {
		// Said below, in the same words as for anything else that is no object.
	}
	throw new EngineError(400, 'the body of the request is not a JSON object');
}
