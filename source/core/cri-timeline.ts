import type { CriEvent } from './cri-event.ts';
import { describeSubject, type Subject } from './event-subject.ts';
import type { TimelineEvent } from './timeline-event.ts';

/** What can happen to a container only once: a container is never started again under the same id. */
const once: ReadonlySet<CriEvent['type']> = new Set(['create', 'start', 'exit', 'delete']);

/**
 * A runtime's event for the timeline of the source `source`. `record` is whom it is about, as far as known. The key does
 * not depend on who told it, so that an event that is streamed and later also noticed in a listing counts once.
 */
export function createCriTimelineEvent(
	event: Omit<CriEvent, 'nanoseconds'> & { nanoseconds?: string; resolution?: number },
	source: string,
	record: Subject | undefined,
): TimelineEvent {
	const { type, id, at, nanoseconds = String(at), exitCode, resolution } = event;
	return {
		key: `${source}:${id}:${type}${selectOccasion(type, at, nanoseconds)}`,
		at,
		source,
		type,
		id,
		...(exitCode !== undefined && { exitCode }),
		...(resolution !== undefined && { resolution }),
		...describeSubject(record),
	};
}

/** What tells two events of a type about the same container apart. */
function selectOccasion(type: CriEvent['type'], at: number, nanoseconds: string): string {
	if (once.has(type)) return '';
	// one container at its memory limit makes a hundred of them in a few moments (containerd 1.6, cgroup v1)
	return type === 'oom' ? `:${Math.floor(at / 1000)}` : `:${nanoseconds}`;
}

/** Whom an event with labels is about, while CRI does not list it yet. containerd labels what its CRI makes. */
export function selectLabelled(labels: Readonly<Record<string, string>>): Subject | undefined {
	const role = labels['io.cri-containerd.kind'];
	if (role !== 'sandbox' && role !== 'container') return undefined;
	const containerName = labels['io.kubernetes.container.name'];
	return { name: containerName ?? '', labels, metadata: { role, containerName } };
}
