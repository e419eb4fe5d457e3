import { identifyRecord, type RuntimeIdentity } from './identity.ts';
import type { RuntimeRecord } from './runtime-record.ts';
import type { TimelineEvent } from './timeline-event.ts';

/** The part of a record that tells whose it is. */
export type Subject = Pick<RuntimeRecord, 'name' | 'labels' | 'metadata'>;

/** Whom an event is about, in the words of the timeline; of what no kubelet made, the name as the message. */
export function describeSubject(subject: Subject | undefined): Partial<TimelineEvent> {
	const identity = subject && identifyRecord(subject);
	if (!identity) return subject?.name ? { message: subject.name } : {};
	return describeIdentity(identity);
}

/** Whom an event is about, in the words of the timeline. */
export function describeIdentity(identity: RuntimeIdentity): Partial<TimelineEvent> {
	return {
		kubeNamespace: identity.kubeNamespace,
		pod: identity.podName,
		podUid: identity.podUid,
		container: identity.containerName,
		role: identity.role,
		attempt: identity.attempt,
		sandboxId: identity.sandboxId,
	};
}
