import { parseNanoseconds } from './cri-time.ts';
import { type WireObject, wireInteger, wireLabels, wireObject, wireString } from './docker-wire.ts';

/** What a runtime says has happened to a container or sandbox. `touched` is no news, but a reason to look. */
export type CriEvent = {
	type: 'create' | 'start' | 'exit' | 'oom' | 'paused' | 'resumed' | 'delete' | 'touched';
	/** Full id of the container or sandbox. */
	id: string;
	/** Milliseconds since the epoch, by the runtime. */
	at: number;
	/** The same in nanoseconds, as digits: what tells two of a type apart. */
	nanoseconds: string;
	exitCode?: number;
	/** The container's labels, where the event has them. */
	labels?: Readonly<Record<string, string>>;
};

type Kind = Pick<CriEvent, 'type'> & { idField: 'id' | 'containerId' | 'sandboxId' };

/** By the last part of the type's name. Everything else (snapshots, images, execs) tells nothing about a container. */
const containerdKinds = {
	ContainerCreate: { type: 'create', idField: 'id' },
	ContainerUpdate: { type: 'touched', idField: 'id' },
	ContainerDelete: { type: 'delete', idField: 'id' },
	TaskCreate: { type: 'touched', idField: 'containerId' },
	TaskStart: { type: 'start', idField: 'containerId' },
	TaskExit: { type: 'exit', idField: 'containerId' },
	TaskDelete: { type: 'touched', idField: 'containerId' },
	TaskOOM: { type: 'oom', idField: 'containerId' },
	TaskPaused: { type: 'paused', idField: 'containerId' },
	TaskResumed: { type: 'resumed', idField: 'containerId' },
	SandboxCreate: { type: 'create', idField: 'sandboxId' },
	SandboxStart: { type: 'start', idField: 'sandboxId' },
	SandboxExit: { type: 'exit', idField: 'sandboxId' },
} satisfies Readonly<Record<string, Kind>>;

/** containerd's events about containers, by their messages in the schema. */
export type ContainerdEventType = keyof typeof containerdKinds;

/** Which message of the schema the event is packed as (`containerd.events.TaskExit`, with or without a host); undefined for others. */
export function selectContainerdEventType(typeUrl: unknown): ContainerdEventType | undefined {
	const name = /(?:^|\/)containerd\.events\.(\w+)$/.exec(wireString(typeUrl) ?? '')?.[1];
	return name !== undefined && Object.hasOwn(containerdKinds, name) ? (name as ContainerdEventType) : undefined;
}

/** containerd's Envelope with its event unpacked. Undefined for an exec's end and for whatever has no id or time. */
export function normalizeContainerdEvent(
	envelope: unknown,
	typeName: ContainerdEventType,
	unpacked: unknown,
): CriEvent | undefined {
	const kind: Kind = containerdKinds[typeName];
	const event = wireObject(unpacked);
	const id = wireString(event[kind.idField]);
	if (!id) return undefined;
	// `id` is the exec's: the container's own process has the container's, in TaskDelete of 1.7 and later also none
	const process = kind.idField === 'containerId' ? wireString(event.id) : undefined;
	if (process !== undefined && process !== id) return undefined;
	const isExit = kind.type === 'exit';
	const time = (isExit && joinTimestamp(event.exitedAt)) || joinTimestamp(wireObject(envelope).timestamp);
	if (!time) return undefined;
	return {
		type: kind.type,
		id,
		...time,
		...(isExit && { exitCode: wireInteger(event.exitStatus) }),
		...(typeName === 'ContainerUpdate' && { labels: wireLabels(event.labels) }),
	};
}

const criTypes: Readonly<Record<string, CriEvent['type']>> = {
	CONTAINER_CREATED_EVENT: 'create',
	CONTAINER_STARTED_EVENT: 'start',
	CONTAINER_STOPPED_EVENT: 'exit',
	CONTAINER_DELETED_EVENT: 'delete',
};

/** CRI's own ContainerEventResponse; a sandbox's has the sandbox's id as the container's. */
export function normalizeCriEvent(wire: unknown): CriEvent | undefined {
	const event = wireObject(wire);
	const id = wireString(event.containerId);
	const word = wireString(event.containerEventType) ?? '';
	const type = Object.hasOwn(criTypes, word) ? criTypes[word] : undefined;
	const nanoseconds = wireString(event.createdAt);
	const at = parseNanoseconds(nanoseconds);
	if (!id || !type || !nanoseconds || at === undefined) return undefined;
	return { type, id, at, nanoseconds, ...(type === 'exit' && { exitCode: findExitCode(event, id) }) };
}

function findExitCode(event: WireObject, id: string): number | undefined {
	const statuses = Array.isArray(event.containersStatuses) ? event.containersStatuses.map(wireObject) : [];
	const status = statuses.find((candidate) => candidate.id === id);
	return status?.state === 'CONTAINER_EXITED' ? wireInteger(status.exitCode) : undefined;
}

/** google.protobuf.Timestamp: seconds as digits, nanoseconds within the second. */
function joinTimestamp(value: unknown): { at: number; nanoseconds: string } | undefined {
	const { seconds, nanos } = wireObject(value);
	const whole = wireInteger(seconds);
	const part = wireInteger(nanos) ?? 0;
	if (whole === undefined || whole <= 0 || part < 0 || part > 999_999_999) return undefined;
	const nanoseconds = `${whole}${String(part).padStart(9, '0')}`;
	return { at: whole * 1000 + Math.floor(part / 1e6), nanoseconds };
}
