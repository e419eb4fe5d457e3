import type { Clock } from '../clock.ts';
import type { Random } from '../random.ts';
import type { Collection } from './collection.ts';
import { formatKubeTime, type KubeObject } from './kube-object.ts';
import { createSpamFilter } from './spam-filter.ts';

/** What an event is about and says. */
export type EventInput = {
	kind: 'Pod' | 'Node';
	name: string;
	kubeNamespace?: string;
	uid: string;
	/** `spec.containers{nginx}`; absent for the pod as a whole. */
	fieldPath?: string;
	type: 'Normal' | 'Warning';
	reason: string;
	message: string;
	component: string;
};

/** Writes Kubernetes events: the same thing said again raises the count of the first. */
export type EventRecorder = { record(input: EventInput): void };

/** The API server's default `--event-ttl`, in milliseconds. */
const timeToLive = 3_600_000;

export function createEventRecorder(parts: {
	clock: Clock;
	random: Random;
	events: Collection;
	nodeName: string;
}): EventRecorder {
	const { clock, random, events, nodeName } = parts;
	const known = new Map<string, KubeObject>();
	const mayPass = createSpamFilter(clock);
	const expire = (key: string, object: KubeObject) => {
		if (known.get(key)?.metadata.resourceVersion !== object.metadata.resourceVersion) return;
		known.delete(key);
		events.remove(object);
	};
	return {
		record(input) {
			if (!mayPass(`${input.component} ${input.uid}`)) return;
			const key = [input.uid, input.fieldPath, input.reason, input.message, input.type].join('\n');
			const before = known.get(key);
			const now = formatKubeTime(clock.now());
			const object =
				before === undefined
					? formatEvent(input, now, `${input.name}.${random.hex(16)}`, random.uuid(), nodeName)
					: { ...before, count: (before.count as number) + 1, lastTimestamp: now };
			const stored = events.put(object);
			known.set(key, stored);
			clock.setTimeout(() => expire(key, stored), timeToLive);
		},
	};
}

function formatEvent(input: EventInput, now: string, name: string, uid: string, host: string): KubeObject {
	const fields = ['f:count', 'f:firstTimestamp', 'f:involvedObject', 'f:lastTimestamp', 'f:message', 'f:reason'];
	return {
		apiVersion: 'v1',
		kind: 'Event',
		metadata: {
			name,
			namespace: input.kubeNamespace ?? 'default',
			uid,
			creationTimestamp: now,
			managedFields: [
				{
					apiVersion: 'v1',
					fieldsType: 'FieldsV1',
					fieldsV1: Object.fromEntries(fields.map((field) => [field, {}])),
					manager: input.component,
					operation: 'Update',
					time: now,
				},
			],
		},
		involvedObject: {
			apiVersion: 'v1',
			...(input.fieldPath === undefined ? {} : { fieldPath: input.fieldPath }),
			kind: input.kind,
			name: input.name,
			...(input.kubeNamespace === undefined ? {} : { namespace: input.kubeNamespace }),
			uid: input.uid,
		},
		reason: input.reason,
		message: input.message,
		source: { component: input.component, host },
		firstTimestamp: now,
		lastTimestamp: now,
		count: 1,
		type: input.type,
		eventTime: null,
		reportingComponent: input.component,
		reportingInstance: host,
	};
}
