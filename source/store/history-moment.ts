import { containerStatuses, parseContainerId } from '../core/correlate/api-index.ts';
import type { KubeContainerStatus, KubePod } from '../core/kube-pod.ts';
import { readKubectlRow } from '../core/kubectl/kubectl-row.ts';
import { parseKubeTime } from '../core/kubectl/parse-kube-time.ts';
import type { PodMoment } from '../core/pod-history.ts';
import { isSameData, keepCopy } from '../core/same-data.ts';
import { type Kept, keepNewest } from './keep-newest.ts';

/** How many moments of a pod are kept: a recycle makes four to eight of them. */
export const momentLimit = 200;

/** What the API server says of a pod, as far as stories need it. `at` is when it was observed, milliseconds; `listed`: by a listing. */
export function describeMoment(pod: KubePod, at: number, listed: boolean): PodMoment {
	const { ready, status, restarts, ip } = readKubectlRow(pod);
	const condition = pod.status?.conditions?.find(({ type }) => type === 'Ready');
	return {
		at,
		ready,
		status,
		restarts,
		ip,
		isReady: condition && condition.status === 'True',
		readyChangedAt: parseKubeTime(condition?.lastTransitionTime),
		deleting: pod.metadata.deletionTimestamp !== undefined,
		...(listed && { listed }),
		containers: containerStatuses(pod).map(describeContainer),
	};
}

/**
 * Puts a moment in its place in time, unless it says what the one before says. The same array when nothing is new. Of more than `limit`
 * the oldest go.
 */
export function insertMoment(moments: readonly PodMoment[], moment: PodMoment, limit = momentLimit): Kept<PodMoment> {
	const last = moments.at(-1);
	if (!last) return { kept: [moment] };
	if (last.at <= moment.at) {
		return isSame(last, moment) ? { kept: moments } : keepNewest([...moments, shareParts(last, moment)], limit);
	}
	const index = moments.findIndex(({ at }) => at > moment.at);
	const [before, after] = [moments[index - 1], moments[index]];
	if (before && isSame(before, moment)) return { kept: moments };
	const rest = after && isSame(after, moment) ? moments.slice(index + 1) : moments.slice(index);
	return keepNewest([...moments.slice(0, index), moment, ...rest], limit);
}

function describeContainer(status: KubeContainerStatus): PodMoment['containers'][number] {
	const waiting = status.state?.waiting;
	return {
		name: status.name,
		id: parseContainerId(status.containerID),
		restarts: status.restartCount ?? 0,
		...(waiting && { waiting: { reason: waiting.reason, message: waiting.message } }),
		ready: status.ready === true,
	};
}

/** The moment, with what has not changed since the one before as the same objects: of a pod's containers mostly one has. */
function shareParts(before: PodMoment, { ready, status, ip, containers, ...rest }: PodMoment): PodMoment {
	return {
		...rest,
		ready: keepCopy(ready, before.ready),
		status: keepCopy(status, before.status),
		ip: keepCopy(ip, before.ip),
		containers: containers.map((container, index) => keepCopy(container, before.containers[index])),
	};
}

function isSame(a: PodMoment, b: PodMoment): boolean {
	return isSameData(selectContent(a), selectContent(b));
}

function selectContent({ at: _, listed: __, ...content }: PodMoment): Omit<PodMoment, 'at' | 'listed'> {
	return content;
}
