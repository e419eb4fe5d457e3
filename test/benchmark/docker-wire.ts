import { type IncomingMessage, request } from 'node:http';
import { createInterface } from 'node:readline';

/** An event of Docker's, with the moment at which it came in here. */
export type HeardEvent = {
	/** When it happened, by Docker's clock, and when it was heard; milliseconds since the epoch. */
	at: number;
	heardAt: number;
};

/** A bare client of the Docker Engine API: the shortest way an event can take. */
export type DockerWire = {
	/** The ids of running containers by name. */
	running(): Promise<ReadonlyMap<string, string>>;
	/** Some image's id. */
	anyImage(): Promise<string | undefined>;
	post(path: string, body?: object): Promise<unknown>;
	remove(path: string): Promise<unknown>;
	/** The next event of this kind about the container with this id or name. */
	hear(action: string, container: string): Promise<HeardEvent>;
	close(): void;
};

type WireEvent = { Action: string; Actor: { ID: string; Attributes: { name?: string } }; timeNano: number };
type Listener = { action: string; container: string; resolve(event: HeardEvent): void };

/** Connects to the engine behind a Unix socket and listens to its events. */
export async function openDockerWire(socketPath: string): Promise<DockerWire> {
	const listeners = new Set<Listener>();
	const stream = await send(socketPath, 'GET', '/events');
	const lines = createInterface({ input: stream });
	// Closing the stream in the middle is how it ends
	stream.on('error', () => lines.close());
	lines.on('line', (line) => tell(listeners, JSON.parse(line) as WireEvent));
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
		hear: (action, container) => new Promise((resolve) => listeners.add({ action, container, resolve })),
		close: () => stream.destroy(),
	};
}

function tell(listeners: Set<Listener>, { Action, Actor, timeNano }: WireEvent): void {
	const heardAt = performance.timeOrigin + performance.now();
	for (const listener of [...listeners]) {
		if (listener.action !== Action || ![Actor.ID, Actor.Attributes.name].includes(listener.container)) continue;
		listeners.delete(listener);
		listener.resolve({ at: timeNano / 1e6, heardAt });
	}
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
