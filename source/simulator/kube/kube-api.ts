import type { Clock } from '../clock.ts';
import type { Random } from '../random.ts';
import { type Collection, createCollection, createVersionCounter, type VersionCounter } from './collection.ts';
import { createEventRecorder, type EventInput } from './event-recorder.ts';
import { formatKubeTime, type KubeObject } from './kube-object.ts';

/** The resources that are served. */
export type Resource = 'pods' | 'nodes' | 'events';

/** The API server's state and what may happen to it, without HTTP. */
export type KubeApi = {
	versions: VersionCounter;
	collections: Readonly<Record<Resource, Collection>>;
	/** Runs a component's write now, or when the server is back; of one key only the newest is kept. */
	write(key: string, work: () => void): void;
	setUp(up: boolean): void;
	record(input: EventInput): void;
	/** Writes a pod's status, if that pod is still the same one and it differs. */
	writePodStatus(kubeNamespace: string, name: string, uid: string, status: unknown): void;
	/** Marks a pod for deletion; with a grace of 0 seconds, or without a node, it goes at once. */
	deletePod(pod: KubeObject, graceSeconds?: number): KubeObject;
	/** The kubelet's last word on a deleted pod. */
	finishPod(kubeNamespace: string, name: string, uid: string): void;
};

export function createKubeApi(parts: { clock: Clock; random: Random; nodeName: string }): KubeApi {
	const { clock } = parts;
	const versions = createVersionCounter(100);
	const collections = {
		pods: createCollection(versions),
		nodes: createCollection(versions),
		events: createCollection(versions),
	};
	const recorder = createEventRecorder({ ...parts, events: collections.events });
	const waiting = new Map<string, () => void>();
	let up = true;
	let recorded = 0;
	const write = (key: string, work: () => void) => {
		if (up) work();
		else waiting.set(key, work);
	};
	const findPod = (kubeNamespace: string, name: string, uid: string) => {
		const pod = collections.pods.get(kubeNamespace, name);
		return pod?.metadata.uid === uid ? pod : undefined;
	};
	const markDeleted = (pod: KubeObject, graceSeconds: number) => ({
		...pod,
		metadata: {
			...pod.metadata,
			deletionTimestamp: formatKubeTime(clock.now() + graceSeconds * 1000),
			deletionGracePeriodSeconds: graceSeconds,
		},
	});
	return {
		versions,
		collections,
		write,
		setUp(next) {
			up = next;
			if (!up) return;
			const works = [...waiting.values()];
			waiting.clear();
			for (const work of works) work();
		},
		record: (input) => write(`event ${recorded++}`, () => recorder.record(input)),
		writePodStatus(kubeNamespace, name, uid, status) {
			write(`status ${uid}`, () => {
				const pod = findPod(kubeNamespace, name, uid);
				if (pod !== undefined && !isSame(pod.status, status)) collections.pods.put({ ...pod, status });
			});
		},
		deletePod(pod, graceSeconds) {
			const spec = pod.spec as { terminationGracePeriodSeconds?: number; nodeName?: string };
			const grace = graceSeconds ?? spec.terminationGracePeriodSeconds ?? 30;
			if (grace === 0 || spec.nodeName === undefined) {
				collections.pods.remove(pod);
				return pod;
			}
			const until = pod.metadata.deletionGracePeriodSeconds;
			return until !== undefined && until <= grace ? pod : collections.pods.put(markDeleted(pod, grace));
		},
		finishPod(kubeNamespace, name, uid) {
			write(`finish ${uid}`, () => {
				const pod = findPod(kubeNamespace, name, uid);
				if (pod !== undefined) collections.pods.remove(collections.pods.put(markDeleted(pod, 0)));
			});
		},
	};
}

function isSame(one: unknown, other: unknown): boolean {
	return JSON.stringify(one) === JSON.stringify(other);
}
