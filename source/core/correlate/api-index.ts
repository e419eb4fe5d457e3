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
	/** By runtime UID. */
	pods: ReadonlyMap<string, KubePod>;
	/** By container id, without the `docker://` in front. */
	mentions: ReadonlyMap<string, ApiMention>;
};

export function indexApi(pods: Iterable<KubePod>): ApiIndex {
	const byUid = new Map<string, KubePod>();
	const mentions = new Map<string, ApiMention>();
	for (const pod of pods) {
		byUid.set(runtimeUid(pod), pod);
		for (const status of containerStatuses(pod)) addMentions(mentions, pod, status);
	}
	return { pods: byUid, mentions };
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

function addMentions(mentions: Map<string, ApiMention>, pod: KubePod, status: KubeContainerStatus): void {
	const before = parseContainerId(status.lastState?.terminated?.containerID);
	if (before) mentions.set(before, { pod, status, state: status.lastState, isCurrent: false });
	// set last: while a container waits for its next start, both name the same id, and the waiting is the news
	const id = parseContainerId(status.containerID);
	if (id) mentions.set(id, { pod, status, state: status.state, isCurrent: true });
}
