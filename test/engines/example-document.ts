import type { Document } from './document.ts';

/** A small document that keeps the contract, for tests of what checks documents. Each call makes a new one. */
export function createExampleDocument(): Document {
	const namespaces = { net: 4026532327, ipc: 4026532325 };
	const pause = 'a'.repeat(64);
	return {
		schema: 'pausetop/v1',
		takenAt: '2021-01-13T12:04:31.000Z',
		node: { name: 'worker-2', kubeletVersion: 'v1.20.2', runtimes: [{ name: 'docker', version: '20.10.24' }] },
		sources: [{ name: 'docker', health: 'live' }],
		pods: [
			{
				uid: '8809dbad-930a-4d51-9cf1-674b62e5b2bc',
				kubeNamespace: 'default',
				name: 'web',
				matched: 'api+runtime',
				phase: 'Running',
				ready: '1/1',
				status: 'Running',
				restarts: 1,
				createdAt: '2021-01-13T12:00:00.000Z',
				sandboxes: [
					{
						id: pause,
						attempt: 0,
						state: 'running',
						current: true,
						pid: 10,
						runtime: 'docker',
						linuxNamespaces: namespaces,
					},
				],
				containers: [
					{
						...{
							id: 'b'.repeat(64),
							name: 'nginx',
							kind: 'app',
							attempt: 1,
							state: 'running',
							current: true,
							sandboxId: pause,
						},
						...{ pid: 11, startedAt: '2021-01-13T12:02:00.000Z', runtime: 'docker' },
						linuxNamespaces: { net: { inode: namespaces.net, sharing: 'pause' } },
					},
					{
						...{
							id: 'c'.repeat(64),
							name: 'nginx',
							kind: 'app',
							attempt: 0,
							state: 'exited',
							current: false,
							exitCode: 1,
						},
						...{ startedAt: '2021-01-13T12:00:01.000Z', finishedAt: '2021-01-13T12:01:59.000Z', runtime: 'docker' },
					},
				],
			},
		],
		unmatched: [],
	};
}

/** The example with one place changed: `path` is keys and positions with dots between, as in `pods.0.status`. */
export function changeExample(path: string, value: unknown): Document {
	const document = createExampleDocument();
	const keys = path.split('.');
	const last = keys.pop() ?? '';
	const parent = keys.reduce<unknown>((at, key) => Reflect.get(at as object, key), document) as object;
	if (value === undefined) Reflect.deleteProperty(parent, last);
	else Reflect.set(parent, last, value);
	return document;
}
