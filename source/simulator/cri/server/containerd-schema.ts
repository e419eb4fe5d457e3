import { field, list, type Message, message, text, texts } from './schema-field.ts';

/**
 * Of containerd's own services (api/services/events/v1, tasks/v1, version/v1) and events (api/events), by their last names. The
 * same from 1.6 to 2.0.
 */
export const containerdMessages = {
	Empty: message({}),
	ContainerdVersion: message({ version: text(1), revision: text(2) }),
	SubscribeRequest: message({ filters: list(1, 'string') }),
	Timestamp: message({ seconds: field(1, 'int64'), nanos: field(2, 'int32') }),
	Any: message({ typeUrl: text(1), value: field(2, 'bytes') }),
	Envelope: message({ timestamp: field(1, 'Timestamp'), namespace: text(2), topic: text(3), event: field(4, 'Any') }),
	KillRequest: message({ containerId: text(1), execId: text(2), signal: field(3, 'uint32'), all: field(4, 'bool') }),

	SnapshotPrepare: message({ key: text(1), parent: text(2) }),
	SnapshotRemove: message({ key: text(1) }),
	ContainerRuntime: message({ name: text(1), options: field(2, 'Any') }),
	ContainerCreate: message({ id: text(1), image: text(2), runtime: field(3, 'ContainerRuntime') }),
	ContainerUpdate: message({ id: text(1), image: text(2), labels: texts(3), snapshotKey: text(4) }),
	ContainerDelete: message({ id: text(1) }),
	TaskCreate: message({ containerId: text(1), bundle: text(2), pid: field(6, 'uint32') }),
	TaskStart: message({ containerId: text(1), pid: field(2, 'uint32') }),
	TaskDelete: message({
		containerId: text(1),
		pid: field(2, 'uint32'),
		exitStatus: field(3, 'uint32'),
		exitedAt: field(4, 'Timestamp'),
		id: text(5),
	}),
	TaskExit: message({
		containerId: text(1),
		id: text(2),
		pid: field(3, 'uint32'),
		exitStatus: field(4, 'uint32'),
		exitedAt: field(5, 'Timestamp'),
	}),
	TaskOOM: message({ containerId: text(1) }),
	ImageCreate: message({ name: text(1), labels: texts(2) }),
	ImageDelete: message({ name: text(1) }),
} satisfies Record<string, Message>;
