import type { Clock } from '../clock.ts';
import type { Random } from '../random.ts';

/** One event of containerd's own service, in namespace k8s.io. */
export type ContainerdEvent = {
	/** Nanoseconds since the epoch, as digits. */
	timestamp: string;
	/** `/tasks/exit`. */
	topic: string;
	/** Of containerd.events: `TaskExit`. */
	type: ContainerdEventType;
	message: Readonly<Record<string, unknown>>;
};

export type ContainerdEventType = keyof typeof topics;

const topics = {
	SnapshotPrepare: '/snapshot/prepare',
	SnapshotRemove: '/snapshot/remove',
	ContainerCreate: '/containers/create',
	ContainerUpdate: '/containers/update',
	ContainerDelete: '/containers/delete',
	TaskCreate: '/tasks/create',
	TaskStart: '/tasks/start',
	TaskOOM: '/tasks/oom',
	TaskExit: '/tasks/exit',
	TaskDelete: '/tasks/delete',
	ImageCreate: '/images/create',
	ImageDelete: '/images/delete',
} as const;

export type ContainerdEvents = {
	emit(type: ContainerdEventType, message: Readonly<Record<string, unknown>>): void;
	/** Each subscriber gets all that happens from now on; nothing is remembered. */
	subscribe(listener: (event: ContainerdEvent) => void): () => void;
};

export function createContainerdEvents({ clock, random }: { clock: Clock; random: Random }): ContainerdEvents {
	const listeners = new Set<(event: ContainerdEvent) => void>();
	let last = 0n;
	return {
		emit(type, message) {
			const now = BigInt(clock.now()) * 1_000_000n + BigInt(random.between(1, 999_999));
			last = now > last ? now : last + 1000n;
			const event: ContainerdEvent = { timestamp: String(last), topic: topics[type], type, message };
			for (const listener of listeners) listener(event);
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}
