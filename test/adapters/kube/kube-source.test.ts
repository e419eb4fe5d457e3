import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createKubeSource, type KubeSourceOptions } from '../../../source/adapters/kube/kube-source.ts';
import { SourceError } from '../../../source/core/source.ts';
import { createObservationRecorder, type ObservationRecorder } from '../observation-recorder.ts';
import { describeSourceContract } from '../source-contract.ts';
import { findPod, readNode, readPods, type WireObject } from './fixtures.ts';
import { createTestDirectory, formatKubeconfig } from './kubeconfig-file.ts';
import { realClock } from './real-clock.ts';
import {
	answerJson,
	answerStatus,
	eventsPath,
	isList,
	isWatch,
	nodesPath,
	podsPath,
	startApiServer,
	type TestApiServer,
} from './test-api-server.ts';

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
	for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

describeSourceContract('kube', async (world) => {
	const server = await startApiServer();
	if (world === 'unreachable') await server.close();
	const directory = createTestDirectory();
	return {
		source: createKubeSource(optionsFor(server.url, directory)),
		close: async () => {
			directory.remove();
			if (world === 'reachable') await server.close();
		},
	};
});

describe('a live source', () => {
	test('lists pods, node and events, then reports live with version and server', async () => {
		const { server, recorder } = await start();
		await recorder.until(() => recorder.ofKind('health').some(({ version }) => version === 'v1.20.2'));
		await recorder.until(() => recorder.ofKind('events').length >= 2);
		expect(
			recorder
				.ofKind('pod-listing')[0]
				?.pods.map(({ metadata }) => metadata.name)
				.sort(),
		).toEqual(['crasher', 'pause-test2', 'static-web-k8slab', 'with-init']);
		expect(recorder.ofKind('node')[0]?.node.status?.nodeInfo?.kubeletVersion).toBe('v1.20.2');
		expect(recorder.ofKind('health').at(-1)).toMatchObject({
			health: 'live',
			endpoint: server.url,
			version: 'v1.20.2',
		});
		const events = recorder.ofKind('events').flatMap(({ events }) => events);
		expect(events).toHaveLength(25);
		expect(events.some(({ type }) => type === 'SuccessfulCreate')).toBe(false);
	});

	test('a static pod’s events carry the UID under which the node knows it', async () => {
		const { server, recorder } = await start({}, (server) => {
			const mirror = findPod('static-web-k8slab').metadata.uid;
			const [event] = server.collections.get(eventsPath) ?? [];
			if (!event) throw new Error('no event');
			const involvedObject = { kind: 'Pod', name: 'static-web-k8slab', namespace: 'kube-system', uid: mirror };
			server.collections.set(eventsPath, [{ ...event, involvedObject, source: {} }]);
		});
		await recorder.until(() => recorder.ofKind('events').length > 0);
		expect(recorder.ofKind('events')[0]?.events[0]?.podUid).toBe('d8edae05920540fe6d573269247011b0');
		expect(server.requests.filter(isWatch(podsPath)).length).toBeGreaterThan(0);
	});

	test('passes on what the watches tell', async () => {
		const { server, recorder } = await start();
		await server.untilAsked(isWatch(podsPath));
		const pod = findPod('crasher');
		server.change(podsPath, 'MODIFIED', { ...pod, metadata: { ...pod.metadata, resourceVersion: '701' } });
		server.change(podsPath, 'DELETED', pod);
		await recorder.waitFor(({ kind }) => kind === 'pod-deleted');
		expect(recorder.ofKind('pod-changed')[0]?.pod.metadata).toMatchObject({ name: 'crasher', resourceVersion: '701' });
		expect(recorder.ofKind('pod-deleted')[0]?.uid).toBe(pod.metadata.uid);
		await server.untilAsked(isWatch(nodesPath));
		const node = readNode();
		server.change(nodesPath, 'MODIFIED', { ...node, spec: { unschedulable: true } });
		await recorder.waitFor(
			(observation) => observation.kind === 'node' && observation.node.spec?.unschedulable === true,
		);
	});

	test('an event that comes before its pod is shown once the pod is known', async () => {
		const { server, recorder } = await start();
		await server.untilAsked(isWatch(eventsPath), 2);
		const pod = { ...findPod('crasher') };
		pod.metadata = { ...pod.metadata, name: 'late', uid: 'late-uid' };
		server.send(
			eventsPath,
			`${JSON.stringify({
				type: 'ADDED',
				object: {
					metadata: { uid: 'e1', name: 'e1', resourceVersion: '800' },
					involvedObject: { kind: 'Pod', namespace: 'default', name: 'late', uid: 'late-uid' },
					reason: 'Scheduled',
					eventTime: '2026-11-21T23:08:56.653462Z',
				},
			})}\n`,
		);
		// the node's own event, after it on the same stream, tells that the first has been read
		server.send(eventsPath, `${JSON.stringify({ type: 'ADDED', object: nodeEvent('marker') })}\n`);
		await recorder.until(() => eventTypes(recorder).includes('marker'));
		expect(recorder.ofKind('events').some(({ events }) => events.some(({ pod }) => pod === 'late'))).toBe(false);
		server.change(podsPath, 'ADDED', pod);
		await recorder.until(() =>
			recorder.ofKind('events').some(({ events }) => events.some((event) => event.pod === 'late')),
		);
	});

	test('a pod without what every pod has is left out, and said so until it is whole', async () => {
		const { server, recorder } = await start({}, (server) => {
			const pod = findPod('crasher');
			server.collections.set(podsPath, [{ ...pod, spec: { nodeName: 'k8slab' } }, findPod('with-init')]);
		});
		await recorder.waitFor((observation) => observation.kind === 'health' && observation.health === 'degraded');
		expect(recorder.ofKind('health')[0]?.detail).toContain('default/crasher: spec.containers is missing');
		expect(recorder.ofKind('pod-listing')[0]?.pods).toHaveLength(1);
		await server.untilAsked(isWatch(podsPath));
		server.change(podsPath, 'MODIFIED', findPod('crasher'));
		await recorder.waitFor((observation) => observation.kind === 'health' && observation.health === 'live');
	});
});

