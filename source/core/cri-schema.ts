/** One message in the JSON form of protobufjs: its fields by name. */
export type SchemaMessage = { fields: Readonly<Record<string, SchemaField>> };
export type SchemaField = { id: number; type: string; rule?: 'repeated'; keyType?: 'string' };
export type SchemaEnum = { values: Readonly<Record<string, number>> };

const field = (id: number, type: string): SchemaField => ({ id, type });
const text = (id: number) => field(id, 'string');
const list = (id: number, type: string): SchemaField => ({ id, type, rule: 'repeated' });
const texts = (id: number): SchemaField => ({ id, type: 'string', keyType: 'string' });
const message = (fields: Readonly<Record<string, SchemaField>>): SchemaMessage => ({ fields });

/**
 * The messages of CRI that are used, with the fields that are used, numbered as in k8s.io/cri-api. Their numbers are the
 * same in runtime.v1 and runtime.v1alpha2. Annotations are left out on purpose: they can hold a whole manifest.
 */
const runtimeMessages = {
	VersionRequest: message({ version: text(1) }),
	VersionResponse: message({
		version: text(1),
		runtimeName: text(2),
		runtimeVersion: text(3),
		runtimeApiVersion: text(4),
	}),

	PodSandboxMetadata: message({ name: text(1), uid: text(2), namespace: text(3), attempt: field(4, 'uint32') }),
	PodSandboxFilter: message({ id: text(1) }),
	ListPodSandboxRequest: message({ filter: field(1, 'PodSandboxFilter') }),
	ListPodSandboxResponse: message({ items: list(1, 'PodSandbox') }),
	PodSandbox: message({
		id: text(1),
		metadata: field(2, 'PodSandboxMetadata'),
		state: field(3, 'PodSandboxState'),
		createdAt: field(4, 'int64'),
		labels: texts(5),
		runtimeHandler: text(7),
	}),
	PodSandboxStatusRequest: message({ podSandboxId: text(1), verbose: field(2, 'bool') }),
	PodSandboxStatusResponse: message({ status: field(1, 'PodSandboxStatus'), info: texts(2) }),
	PodSandboxStatus: message({
		id: text(1),
		metadata: field(2, 'PodSandboxMetadata'),
		state: field(3, 'PodSandboxState'),
		createdAt: field(4, 'int64'),
		network: field(5, 'PodSandboxNetworkStatus'),
		linux: field(6, 'LinuxPodSandboxStatus'),
		labels: texts(7),
		runtimeHandler: text(9),
	}),
	PodIP: message({ ip: text(1) }),
	PodSandboxNetworkStatus: message({ ip: text(1), additionalIps: list(2, 'PodIP') }),
	LinuxPodSandboxStatus: message({ namespaces: field(1, 'Namespace') }),
	Namespace: message({ options: field(2, 'NamespaceOption') }),
	NamespaceOption: message({
		network: field(1, 'NamespaceMode'),
		pid: field(2, 'NamespaceMode'),
		ipc: field(3, 'NamespaceMode'),
		targetId: text(4),
		usernsOptions: field(5, 'UserNamespace'),
	}),
	UserNamespace: message({ mode: field(1, 'NamespaceMode') }),

	ContainerMetadata: message({ name: text(1), attempt: field(2, 'uint32') }),
	ContainerFilter: message({ id: text(1), podSandboxId: text(3) }),
	ListContainersRequest: message({ filter: field(1, 'ContainerFilter') }),
	ListContainersResponse: message({ containers: list(1, 'Container') }),
	Container: message({
		id: text(1),
		podSandboxId: text(2),
		metadata: field(3, 'ContainerMetadata'),
		image: field(4, 'ImageSpec'),
		imageRef: text(5),
		state: field(6, 'ContainerState'),
		createdAt: field(7, 'int64'),
		labels: texts(8),
	}),
	ContainerStatusRequest: message({ containerId: text(1), verbose: field(2, 'bool') }),
	ContainerStatusResponse: message({ status: field(1, 'ContainerStatus'), info: texts(2) }),
	ContainerStatus: message({
		id: text(1),
		metadata: field(2, 'ContainerMetadata'),
		state: field(3, 'ContainerState'),
		createdAt: field(4, 'int64'),
		startedAt: field(5, 'int64'),
		finishedAt: field(6, 'int64'),
		exitCode: field(7, 'int32'),
		image: field(8, 'ImageSpec'),
		imageRef: text(9),
		reason: text(10),
		message: text(11),
		labels: texts(12),
		logPath: text(15),
	}),

	ImageSpec: message({ image: text(1), userSpecifiedImage: text(18) }),
	ListImagesRequest: message({}),
	ListImagesResponse: message({ images: list(1, 'Image') }),
	Image: message({
		id: text(1),
		repoTags: list(2, 'string'),
		repoDigests: list(3, 'string'),
		pinned: field(8, 'bool'),
	}),

	StatusRequest: message({ verbose: field(1, 'bool') }),
	StatusResponse: message({
		status: field(1, 'RuntimeStatus'),
		info: texts(2),
		runtimeHandlers: list(3, 'RuntimeHandler'),
	}),
	RuntimeStatus: message({ conditions: list(1, 'RuntimeCondition') }),
	RuntimeCondition: message({ type: text(1), status: field(2, 'bool'), reason: text(3), message: text(4) }),
	RuntimeHandler: message({ name: text(1), features: field(2, 'RuntimeHandlerFeatures') }),
	RuntimeHandlerFeatures: message({ userNamespaces: field(2, 'bool') }),

	StopPodSandboxRequest: message({ podSandboxId: text(1) }),
	StopPodSandboxResponse: message({}),
	/** `timeout`: seconds between TERM and KILL; 0 is KILL at once. */
	StopContainerRequest: message({ containerId: text(1), timeout: field(2, 'int64') }),
	StopContainerResponse: message({}),

	ExecRequest: message({
		containerId: text(1),
		cmd: list(2, 'string'),
		tty: field(3, 'bool'),
		stdin: field(4, 'bool'),
		stdout: field(5, 'bool'),
		stderr: field(6, 'bool'),
	}),
	ExecResponse: message({ url: text(1) }),

	GetEventsRequest: message({}),
	ContainerEventResponse: message({
		containerId: text(1),
		containerEventType: field(2, 'ContainerEventType'),
		createdAt: field(3, 'int64'),
		containersStatuses: list(5, 'ContainerStatus'),
	}),
} satisfies Record<string, SchemaMessage>;

