import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import { imageId } from '../image.ts';
import { createListener, type Handler, type Listener, sendJson } from '../listener.ts';
import type { Kernel } from '../proc/kernel.ts';
import type { CgroupStyle } from '../proc/proc-files.ts';
import type { Random } from '../random.ts';
import type { SimulatedContainer } from './container.ts';
import { formatInspect, formatListEntry } from './container-json.ts';
import type { DockerEngine } from './docker-engine.ts';
import { EngineError } from './engine-error.ts';
import { formatInfo, formatVersion } from './engine-json.ts';
import { streamEvents } from './event-stream.ts';
import { createExecDesk, type ExecDesk } from './exec/exec-desk.ts';
import { createExecRoutes, upgradeExec } from './exec/exec-routes.ts';
import { type Filters, matchAny, matchLabels, parseFilters } from './filters.ts';
import { sendLogs } from './log-stream.ts';
import type { Call, Route } from './route.ts';

export type ServerParts = {
	engine: DockerEngine;
	clock: Clock;
	kernel: Kernel;
	random: Random;
	/** Containers go on to print by themselves. */
	chatty: boolean;
	socketPath: string;
	host: { name: string; cgroup: CgroupStyle };
};

/** The Docker Engine API of the simulated engine, on a Unix socket. */
export function createDockerServer(parts: ServerParts): Listener {
	const desk = createExecDesk(parts);
	const routes = [
		...createReadRoutes(parts, desk, () => listener),
		...createActionRoutes(parts.engine),
		...createExecRoutes(desk),
	];
	const handle: Handler = (request, response) => {
		serve(routes, request, response).catch((cause: unknown) => sendError(response, cause));
	};
	const listener: Listener = createListener({ path: parts.socketPath }, handle, (request, socket, head) => {
		void upgradeExec(desk, { request, path: parsePath(request).path, socket, head });
	});
	return listener;
}

async function serve(routes: readonly Route[], request: IncomingMessage, response: ServerResponse): Promise<void> {
	const { path, query } = parsePath(request);
	response.setHeader('Api-Version', '1.41');
	response.setHeader('Server', 'Docker/20.10.24 (linux)');
	for (const route of routes) {
		const match = route.path.exec(path);
		if (match === null || !route.method.split(' ').includes(request.method ?? '')) continue;
		await route.run({ request, response, query, id: decodeURIComponent(match[1] ?? '') });
		return;
	}
	throw new EngineError(404, 'page not found');
}

/** The path without the API's version. */
function parsePath({ url = '/' }: IncomingMessage): { path: string; query: URLSearchParams } {
	const { pathname, searchParams } = new URL(url, 'http://docker');
	return { path: pathname.replace(/^\/v1\.\d+(?=\/)/, ''), query: searchParams };
}

function sendError(response: ServerResponse, cause: unknown): void {
	if (response.headersSent) {
		response.end();
		return;
	}
	const status = cause instanceof EngineError ? cause.status : 500;
	sendJson(response, status, { message: cause instanceof Error ? cause.message : String(cause) });
}

function createReadRoutes(
	{ engine, clock, chatty, host }: ServerParts,
	desk: ExecDesk,
	listener: () => Listener,
): Route[] {
	return [
		{ method: 'GET HEAD', path: /^\/_ping$/, run: ({ response }) => void response.end('OK') },
		{ method: 'GET', path: /^\/version$/, run: ({ response }) => sendJson(response, 200, formatVersion()) },
		{
			method: 'GET',
			path: /^\/info$/,
			run: ({ response }) => sendJson(response, 200, formatInfo(engine.table.list(), host, clock.now())),
		},
		{
			method: 'GET',
			path: /^\/containers\/json$/,
			run({ response, query }) {
				const filters = parseFilters(query.get('filters'));
				const all = ['1', 'true', 'True'].includes(query.get('all') ?? '') || filters.has('status');
				const found = engine.table.list().filter((each) => matchContainer(each, filters, all));
				sendJson(
					response,
					200,
					found.map((each) => formatListEntry(each, clock.now())),
				);
			},
		},
		{
			method: 'GET',
			path: /^\/images\/(.+)\/json$/,
			run({ response, id }) {
				if (!engine.hasImage(id)) throw new EngineError(404, `No such image: ${id}`);
				sendJson(response, 200, { Id: imageId(id), RepoTags: [id], RepoDigests: [] });
			},
		},
		{
			method: 'GET',
			path: /^\/containers\/([^/]+)\/json$/,
			run({ response, id }) {
				const container = engine.table.resolve(id);
				sendJson(response, 200, formatInspect(container, desk.listRunning(container.id)));
			},
		},
		{
			method: 'GET',
			path: /^\/containers\/([^/]+)\/logs$/,
			run: ({ response, id, query }) => sendLogs({ engine, clock, chatty }, engine.table.resolve(id), response, query),
		},
		{
			method: 'GET',
			path: /^\/events$/,
			run: ({ response, query }) => streamEvents({ engine, clock, gate: listener().gate }, response, query),
		},
	];
}

function createActionRoutes(engine: DockerEngine): Route[] {
	const answer = (call: Call, done: boolean) => void call.response.writeHead(done ? 204 : 304).end();
	return [
		{
			method: 'POST',
			path: /^\/containers\/([^/]+)\/stop$/,
			run: async (call) => answer(call, await engine.stop(call.id, parseGrace(call.query))),
		},
		{
			method: 'POST',
			path: /^\/containers\/([^/]+)\/start$/,
			run: async (call) => answer(call, await engine.start(call.id)),
		},
		{
			method: 'POST',
			path: /^\/containers\/([^/]+)\/restart$/,
			async run(call) {
				await engine.restart(call.id, parseGrace(call.query));
				answer(call, true);
			},
		},
		{
			method: 'POST',
			path: /^\/containers\/([^/]+)\/kill$/,
			async run(call) {
				await engine.kill(call.id, parseSignal(call.query.get('signal')));
				answer(call, true);
			},
		},
		{
			method: 'DELETE',
			path: /^\/containers\/([^/]+)$/,
			async run(call) {
				await engine.remove(call.id, { force: ['1', 'true'].includes(call.query.get('force') ?? '') });
				answer(call, true);
			},
		},
	];
}

function matchContainer(container: SimulatedContainer, filters: Filters, all: boolean): boolean {
	return (
		(all || container.state === 'running') &&
		matchAny(filters.get('id'), (id) => container.id.startsWith(id)) &&
		matchAny(filters.get('name'), (name) => new RegExp(name).test(`/${container.name}`)) &&
		matchAny(filters.get('status'), (status) => container.state === status) &&
		matchLabels(container.labels, filters.get('label'))
	);
}

function parseGrace(query: URLSearchParams): number | undefined {
	const seconds = Number.parseInt(query.get('t') ?? '', 10);
	return Number.isNaN(seconds) ? undefined : seconds * 1000;
}

const signals: Readonly<Record<string, number>> = { HUP: 1, INT: 2, QUIT: 3, KILL: 9, USR1: 10, USR2: 12, TERM: 15 };

/** `KILL`, `SIGKILL` or `9`; nothing means KILL. @throws EngineError 400 */
function parseSignal(text: string | null): number {
	if (text === null || text === '') return 9;
	const signal = /^\d+$/.test(text) ? Number(text) : signals[text.toUpperCase().replace(/^SIG/, '')];
	if (signal === undefined || signal > 64) throw new EngineError(400, `Invalid signal: ${text}`);
	return signal;
}