describe('watches', () => {
	test('one that the server ends is resumed where it stood', async () => {
		const { server, recorder } = await start();
		await server.untilAsked(isWatch(podsPath));
		server.send(
			podsPath,
			`${JSON.stringify({ type: 'BOOKMARK', object: { metadata: { resourceVersion: '777' } } })}\n`,
		);
		server.change(podsPath, 'MODIFIED', {
			...findPod('crasher'),
			metadata: { ...findPod('crasher').metadata, resourceVersion: '778' },
		});
		await recorder.waitFor(({ kind }) => kind === 'pod-changed');
		server.end(podsPath);
		await server.untilAsked(isWatch(podsPath), 2);
		const [first, second] = server.requests.filter(isWatch(podsPath));
		expect(first).toContain('resourceVersion=700');
		expect(first).toContain('allowWatchBookmarks=true');
		expect(second).toContain('resourceVersion=778');
		expect(server.requests.filter(isList(podsPath))).toHaveLength(1);
	});

	test('one whose place is forgotten (410) lists again', async () => {
		const { server, recorder } = await start();
		await server.untilAsked(isWatch(podsPath));
		server.collections.set(podsPath, [findPod('with-init')]);
		server.send(
			podsPath,
			`${JSON.stringify({ type: 'ERROR', object: { kind: 'Status', code: 410, message: 'too old' } })}\n`,
		);
		await recorder.until(() => recorder.ofKind('pod-listing').length === 2);
		expect(recorder.ofKind('pod-listing')[1]?.pods).toHaveLength(1);
	});

	test.each([
		['breaks off', (server: TestApiServer) => server.end(podsPath, 'break')],
		['sends no JSON', (server: TestApiServer) => server.send(podsPath, '<html>\n')],
	])('one that %s lists again', async (_, disturb) => {
		const { server, recorder } = await start();
		await server.untilAsked(isWatch(podsPath));
		disturb(server);
		await recorder.until(() => recorder.ofKind('pod-listing').length === 2);
	});

	test('a line may come in pieces, also within a character', async () => {
		const { server, recorder } = await start();
		await server.untilAsked(isWatch(podsPath));
		const pod = findPod('crasher');
		const object = { ...pod, metadata: { ...pod.metadata, annotations: { note: 'größer' } } };
		const bytes = Buffer.from(`${JSON.stringify({ type: 'MODIFIED', object })}\n`);
		const cut = bytes.indexOf(0xc3) + 1;
		server.send(podsPath, bytes.subarray(0, cut));
		setImmediate(() => server.send(podsPath, bytes.subarray(cut)));
		await recorder.waitFor(({ kind }) => kind === 'pod-changed');
		expect(recorder.ofKind('pod-changed')[0]?.pod.metadata.annotations).toEqual({ note: 'größer' });
	});

	test('pods are listed again now and then, watch or no watch', async () => {
		const { recorder } = await start({ timings: { relistEvery: 20 } });
		await recorder.until(() => recorder.ofKind('pod-listing').length >= 3);
	});

	test('one that is as good as dead is given up after its time', async () => {
		const { server } = await start({ timings: { watchSeconds: 0, watchGrace: 50 } });
		await server.untilAsked(isList(podsPath), 2);
	});

	test('watches that come to nothing are tried at growing distances', async () => {
		const slept: number[] = [];
		const clock = {
			...realClock,
			sleep: async (milliseconds: number, signal: AbortSignal) => {
				slept.push(milliseconds);
				if (slept.length > 6) await realClock.sleep(60_000, signal);
			},
		};
		const { server } = await start({ clock }, (server) => {
			server.answers.set(podsPath, (request, response) => {
				if (request.url?.includes('watch=true')) response.end();
				else answerJson(response, 200, { metadata: { resourceVersion: '1' }, items: [] });
			});
		});
		await server.untilAsked(isWatch(podsPath), 4);
		expect(slept).toEqual(expect.arrayContaining([1000, 2000]));
	});
});

