import type { KubeObject } from './kube-object.ts';

export type Change = { type: 'ADDED' | 'MODIFIED' | 'DELETED'; object: KubeObject; version: number };

/** The objects of one resource, with the last changes to them. */
export type Collection = {
	/** Sorted by namespace and name. */
	list(): KubeObject[];
	get(kubeNamespace: string | undefined, name: string): KubeObject | undefined;
	/** Adds or replaces; returns the object with its new resourceVersion. */
	put(object: KubeObject): KubeObject;
	remove(object: KubeObject): void;
	/** Changes after `version`; undefined when they are not all remembered any more. */
	changesSince(version: number): readonly Change[] | undefined;
	/** Forgets all changes so far. */
	compact(): void;
	subscribe(listener: (change: Change) => void): () => void;
};

/** The one counter behind all resource versions. */
export type VersionCounter = { next(): number; current(): number };

export function createVersionCounter(first: number): VersionCounter {
	let version = first;
	return { next: () => ++version, current: () => version };
}

const remembered = 1000;

export function createCollection(versions: VersionCounter): Collection {
	const objects = new Map<string, KubeObject>();
	const changes: Change[] = [];
	const listeners = new Set<(change: Change) => void>();
	let forgottenUpTo = versions.current();
	const record = (type: Change['type'], object: KubeObject, version: number): KubeObject => {
		const stamped = { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } };
		const change = { type, object: stamped, version };
		changes.push(change);
		if (changes.length > remembered * 2) {
			const dropped = changes.splice(0, remembered);
			forgottenUpTo = dropped[dropped.length - 1]?.version ?? forgottenUpTo;
		}
		for (const listener of listeners) listener(change);
		return stamped;
	};
	return {
		list: () => [...objects.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object),
		get: (kubeNamespace, name) => objects.get(keyOf(kubeNamespace, name)),
		put(object) {
			const key = keyOf(object.metadata.namespace, object.metadata.name);
			const version = versions.next();
			const stamped = { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } };
			const type = objects.has(key) ? 'MODIFIED' : 'ADDED';
			objects.set(key, stamped);
			return record(type, stamped, version);
		},
		remove(object) {
			objects.delete(keyOf(object.metadata.namespace, object.metadata.name));
			record('DELETED', object, versions.next());
		},
		changesSince(version) {
			return version < forgottenUpTo ? undefined : changes.filter((change) => change.version > version);
		},
		compact() {
			changes.length = 0;
			forgottenUpTo = versions.current();
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}

function keyOf(kubeNamespace: string | undefined, name: string): string {
	return `${kubeNamespace ?? ''}/${name}`;
}
