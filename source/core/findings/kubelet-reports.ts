import type { TimelineEvent } from '../timeline-event.ts';

/** How many of them are kept of one pod: a kubelet that cannot mount a volume says so every two minutes. */
export const reportLimit = 40;

/** What rules read of Kubernetes' events besides those that restart stories are told from. */
const reportTypes: ReadonlySet<string> = new Set([
	'Created',
	'Failed',
	'FailedAttachVolume',
	'FailedKillPod',
	'FailedMount',
	'Pulled',
	'Pulling',
	'Scheduled',
	'Started',
]);

/** Whether an event is of those that rules need for longer than the node's timeline may have room for it. */
export function isKubeletReport({ source, type }: TimelineEvent): boolean {
	return source === 'kube' && reportTypes.has(type);
}
