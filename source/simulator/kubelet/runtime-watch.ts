import type { PodRuntime } from './pod-runtime.ts';
import { emptySnapshot, type PodSnapshot } from './pod-snapshot.ts';

/** What changed about a pod between two looks at the runtime. */
export type PodNews = {
	uid: string;
	snapshot: PodSnapshot;
	/** Names of containers that were found dead. */
	died: readonly string[];
	/** Some record is gone. */
	removed: boolean;
	/** A container record that went is no reason to look after the pod; anything else is (the recordings have both). */
	worthSync: boolean;
};

/** The kubelet's view of the runtime (PLEG): true at the last look, not now. */
export type RuntimeWatch = {
	/** Looks at what may have changed since. */
	relist(): PodNews[];
	get(uid: string): PodSnapshot;
	/** Makes the next look include this pod. */
	touch(uid: string): void;
};

export function createRuntimeWatch(runtime: PodRuntime, isClosed: () => boolean): RuntimeWatch {
	const cache = new Map<string, PodSnapshot>();
	const touched = new Set<string>();
	const unsubscribe = runtime.onChange((uid) => {
		if (isClosed()) unsubscribe();
		else touched.add(uid);
	});
	const look = (uid: string): PodNews | undefined => {
		const before = cache.get(uid) ?? emptySnapshot;
		const snapshot = runtime.look(uid);
		if (snapshot.sandboxes.length + snapshot.containers.length === 0) cache.delete(uid);
		else cache.set(uid, snapshot);
		return compare(uid, before, snapshot);
	};
	return {
		relist() {
			const uids = [...touched];
			touched.clear();
			return uids.flatMap((uid) => look(uid) ?? []);
		},
		get: (uid) => cache.get(uid) ?? emptySnapshot,
		touch: (uid) => touched.add(uid),
	};
}

function compare(uid: string, before: PodSnapshot, snapshot: PodSnapshot): PodNews | undefined {
	const states = (of: PodSnapshot) =>
		new Map([
			...of.containers.map((each): [string, string] => [each.id, each.state]),
			...of.sandboxes.map((each): [string, string] => [each.id, each.running ? 'running' : 'exited']),
		]);
	const old = states(before);
	const now = states(snapshot);
	const removed = [...old.keys()].some((id) => !now.has(id));
	const changed = [...now].some(([id, state]) => old.get(id) !== state);
	if (!removed && !changed) return undefined;
	const worthSync = changed || before.sandboxes.some((each) => !now.has(each.id));
	const died = snapshot.containers.filter((each) => each.state === 'exited' && old.get(each.id) !== 'exited');
	return { uid, snapshot, removed, worthSync, died: died.map((each) => each.name) };
}
