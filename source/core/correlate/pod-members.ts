/** Which pod each container id belongs to, and back. */
export type PodMembers = {
	/** Undefined for what belongs to no pod, or is not there. */
	podOf(id: string): string | undefined;
	/** In the order of the last `order`, later ones behind. */
	of(uid: string): readonly string[];
	pods(): Iterable<string>;
	/** Undefined takes an id out. */
	place(id: string, uid: string | undefined): void;
	/** Puts a pod's ids in the order of their ranks. Returns whether that moved any of them. */
	order(uid: string, rank: (id: string) => number): boolean;
};

export function createPodMembers(): PodMembers {
	const podById = new Map<string, string>();
	const idsByPod = new Map<string, readonly string[]>();
	const of = (uid: string) => idsByPod.get(uid) ?? [];
	const put = (uid: string, ids: readonly string[]) => {
		if (ids.length > 0) idsByPod.set(uid, ids);
		else idsByPod.delete(uid);
	};
	return {
		podOf: (id) => podById.get(id),
		of,
		pods: () => idsByPod.keys(),
		place(id, uid) {
			const before = podById.get(id);
			if (before === uid) return;
			if (before !== undefined) {
				put(
					before,
					of(before).filter((other) => other !== id),
				);
			}
			if (uid === undefined) {
				podById.delete(id);
				return;
			}
			podById.set(id, uid);
			put(uid, [...of(uid), id]);
		},
		order(uid, rank) {
			const ids = of(uid);
			const ranks = ids.map((id) => ({ id, rank: rank(id) }));
			if (ranks.every((entry, index) => index === 0 || (ranks[index - 1]?.rank ?? 0) <= entry.rank)) return false;
			put(
				uid,
				ranks.sort((a, b) => a.rank - b.rank).map(({ id }) => id),
			);
			return true;
		},
	};
}
