import type { CriEngine } from '../cri-engine.ts';
import { CriError, statusCode } from '../cri-error.ts';
import type { CriProfile } from '../cri-profile.ts';
import type { SandboxRecord } from '../cri-record.ts';
import type { PodEvent } from '../pod-events.ts';
import { formatContainer, formatContainerStatus } from './container-message.ts';
import type { Fields, Services, StreamMethod, UnaryMethod } from './grpc-listener.ts';
import { matchLabels } from './label-filter.ts';
import { formatNanoseconds } from './nanoseconds.ts';
import { formatRuntimeStatus } from './runtime-status.ts';
import { formatSandbox, formatSandboxStatus } from './sandbox-message.ts';
import { formatContainerInfo, formatSandboxInfo } from './verbose-info.ts';

type Methods = Services[string];

/** `runtime.v1.RuntimeService`, or v1alpha2 with the same messages. */
export function createRuntimeService(engine: CriEngine, apiVersion: string): Methods {
	const { profile } = engine;
	const version: UnaryMethod = {
		request: 'VersionRequest',
		response: 'VersionResponse',
		answer: () => ({
			version: '0.1.0',
			runtimeName: profile.name,
			runtimeVersion: profile.version,
			runtimeApiVersion: apiVersion,
		}),
	};
	return {
		Version: version,
		...createReadMethods(engine),
		...createActionMethods(engine),
		...createEventMethods(engine),
	};
}

function createReadMethods(engine: CriEngine): Methods {
	const { table, profile } = engine;
	return {
		Status: {
			request: 'StatusRequest',
			response: 'StatusResponse',
			answer: ({ verbose }) => formatRuntimeStatus(engine, verbose === true),
		},
		ListPodSandbox: {
			request: 'ListPodSandboxRequest',
			response: 'ListPodSandboxResponse',
			answer: ({ filter }) => ({ items: selectListed(table.sandboxes().map(formatSandbox), filter) }),
		},
		ListContainers: {
			request: 'ListContainersRequest',
			response: 'ListContainersResponse',
			answer: ({ filter }) => ({
				containers: selectListed(
					table.containers().map((each) => formatContainer(each, profile)),
					filter,
				),
			}),
		},
		PodSandboxStatus: {
			request: 'PodSandboxStatusRequest',
			response: 'PodSandboxStatusResponse',
			answer({ podSandboxId, verbose }) {
				const sandbox = requireFound(table.getSandbox(String(podSandboxId)), 'sandbox', podSandboxId, profile);
				const status = formatSandboxStatus(sandbox, profile.hasUserNamespaces);
				return { status, ...(verbose === true ? { info: formatSandboxInfo(sandbox, engine) } : {}) };
			},
		},
		ContainerStatus: {
			request: 'ContainerStatusRequest',
			response: 'ContainerStatusResponse',
			answer({ containerId, verbose }) {
				const container = requireFound(table.getContainer(String(containerId)), 'container', containerId, profile);
				const status = formatContainerStatus(container, table.getSandbox(container.sandboxId), profile);
				return { status, ...(verbose === true ? { info: formatContainerInfo(container, engine) } : {}) };
			},
		},
	};
}

function createActionMethods(engine: CriEngine): Methods {
	return {
		StopPodSandbox: {
			request: 'StopPodSandboxRequest',
			response: 'StopPodSandboxResponse',
			// CRI-O gives containers the time that its caller has, but for a second that it needs itself.
			answer: async ({ podSandboxId }, { deadline }) => {
				const left = Math.max(0, deadline - Date.now() - 1000);
				await engine.stopSandbox(String(podSandboxId), Math.min(left, 10_000));
				return {};
			},
		},
		RemovePodSandbox: {
			request: 'RemovePodSandboxRequest',
			response: 'RemovePodSandboxResponse',
			answer: async ({ podSandboxId }) => {
				await engine.removeSandbox(String(podSandboxId));
				return {};
			},
		},
		StopContainer: {
			request: 'StopContainerRequest',
			response: 'StopContainerResponse',
			answer: async ({ containerId, timeout }) => {
				await engine.stopContainer(String(containerId), Number(timeout) * 1000);
				return {};
			},
		},
		RemoveContainer: {
			request: 'RemoveContainerRequest',
			response: 'RemoveContainerResponse',
			answer: async ({ containerId }) => {
				await engine.removeContainer(String(containerId));
				return {};
			},
		},
	};
}

function createEventMethods({ profile, podEvents }: CriEngine): Methods {
	// As if the method had never been heard of.
	if (profile.podEvents === 'unimplemented') return {};
	const getContainerEvents: StreamMethod = {
		request: 'GetEventsRequest',
		response: 'ContainerEventResponse',
		stream(_request, { send, end }) {
			if (profile.podEvents === 'on') return podEvents.subscribe((event) => send(formatPodEvent(event, profile)));
			end();
			return () => {};
		},
	};
	return { GetContainerEvents: getContainerEvents };
}

function formatPodEvent({ type, id, created, sandbox, containers }: PodEvent, profile: CriProfile): object {
	const status = (of: SandboxRecord) => formatSandboxStatus(of, profile.hasUserNamespaces);
	return {
		containerId: id,
		containerEventType: `CONTAINER_${type}_EVENT`,
		createdAt: formatNanoseconds(created),
		...(sandbox === undefined ? {} : { podSandboxStatus: status(sandbox) }),
		containersStatuses: containers.map((each) => formatContainerStatus(each, sandbox, profile)),
	};
}

/** Those that suit the filter; an id in it may be a beginning of one. */
function selectListed(items: readonly object[], filter: unknown): object[] {
	if (typeof filter !== 'object' || filter === null) return [...items];
	const { id, state, podSandboxId, labelSelector } = filter as Fields;
	const wanted = (state as { state?: string } | null)?.state;
	return items.filter((item) => {
		const { labels, ...listed } = item as Fields & { labels: Record<string, string> };
		return (
			String(listed.id).startsWith(String(id ?? '')) &&
			(wanted === undefined || listed.state === wanted) &&
			String(listed.podSandboxId ?? '').startsWith(String(podSandboxId ?? '')) &&
			matchLabels(labels, (labelSelector ?? {}) as Record<string, string>)
		);
	});
}

/** @throws CriError in the runtime's own words */
function requireFound<T>(found: T | undefined, kind: 'sandbox' | 'container', id: unknown, { name }: CriProfile): T {
	if (found !== undefined) return found;
	const crio =
		kind === 'sandbox' ? `could not find pod "${id}": PodSandbox` : `could not find container "${id}": container`;
	const containerd = `an error occurred when try to find ${kind}${kind === 'container' ? ` "${id}"` : ''}: not found`;
	const words = name === 'containerd' ? containerd : `${crio} with ID starting with ${id} not found: ID does not exist`;
	throw new CriError(statusCode.notFound, words);
}