describe('what is missing', () => {
	test.each([
		['events', eventsPath],
		['the Node object', nodesPath],
	])('forbidden: %s. It says so, and recovers', async (what, path) => {
		const { server, recorder } = await start({ timings: { retryPartEvery: 20 } }, (server) =>
			server.answers.set(path, answerStatus(403, 'it is forbidden: User "jane" cannot list')),
		);
		await recorder.waitFor((observation) => observation.kind === 'health' && observation.health === 'degraded');
		const degraded = recorder.ofKind('health').find(({ health }) => health === 'degraded');
		expect(degraded?.detail).toContain(`without ${what}`);
		expect(degraded?.detail).toContain('User "jane" cannot list');
		expect(degraded?.remedy).toContain('RBAC');
		await server.untilAsked(isWatch(podsPath));
		server.answers.delete(path);
		await recorder.until(() => recorder.ofKind('health').at(-1)?.health === 'live');
	});

	test('forbidden pods end it', async () => {
		const error = await fail((server) => server.answers.set(podsPath, answerStatus(403, 'pods is forbidden.')));
		expect(error.message).toContain('does not allow to list and watch the pods of this node (403): pods is forbidden');
		expect(error.remedy).toContain('RBAC');
	});

	test('a Node object that goes away is noticed', async () => {
		const { server, recorder } = await start();
		await server.untilAsked(isWatch(nodesPath));
		server.change(nodesPath, 'DELETED', readNode());
		await recorder.waitFor((observation) => observation.kind === 'health' && observation.health === 'degraded');
		expect(recorder.ofKind('health').at(-1)?.detail).toContain('no Node object k8slab any more');
	});
});

