import type { KubeEvent } from './kube-event.ts';
import { parseKubeTime } from './kubectl/parse-kube-time.ts';
import { isFilledString, isJsonObject } from './normalize-kube-object.ts';
import type { TimelineEvent } from './timeline-event.ts';

/** Whether an object off the wire can be told from others (metadata.uid) and is about something (involvedObject). */
export function isKubeEvent(wire: unknown): wire is KubeEvent {
	return (
		isJsonObject(wire) &&
		isJsonObject(wire.metadata) &&
		isFilledString(wire.metadata.uid) &&
		isJsonObject(wire.involvedObject)
	);
}

/**
 * A Kubernetes Event as an entry of the timeline. Each repetition that the server counts is an entry of its own.
 * @param arrivedAt when it was read, milliseconds since the epoch: the time of an event that carries none
 */
export function normalizeKubeEvent(wire: KubeEvent, arrivedAt: number): TimelineEvent {
	const { involvedObject } = wire;
	const count = wire.series?.count || wire.count || 1;
	const isPod = involvedObject.kind === 'Pod';
	const container = isPod ? parseFieldPath(involvedObject.fieldPath) : undefined;
	return {
		key: `kube:${wire.metadata.uid}:${count}`,
		...readTime(wire, arrivedAt),
		source: 'kube',
		type: text(wire.reason) ?? 'Event',
		kubeNamespace: isPod ? (text(involvedObject.namespace) ?? text(wire.metadata.namespace)) : undefined,
		pod: isPod ? text(involvedObject.name) : undefined,
		podUid: isPod ? text(involvedObject.uid) : undefined,
		container,
		role: container === undefined ? undefined : 'container',
		count,
		severity: wire.type === 'Warning' ? 'warning' : 'normal',
		message: text(wire.message),
	};
}

/** The container's name in `spec.containers{nginx}`. */
export function parseFieldPath(fieldPath: string | undefined): string | undefined {
	return text(fieldPath)?.match(/^spec\.(?:init|ephemeral)?[cC]ontainers\{(.+)\}$/)?.[1];
}

/**
 * The newest time it carries. A series' eventTime is that of its first event, so the series comes first: kubectl's LAST
 * SEEN does the same (pkg/printers/internalversion printEvent).
 */
function readTime(wire: KubeEvent, arrivedAt: number): { at: number; resolution?: number } {
	const times = [
		wire.series?.lastObservedTime,
		wire.eventTime,
		wire.lastTimestamp,
		wire.firstTimestamp,
		wire.metadata.creationTimestamp,
	];
	for (const time of times) {
		const at = parseKubeTime(text(time));
		// metav1.Time is written without a fraction, metav1.MicroTime with six digits
		if (at !== undefined && at > 0) return { at, resolution: time?.includes('.') ? undefined : 1000 };
	}
	return { at: arrivedAt };
}

function text(value: unknown): string | undefined {
	return isFilledString(value) ? value : undefined;
}
