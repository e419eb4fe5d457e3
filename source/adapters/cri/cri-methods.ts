import type { CriMessage } from '../../core/cri-schema.ts';
import type { GrpcMethod } from './grpc-connection.ts';

/** The versions of CRI, newest first. v1 is spoken since containerd 1.6 and CRI-O 1.23; dockershim has v1alpha2 only. */
export const criApiVersions = ['v1', 'v1alpha2'] as const;
export type CriApiVersion = (typeof criApiVersions)[number];

const runtimeMethods = {
	Version: ['VersionRequest', 'VersionResponse'],
	Status: ['StatusRequest', 'StatusResponse'],
	ListPodSandbox: ['ListPodSandboxRequest', 'ListPodSandboxResponse'],
	ListContainers: ['ListContainersRequest', 'ListContainersResponse'],
	PodSandboxStatus: ['PodSandboxStatusRequest', 'PodSandboxStatusResponse'],
	ContainerStatus: ['ContainerStatusRequest', 'ContainerStatusResponse'],
	StopPodSandbox: ['StopPodSandboxRequest', 'StopPodSandboxResponse'],
	StopContainer: ['StopContainerRequest', 'StopContainerResponse'],
	Exec: ['ExecRequest', 'ExecResponse'],
	GetContainerEvents: ['GetEventsRequest', 'ContainerEventResponse'],
} satisfies Record<string, [CriMessage, CriMessage]>;

export type RuntimeMethod = keyof typeof runtimeMethods;

/** A method of CRI's RuntimeService. */
export function runtimeMethod(version: CriApiVersion, name: RuntimeMethod): GrpcMethod {
	const [request, response] = runtimeMethods[name];
	return { path: `/runtime.${version}.RuntimeService/${name}`, request, response };
}

export function listImagesMethod(version: CriApiVersion): GrpcMethod {
	const path = `/runtime.${version}.ImageService/ListImages`;
	return { path, request: 'ListImagesRequest', response: 'ListImagesResponse' };
}

/** containerd's own version, which answers also where its CRI plugin is off. */
export const containerdVersionMethod: GrpcMethod = {
	path: '/containerd.services.version.v1.Version/Version',
	request: 'Empty',
	response: 'ContainerdVersion',
};

/** containerd's own events. Each subscriber gets all of them, unlike those of CRI before containerd 2.0. */
export const containerdEventsMethod: GrpcMethod = {
	path: '/containerd.services.events.v1.Events/Subscribe',
	request: 'SubscribeRequest',
	response: 'Envelope',
};

/** A signal to the first process of a container or sandbox, by its id: what `ctr task kill` uses. */
export const containerdKillMethod: GrpcMethod = {
	path: '/containerd.services.tasks.v1.Tasks/Kill',
	request: 'KillRequest',
	response: 'Empty',
};

/** containerd's namespace of everything that its CRI plugin has made. */
export const criNamespace = 'k8s.io';
