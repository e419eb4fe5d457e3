import type { KubeClient } from './kube-client.ts';
import { selectEvents, selectPods } from './kube-collections.ts';
import type { KubeSession } from './kube-session.ts';
import { type KubeList, readList } from './read-list.ts';

/** A listing of pods that was asked for before it was known which node this is. */
export type EarlyPods = { nodeName: string; list: Promise<KubeList> };

/** Asks for the pods of a node that this one probably is: a network's delay less. Whoever has no use for the answer lets it be. */
export function listPodsEarly(client: KubeClient, nodeName: string, signal: AbortSignal): EarlyPods {
	const list = readList(client, selectPods(nodeName), signal);
	list.catch(() => {});
	return { nodeName, list };
}

/**
 * Lists pods, node and, if asked, events once, side by side. @throws what listing the pods fails with
 */
export async function readOnce(session: KubeSession, withEvents: boolean, early?: EarlyPods): Promise<void> {
	const { client, node, signal, health } = session;
	const events = withEvents ? readEvents(session) : Promise.resolve([]);
	const list = await (early?.nodeName === node.name ? early.list : readList(client, selectPods(node.name), signal));
	session.takePodList(list.items);
	if (node.node) session.takeNode(node.node);
	else health.set('node', missingNode);
	// after the pods: they tell whose events are this node's
	const items = await events;
	if (items) session.takeEvents(items);
	health.open();
}

/** The name could be told, but the object could not be read. */
export const missingNode = {
	detail: 'without the Node object: the API server does not allow to read it',
	remedy: 'have get, list and watch on nodes granted (RBAC), or choose other credentials with --kubeconfig',
};

async function readEvents(session: KubeSession): Promise<readonly unknown[] | undefined> {
	const { client, node, signal } = session;
	try {
		const lists = await Promise.all(selectEvents(node.name).map((collection) => readList(client, collection, signal)));
		return lists.flatMap(({ items }) => items);
	} catch (error) {
		if (!signal.aborted) session.health.set('events', session.describeFailure('events', error));
		return undefined;
	}
}
