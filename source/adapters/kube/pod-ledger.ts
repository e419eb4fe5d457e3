import type { KubePod } from '../../core/kube-pod.ts';
import { isFilledString, isJsonObject, nameKubeObject } from '../../core/normalize-kube-object.ts';
import { normalizeKubePod } from '../../core/normalize-kube-pod.ts';
import { runtimeUid } from '../../core/runtime-uid.ts';
import type { Problem } from './part-health.ts';

/** Turns wire pods into pods, and remembers what the events need to know of them. */
export type PodLedger = {
	/** A whole listing: the pods that can be used. */
	list(items: readonly unknown[]): KubePod[];
	/** One pod that is new or other than before; `undefined` when it cannot be used. */
	set(wire: unknown): KubePod | undefined;
	/** Its metadata.uid; `undefined` when the object has none. */
	remove(wire: unknown): string | undefined;
	/** The runtime UID behind any UID of a pod that is or was here. */
	findRuntimeUid(uid: string): string | undefined;
	/** Names the pods that cannot be used. */
	problem(): Problem | undefined;
};

export function createPodLedger(): PodLedger {
	// never forgets: events about a pod keep coming after its end, and a UID is 36 bytes
	const runtimeUids = new Map<string, string>();
	const refused = new Map<string, string>();
	const set = (wire: unknown): KubePod | undefined => {
		const normalized = normalizeKubePod(wire);
		if (normalized.refused !== undefined) {
			refused.set(nameKubeObject(wire), normalized.refused);
			return undefined;
		}
		const { value: pod } = normalized;
		refused.delete(nameKubeObject(wire));
		const uid = runtimeUid(pod);
		runtimeUids.set(pod.metadata.uid, uid);
		runtimeUids.set(uid, uid);
		return pod;
	};
	return {
		list(items) {
			refused.clear();
			return items.flatMap((item) => set(item) ?? []);
		},
		set,
		remove(wire) {
			refused.delete(nameKubeObject(wire));
			const metadata = isJsonObject(wire) && isJsonObject(wire.metadata) ? wire.metadata : {};
			return isFilledString(metadata.uid) ? metadata.uid : undefined;
		},
		findRuntimeUid: (uid) => runtimeUids.get(uid),
		problem() {
			const [first] = refused.values();
			if (first === undefined) return undefined;
			const more = refused.size > 1 ? ` and ${refused.size - 1} more` : '';
			return { detail: `left out, because the API server sent it incomplete: pod ${first}${more}` };
		},
	};
}
