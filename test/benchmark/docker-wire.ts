import { type IncomingMessage, request } from 'node:http';
import { createInterface } from 'node:readline';
import { createEventEar, type HeardEvent, preciseNow } from './event-ear.ts';

/** A bare client of the Docker Engine API: makes things happen, and is there where `docker` is not. */
export type DockerWire = {
	/** The ids of running containers by name. */
	running(): Promise<ReadonlyMap<string, string>>;
	/** Some image's id. */
	anyImage(): Promise<string | undefined>;
	post(path: string, body?: object): Promise<unknown>;
	remove(path: string): Promise<unknown>;
	/** The next event of this kind about the container with this id or name. */
	hear(action: string, container: string): Promise<HeardEvent>;
	/** How many events of containers there have been. */
	count(): number;
	/** When the newest of them came in; milliseconds since the epoch. */
	lastAt(): number | undefined;
	close(): void;
};

/** Connects to the engine behind a Unix socket and listens to its events. */
export async function openDockerWire(socketPath: string): Promise<DockerWire> {
	const ear = createEventEar();
	const stream = await send(socketPath, 'GET', '/events');
	const lines = createInterface({ input: stream });
	// Closing the stream in the middle is how it ends
	stream.on('error', () => lines.close());
	lines.on('line', (line) => ear.take(line, preciseNow()));
	const list = async <Entry>(path: string): Promise<Entry[]> =>
		(await readJson(await send(socketPath, 'GET', path))) as Entry[];
	return {
		async running() {
			const listed = await list<{ Id: string; Names: string[] }>('/containers/json');
			return new Map(listed.map(({ Id, Names }) => [`${Names[0]?.slice(1)}`, Id]));
		},
		anyImage: async () => (await list<{ Id: string }>('/images/json'))[0]?.Id,
		post: async (path, body) => readJson(await send(socketPath, 'POST', path, body)),
		remove: async (path) => readJson(await send(socketPath, 'DELETE', path)),
		hear: ear.hear,
		count: ear.count,
		lastAt: ear.lastAt,
		close: () => stream.destroy(),
	};
}

function send(socketPath: string, method: string, path: string, body?: object): Promise<IncomingMessage> {
	return new Promise((resolve, reject) => {
		const headers = body ? { 'Content-Type': 'application/json' } : {};
		const sent = request({ socketPath, method, path, headers, agent: false }, (response) => {
			if ((response.statusCode ?? 500) < 400) resolve(response);
			else reject(new Error(`docker: ${method} ${path}: HTTP ${response.statusCode}`));
		});
		sent.on('error', reject);
		sent.end(body ? JSON.stringify(body) : undefined);
	});
}

async function readJson(response: IncomingMessage): Promise<unknown> {
	let text = '';
	for await (const part of response) text += part;
	return text ? JSON.parse(text) : undefined;
}
