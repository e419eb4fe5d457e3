import type { KubePod } from '../kube-pod.ts';
import type { PersistentMap } from '../persistent-map.ts';
import { runtimeUid } from '../runtime-uid.ts';
import { type ApiIndex, listMentions } from './api-index.ts';
import { createFewByKey } from './few-by-key.ts';

/** What a change of the API's pods touches. */
export type ApiTouch = { pods: Set<string>; containers: Set<string> };

/** The API's pods, indexed change by change. */
export type LivingApi = ApiIndex & {
	/** Takes the next state of all pods in; adds to `touch` what is to be looked at again. */
	take(next: PersistentMap<KubePod>, touch: ApiTouch): void;
};

export function createLivingApi(empty: PersistentMap<KubePod>): LivingApi {
	let pods = empty;
	/** metadata.uid by runtime UID, and by the container ids that the statuses name. */
	const byUid = createFewByKey();
	const byMention = createFewByKey();

	/** Where several would do, the one that the API listed last. */
	const findLast = (uids: readonly string[]): KubePod | undefined => {
		const last = uids.length > 1 ? [...uids].sort((a, b) => placeIn(pods, a) - placeIn(pods, b)).at(-1) : uids[0];
		return last === undefined ? undefined : pods.get(last);
	};
	const index = (pod: KubePod, edit: 'add' | 'remove', touch: ApiTouch) => {
		const uid = runtimeUid(pod);
		byUid[edit](uid, pod.metadata.uid);
		touch.pods.add(uid);
		for (const [id] of listMentions(pod)) {
			byMention[edit](id, pod.metadata.uid);
			touch.containers.add(id);
		}
	};

	return {
		podOf: (uid) => findLast(byUid.get(uid)),
		mentionOf(id) {
			const pod = findLast(byMention.get(id));
			return pod && listMentions(pod).findLast(([mentioned]) => mentioned === id)?.[1];
		},
		take(next, touch) {
			const before = pods;
			pods = next;
			for (const uid of next.changedKeys(before)) {
				const [was, is] = [before.get(uid), next.get(uid)];
				if (was) index(was, 'remove', touch);
				if (is) index(is, 'add', touch);
			}
			if (next.sharesPlaces(before)) return;
			for (const uid of byUid.shared()) touch.pods.add(uid);
			for (const id of byMention.shared()) touch.containers.add(id);
		},
	};
}

function placeIn(pods: PersistentMap<KubePod>, uid: string): number {
	return pods.placeOf(uid) ?? -1;
}
