import { keepHeartbeat } from './keep-heartbeat.ts';
import { selectEvents, selectNode, selectPods } from './kube-collections.ts';
import { isStatus } from './kube-request-error.ts';
import type { KubeSession } from './kube-session.ts';
import { listAndWatch } from './list-watch.ts';
import type { Part } from './part-health.ts';
import { missingNode } from './read-once.ts';
import { nodePath } from './resolve-node-name.ts';

/**
 * Lists and watches pods, node and events until `signal` aborts. Node and events may fail, and are tried again.
 * @throws what the pods fail with, or the server's silence
 */
export async function watchAll(outer: KubeSession): Promise<void> {
	const stop = new AbortController();
	const session = { ...outer, signal: AbortSignal.any([outer.signal, stop.signal]) };
	const listed = Promise.withResolvers<void>();
	const pods = watchPods(session, listed.resolve);
	const rest = listed.promise.then(async () => {
		const parts = [keepPart(session, 'node', watchNode), keepPart(session, 'events', watchEvents)];
		await Promise.all([keepHeartbeat(session), ...parts]);
	});
	try {
		await Promise.race([pods, rest]);
	} finally {
		stop.abort();
		listed.resolve();
		await Promise.allSettled([pods, rest]);
	}
}

async function watchPods(session: KubeSession, onFirstList: () => void): Promise<void> {
	const { node, timings, health } = session;
	await listAndWatch({
		...session,
		...selectPods(node.name),
		watchSeconds: timings.watchSeconds,
		watchGrace: timings.watchGrace,
		relistEvery: timings.relistEvery,
		onList(items) {
			session.takePodList(items);
			if (node.node) session.takeNode(node.node);
			else health.set('node', missingNode);
			health.open();
			onFirstList();
		},
		onChanges: session.takePodChanges,
	});
}

/** Runs a part again and again, noting why it is missing. Does not throw. */
async function keepPart(
	session: KubeSession,
	part: Part,
	watch: (session: KubeSession) => Promise<void>,
): Promise<void> {
	const { signal, clock, timings } = session;
	while (!signal.aborted) {
		try {
			await watch(session);
		} catch (error) {
			if (signal.aborted) return;
			session.health.set(part, session.describeFailure(part, error));
		}
		if (!signal.aborted) await clock.sleep(timings.retryPartEvery, signal);
	}
}

async function watchNode(session: KubeSession): Promise<void> {
	const { client, node, timings, signal, health } = session;
	const onGone = () =>
		health.set('node', {
			detail: `the API server has no Node object ${node.name} any more`,
			remedy: 'see whether the kubelet runs and may register its node',
		});
	try {
		await listAndWatch({
			...session,
			...selectNode(node.name),
			watchSeconds: timings.watchSeconds,
			watchGrace: timings.watchGrace,
			onList: ([wire]) => (wire === undefined ? onGone() : session.takeNode(wire)),
			onChanges(changes) {
				const last = changes.at(-1);
				if (last) last.type === 'DELETED' ? onGone() : session.takeNode(last.object);
			},
		});
	} catch (error) {
		// who may get the object, but not list or watch it, sees it as often as this part is tried again
		if (isStatus(error, 403) && !signal.aborted) {
			session.takeNode(await client.get(nodePath(node.name), {}, signal), session.describeFailure('node', error));
		}
		throw error;
	}
}

async function watchEvents(session: KubeSession): Promise<void> {
	const { timings, health } = session;
	const stop = new AbortController();
	const signal = AbortSignal.any([session.signal, stop.signal]);
	const collections = selectEvents(session.node.name);
	const listed = new Set<object>();
	const watches = collections.map((collection) =>
		listAndWatch({
			...session,
			...collection,
			signal,
			watchSeconds: timings.watchSeconds,
			watchGrace: timings.watchGrace,
			onList(items) {
				session.takeEvents(items);
				listed.add(collection);
				if (listed.size === collections.length) health.set('events');
			},
			// a DELETED event has only grown too old for the server
			onChanges: (changes) =>
				session.takeEvents(changes.filter(({ type }) => type !== 'DELETED').map(({ object }) => object)),
		}),
	);
	try {
		await Promise.all(watches);
	} finally {
		stop.abort();
		await Promise.allSettled(watches);
	}
}