const runtimeEnums = {
	PodSandboxState: { values: { SANDBOX_READY: 0, SANDBOX_NOTREADY: 1 } },
	ContainerState: {
		values: { CONTAINER_CREATED: 0, CONTAINER_RUNNING: 1, CONTAINER_EXITED: 2, CONTAINER_UNKNOWN: 3 },
	},
	NamespaceMode: { values: { POD: 0, CONTAINER: 1, NODE: 2, TARGET: 3 } },
	ContainerEventType: {
		values: {
			CONTAINER_CREATED_EVENT: 0,
			CONTAINER_STARTED_EVENT: 1,
			CONTAINER_STOPPED_EVENT: 2,
			CONTAINER_DELETED_EVENT: 3,
		},
	},
} satisfies Record<string, SchemaEnum>;

/**
 * containerd's own services: api/services/events/v1, …/tasks/v1, …/version/v1, api/events (1.6 to 2.1). Called here by
 * their last names, which do not collide.
 */
const containerdMessages = {
	Empty: message({}),
	ContainerdVersion: message({ version: text(1), revision: text(2) }),
	SubscribeRequest: message({ filters: list(1, 'string') }),
	/** Without an `execId` it is about the first process; `all` would be every process of the container. */
	KillRequest: message({ containerId: text(1), execId: text(2), signal: field(3, 'uint32'), all: field(4, 'bool') }),
	Timestamp: message({ seconds: field(1, 'int64'), nanos: field(2, 'int32') }),
	Any: message({ typeUrl: text(1), value: field(2, 'bytes') }),
	Envelope: message({ timestamp: field(1, 'Timestamp'), namespace: text(2), topic: text(3), event: field(4, 'Any') }),
	ContainerCreate: message({ id: text(1), image: text(2) }),
	ContainerUpdate: message({ id: text(1), image: text(2), labels: texts(3) }),
	ContainerDelete: message({ id: text(1) }),
	TaskCreate: message({ containerId: text(1), pid: field(6, 'uint32') }),
	TaskStart: message({ containerId: text(1), pid: field(2, 'uint32') }),
	TaskDelete: message({ containerId: text(1), exitStatus: field(3, 'uint32'), id: text(5) }),
	TaskExit: message({
		containerId: text(1),
		id: text(2),
		pid: field(3, 'uint32'),
		exitStatus: field(4, 'uint32'),
		exitedAt: field(5, 'Timestamp'),
	}),
	TaskOOM: message({ containerId: text(1) }),
	TaskPaused: message({ containerId: text(1) }),
	TaskResumed: message({ containerId: text(1) }),
	SandboxCreate: message({ sandboxId: text(1) }),
	SandboxStart: message({ sandboxId: text(1) }),
	SandboxExit: message({ sandboxId: text(1), exitStatus: field(2, 'uint32'), exitedAt: field(3, 'Timestamp') }),
} satisfies Record<string, SchemaMessage>;

/** Everything that is read and written on a CRI socket, as protobufjs takes it. Both ends may use it. */
export const criSchema = { nested: { ...runtimeMessages, ...runtimeEnums, ...containerdMessages } } as const;

/** A message of the schema by its name. */
export type CriMessage = keyof typeof runtimeMessages | keyof typeof containerdMessages;