describe('a server that fails', () => {
	test('that accepts and never answers ends it after the timeout', async () => {
		const mute = createServer();
		await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
		const sockets = new Set<{ destroy(): void }>();
		mute.on('connection', (socket) => sockets.add(socket));
		cleanups.push(() => {
			for (const socket of sockets) socket.destroy();
			mute.close();
		});
		const address = mute.address();
		const port = typeof address === 'object' && address ? address.port : 0;
		const error = await failAt(`http://127.0.0.1:${port}`, { requestTimeout: 50 });
		expect(error.message).toContain('does not answer in time');
		expect(error.remedy).toContain('check that the API server is up');
	});

	test('that falls silent later is noticed by the heartbeat', async () => {
		const server = await startApiServer();
		cleanups.push(() => server.close());
		server.answers.set('/version', (_, response) => {
			// the first one, then none
			if (server.requests.filter((request) => request === '/version').length === 1) {
				answerJson(response, 200, { gitVersion: 'v1' });
			}
		});
		const error = await failAt(server.url, { requestTimeout: 60, timings: { heartbeatEvery: 20 } });
		expect(error.message).toContain('does not answer in time');
	});

	test('that goes away ends it', async () => {
		const { server, run, recorder } = await start();
		await server.untilAsked(isWatch(podsPath));
		await recorder.waitFor(({ kind }) => kind === 'pod-listing');
		await server.close();
		const error = await run.then(
			() => undefined,
			(reason: unknown) => reason,
		);
		expect(error).toBeInstanceOf(SourceError);
		expect((error as SourceError).message).toMatch(/connection refused|closed the connection/);
	});

	test.each([
		['is no JSON', '<html>secret page</html>'],
		['is no list', '{"kind":"Pod"}'],
		['breaks off', '{"kind":"List","items":[{'],
	])('whose answer %s ends it, and is not quoted', async (_, body) => {
		const error = await fail((server) => server.answers.set(podsPath, (_, response) => response.end(body)));
		expect(error.message).toContain('is not the JSON of a Kubernetes API');
		expect(error.message + error.remedy).not.toMatch(/secret|items/);
	});

	test('that answers 500 is quoted with its own words', async () => {
		const error = await fail((server) =>
			server.answers.set(podsPath, answerStatus(500, 'etcdserver: request timed out')),
		);
		expect(error.message).toContain('HTTP 500: etcdserver: request timed out');
	});
});

