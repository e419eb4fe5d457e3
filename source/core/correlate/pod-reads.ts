import { createFewByKey } from './few-by-key.ts';

/** Which container ids a pod's view was made in the light of, besides its own. */
export type PodReads = {
	/** What was read for a pod, in the place of what was read for it before. */
	set(uid: string, ids: ReadonlySet<string>): void;
	readersOf(id: string): readonly string[];
};

export function createPodReads(): PodReads {
	const byPod = new Map<string, ReadonlySet<string>>();
	const readers = createFewByKey();
	return {
		set(uid, ids) {
			const before = byPod.get(uid) ?? nothing;
			for (const id of before) if (!ids.has(id)) readers.remove(id, uid);
			for (const id of ids) if (!before.has(id)) readers.add(id, uid);
			if (ids.size > 0) byPod.set(uid, ids);
			else byPod.delete(uid);
		},
		readersOf: (id) => readers.get(id),
	};
}

const nothing: ReadonlySet<string> = new Set();
