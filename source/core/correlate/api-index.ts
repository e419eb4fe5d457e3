import type { KubeContainerState, KubeContainerStatus, KubePod } from '../kube-pod.ts';
import { runtimeUid } from '../runtime-uid.ts';

/** What the API server says about one container id. */
export type ApiMention = {
	pod: KubePod;
	status: KubeContainerStatus;
	/** `state` when the id is the status's current one, `lastState` when it is the one before. */
	state: KubeContainerState | undefined;
	isCurrent: boolean;
};

/** The API's pods, findable from the runtime's side. */
export type ApiIndex = {
	/** The pod with this runtime UID. */
	podOf(uid: string): KubePod | undefined;
	/** What is said about a container id, without the `docker://` in front. */
	mentionOf(id: string): ApiMention | undefined;
};

/** An index of all pods at once; where two have the same runtime UID or name the same container, the later one counts. */
export function indexApi(pods: Iterable<KubePod>): ApiIndex & { uids: Iterable<string> } {
	const byUid = new Map<string, KubePod>();
	const mentions = new Map<string, ApiMention>();
	for (const pod of pods) {
		byUid.set(runtimeUid(pod), pod);
		for (const mention of listMentions(pod)) mentions.set(...mention);
	}
	return { podOf: (uid) => byUid.get(uid), mentionOf: (id) => mentions.get(id), uids: byUid.keys() };
}

/** All container statuses of a pod: init, app, ephemeral. */
export function containerStatuses(pod: KubePod): readonly KubeContainerStatus[] {
	const { initContainerStatuses = [], containerStatuses = [], ephemeralContainerStatuses = [] } = pod.status ?? {};
	return [...initContainerStatuses, ...containerStatuses, ...ephemeralContainerStatuses];
}

/** `docker://511db9cd…` → `511db9cd…`; undefined for an empty or malformed one. */
export function parseContainerId(text: string | undefined): string | undefined {
	const id = text?.slice(text.indexOf('://') + 3);
	return text?.includes('://') && id ? id : undefined;
}

/** The container ids that a pod's statuses name. Of several entries for one id the last one counts. */
export function listMentions(pod: KubePod): (readonly [string, ApiMention])[] {
	const mentions: (readonly [string, ApiMention])[] = [];
	for (const status of containerStatuses(pod)) {
		const before = parseContainerId(status.lastState?.terminated?.containerID);
		if (before) mentions.push([before, { pod, status, state: status.lastState, isCurrent: false }]);
		// told last: while a container waits for its next start, both name the same id, and the waiting is the news
		const id = parseContainerId(status.containerID);
		if (id) mentions.push([id, { pod, status, state: status.state, isCurrent: true }]);
	}
	return mentions;
}