describe('watch: false', () => {
	test('lists pods and node once and ends', async () => {
		const { server, recorder, run } = await start({ watch: false });
		await run;
		expect(recorder.observations.map(({ kind }) => kind)).toEqual(['pod-listing', 'node', 'health']);
		expect(server.requests.filter((request) => request.includes('watch='))).toEqual([]);
	});

	test('asks for the pods before the node has been read', async () => {
		const { server, recorder, run } = await start({ watch: false }, (api) =>
			api.answers.set(`${nodesPath}/k8slab`, async (_, response) => {
				await api.untilAsked(isList(podsPath));
				answerJson(response, 200, api.collections.get(nodesPath)?.[0]);
			}),
		);
		await run;
		expect(recorder.observations.map(({ kind }) => kind)).toEqual(['pod-listing', 'node', 'health']);
		expect(server.requests.filter(isList(podsPath))).toHaveLength(1);
	});

	test('and for those of another node when this turns out to be that', async () => {
		const { server, recorder, run } = await start({ watch: false, node: { hostName: 'alias' } }, (api) =>
			api.collections.set(nodesPath, [labelled(readNode(), 'kubernetes.io/hostname', 'alias')]),
		);
		await run;
		expect(recorder.ofKind('pod-listing').map(({ pods }) => pods.length)).toEqual([readPods().length]);
		const selectors = server.requests.filter(isList(podsPath)).map((request) => new URL(request, 'http://test').search);
		expect(selectors).toEqual(['?fieldSelector=spec.nodeName%3Dalias', '?fieldSelector=spec.nodeName%3Dk8slab']);
	});

	test('and the events when asked', async () => {
		const { recorder, run } = await start({ watch: false, events: true });
		await run;
		expect(recorder.ofKind('events')[0]?.events).toHaveLength(25);
		expect(recorder.ofKind('health').at(-1)?.health).toBe('live');
	});

	test('goes without events that it may not read', async () => {
		const { recorder, run } = await start({ watch: false, events: true }, (server) =>
			server.answers.set(eventsPath, answerStatus(403, 'no')),
		);
		await run;
		expect(recorder.ofKind('health')).toHaveLength(1);
		expect(recorder.ofKind('health')[0]).toMatchObject({ health: 'degraded' });
	});

	test('reads the events page by page', async () => {
		const { server, recorder, run } = await start({ watch: false, events: true }, (server) => {
			const [first, second] = [nodeEvent('one'), nodeEvent('two')];
			server.answers.set(eventsPath, (request, response) => {
				const isNext = request.url?.includes('continue=next');
				const metadata = isNext ? { resourceVersion: '9' } : { resourceVersion: '9', continue: 'next' };
				answerJson(response, 200, { metadata, items: [isNext ? second : first] });
			});
		});
		await run;
		expect(eventTypes(recorder)).toEqual(['one', 'two']);
		expect(server.requests.some((request) => request.includes('limit=500'))).toBe(true);
	});
});

function labelled({ metadata, ...node }: WireObject, label: string, value: string): WireObject {
	return { ...node, metadata: { ...metadata, labels: { [label]: value } } };
}

function nodeEvent(type: string) {
	return {
		metadata: { uid: type, name: type },
		involvedObject: { kind: 'Node', name: 'k8slab' },
		reason: type,
		lastTimestamp: '2026-11-21T23:08:56Z',
	};
}

function eventTypes(recorder: ObservationRecorder): string[] {
	return recorder.ofKind('events').flatMap(({ events }) => events.map(({ type }) => type));
}

function optionsFor(url: string, directory: { write(name: string, text: string): string }): KubeSourceOptions {
	const kubeconfig = directory.write('config', formatKubeconfig({ server: url }));
	return { credentials: { kubeconfig, env: {} }, node: { hostName: 'k8slab' }, clock: realClock };
}

async function start(
	options: Partial<KubeSourceOptions> = {},
	prepare: (server: TestApiServer) => void = () => {},
): Promise<{ server: TestApiServer; recorder: ObservationRecorder; run: Promise<void> }> {
	const server = await startApiServer();
	const directory = createTestDirectory();
	prepare(server);
	const recorder = createObservationRecorder();
	const abort = new AbortController();
	const run = createKubeSource({ ...optionsFor(server.url, directory), ...options }).run(recorder.emit, abort.signal);
	cleanups.push(async () => {
		abort.abort();
		await run.catch(() => {});
		directory.remove();
		await server.close();
	});
	return { server, recorder, run };
}

/** The error that a run ends with. */
async function fail(prepare: (server: TestApiServer) => void): Promise<SourceError> {
	const { run } = await start({}, prepare);
	return expectSourceError(run);
}

async function failAt(url: string, options: Partial<KubeSourceOptions>): Promise<SourceError> {
	const directory = createTestDirectory();
	cleanups.push(() => directory.remove());
	const source = createKubeSource({ ...optionsFor(url, directory), ...options });
	return expectSourceError(source.run(() => {}, new AbortController().signal));
}

async function expectSourceError(run: Promise<void>): Promise<SourceError> {
	const error = await run.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (!(error instanceof SourceError)) throw new Error(`it ended with ${String(error)}`);
	return error;
}
