import type { CriEndpoint } from '../adapters/cri/cri-endpoint.ts';
import { createCriSource } from '../adapters/cri/cri-source.ts';
import { type CriDiscovery, type FoundCri, findCriEndpoints } from '../adapters/cri/find-cri-endpoints.ts';
import { inspectCri } from '../adapters/cri/inspect-cri.ts';
import { readCriOnce } from '../adapters/cri/read-cri-once.ts';
import type { DockerEndpoint } from '../adapters/docker/docker-endpoint.ts';
import { createDockerSource } from '../adapters/docker/docker-source.ts';
import {
	type DockerDiscovery,
	findDockerEndpoint,
	findDockerEndpoints,
} from '../adapters/docker/find-docker-endpoints.ts';
import { inspectContainer } from '../adapters/docker/inspect-container.ts';
import { readDockerOnce } from '../adapters/docker/read-docker-once.ts';
import { findKubelet } from '../adapters/proc/kubelet.ts';
import { findPauseImageFlag } from '../adapters/proc/pause-image-flag.ts';
import type { ShellTerminal } from '../adapters/shell-terminal.ts';
import type { ActionRequest } from '../core/action/action.ts';
import type { Delivery } from '../core/action/delivery.ts';
import type { Clock } from '../core/clock.ts';
import type { Observation } from '../core/observation.ts';
import type { KubeletCommandLine } from '../core/proc-kubelet.ts';
import type { RuntimeFacts } from '../core/runtime-facts.ts';
import type { RuntimeRecord } from '../core/runtime-record.ts';
import type { ContainerShell, ShellResult } from '../core/shell/shell-target.ts';
import { type Source, SourceError } from '../core/source.ts';
import { UsageError } from '../core/usage-error.ts';
import { actThroughCri, actThroughDocker, createSendSignal, type SendSignal } from './deliver.ts';
import { type LookOptions, readFreshCri, readFreshDocker } from './fresh-record.ts';
import { type FollowLog, followCriLog } from './logs.ts';
import type { ReadDepth, SourceRequest } from './sources.ts';

/** A container runtime of this node, ready to be read. */
export type Runtime = {
	/** Of its source and its records: `docker`, `containerd`, `cri-o`. */
	name: string;
	watched: Source;
	/** Read once: resolves by itself. */
	once: Source;
	/** The runtime's own answer about one of its records, with the environment in it. */
	inspect(id: string, role: 'sandbox' | 'container'): Promise<unknown>;
	/** What the runtime says at this moment about one of its records; undefined when it is gone. Rejects with a SourceError. */
	look(known: RuntimeRecord, options: LookOptions): Promise<RuntimeRecord | undefined>;
	/**
	 * Hands an action over and resolves when the runtime has answered. Rejects with a SourceError. Nothing is checked here but the
	 * id: see `act.ts`.
	 */
	act(request: ActionRequest, options: LookOptions): Promise<Delivery>;
	/** Reads or follows the log of one of its containers, which `target.id` names. As FollowLog. */
	followLog: FollowLog;
	/** A shell in one of its containers. As OpenShell. */
	openShell(target: ContainerShell, terminal: ShellTerminal, signal: AbortSignal): Promise<ShellResult>;
	/** What it is set up with. Rejects with a SourceError. */
	readFacts(signal: AbortSignal): Promise<RuntimeFacts>;
	/** Calls `onChange` after images came or went, until `signal` aborts; rejects when that cannot be told (any more). */
	followImages(onChange: () => void, signal: AbortSignal): Promise<void>;
};

/** What was looked at, in order, and what came of it. */
export type RuntimeSearch = {
	docker?: DockerDiscovery;
	cri?: CriDiscovery;
	/** Why CRI sockets were not looked for. */
	criLeftOut?: string;
};

/**
 * Looks for container runtimes: those that `--runtime` names; else Docker's socket and every socket that speaks CRI. Where the
 * kubelet uses Docker, CRI is left alone: below dockerd there is a containerd that has no pods.
 */
export async function searchRuntimes(
	request: SourceRequest,
	findKubelet: () => KubeletCommandLine | undefined,
): Promise<RuntimeSearch> {
	const { runtimes, environment, home, hostRoot } = request;
	const asked = checkRuntimeFlags(runtimes);
	// it tells where to look, but not to who was told
	const kubelet = runtimes.length === 0 ? findKubelet() : undefined;
	const usesDocker =
		kubelet?.containerRuntime === 'docker' || /dockershim|cri-dockerd/.test(kubelet?.containerRuntimeEndpoint ?? '');
	const wantsDocker = asked.docker !== undefined || runtimes.length === 0;
	const wantsCri = asked.cri.length > 0 || (runtimes.length === 0 && !usesDocker);
	const [docker, cri] = await Promise.all([
		wantsDocker ? findDockerEndpoints({ runtime: asked.docker, env: environment, home, hostRoot }) : undefined,
		wantsCri ? findCriEndpoints({ runtimes, env: environment, hostRoot, kubelet }) : undefined,
	]);
	const criLeftOut =
		usesDocker && !wantsCri ? 'the kubelet uses Docker; --runtime containerd://PATH asks for more' : undefined;
	return { docker, cri, criLeftOut };
}

/** @throws UsageError for a scheme that is no runtime's, or a second Docker */
function checkRuntimeFlags(runtimes: readonly string[]): { docker?: string; cri: string[] } {
	const schemes = runtimes.map((runtime) => runtime.slice(0, Math.max(0, runtime.indexOf('://'))));
	const unknown = runtimes.find((_, index) => !['docker', 'containerd', 'crio', 'cri'].includes(schemes[index] ?? ''));
	if (unknown !== undefined) {
		throw new UsageError(`--runtime ${unknown}: it begins with docker://, containerd://, crio:// or cri://`);
	}
	const docker = runtimes.filter((_, index) => schemes[index] === 'docker');
	if (docker.length > 1) throw new UsageError('--runtime: one Docker endpoint is enough');
	return { docker: docker[0], cri: runtimes.filter((_, index) => schemes[index] !== 'docker') };
}

/** Makes the runtimes that were found readable. With none at all there is still Docker, to say so and to go on looking. */
export function createRuntimes(
	request: SourceRequest,
	{ docker, cri }: RuntimeSearch,
	depth: ReadDepth,
	clock: Clock,
	sendSignal: SendSignal = createSendSignal(request.hostRoot),
): readonly Runtime[] {
	const found = cri?.found ?? [];
	const hasDocker = docker !== undefined && (docker.endpoint !== undefined || found.length === 0);
	// cri-dockerd and dockershim list dockerd's containers, with less than dockerd tells
	const others = found.filter(({ isDocker }) => !(isDocker && hasDocker));
	return [
		...(hasDocker ? [createDocker(request, depth, clock, docker.endpoint)] : []),
		...others.map((runtime) => createCri(runtime, depth, clock, { sendSignal, hostRoot: request.hostRoot })),
	];
}

/** @param found where the search has just found it: good for one look, while one that lasts looks anew each time */
function createDocker(
	request: SourceRequest,
	depth: ReadDepth,
	clock: Clock,
	found: DockerEndpoint | undefined,
): Runtime {
	const { runtimes, environment, home, hostRoot } = request;
	const runtime = checkRuntimeFlags(runtimes).docker;
	const endpoint = async () => {
		try {
			return await findDockerEndpoint({ runtime, env: environment, home, hostRoot });
		} catch (error) {
			if (!(error instanceof SourceError) || error.health !== 'unsupported' || runtime !== undefined) throw error;
			throw new SourceError('no container runtime found on this node: no Docker socket, and none that speaks CRI', {
				remedy: 'start it, or name its socket: --runtime docker://PATH, containerd://PATH or crio://PATH',
				health: 'unsupported',
			});
		}
	};
	const options = { endpoint, clock, ...depth };
	return {
		name: 'docker',
		watched: createDockerSource(options),
		once: createOnce('docker', (signal) => readDockerOnce({ ...options, ...(found && { endpoint: found }), signal })),
		inspect: async (id) => inspectContainer(await endpoint(), id),
		look: async (known, how) => readFreshDocker(await endpoint(), known, how),
		act: async (action, how) => actThroughDocker(await endpoint(), action, how),
		async followLog({ id = '' }, ...how) {
			const { followDockerLog } = await import('../adapters/docker/follow-docker-log.ts');
			return followDockerLog(endpoint, id, ...how);
		},
		async openShell(target, ...how) {
			const { execDocker } = await import('../adapters/docker/exec-docker.ts');
			return execDocker(endpoint, target, ...how);
		},
		async readFacts(signal) {
			const { readDockerFacts } = await import('../adapters/docker/read-docker-facts.ts');
			const pauseImage = findPauseImageFlag(findKubelet({ hostRoot }), { hostRoot });
			return readDockerFacts(await endpoint(), { ...(pauseImage && { pauseImage }), now: clock.now, signal });
		},
		async followImages(onChange, signal) {
			const { followDockerImages } = await import('../adapters/docker/follow-docker-images.ts');
			return followDockerImages(await endpoint(), onChange, signal);
		},
	};
}

function createCri(
	{ name, endpoint }: { name: string; endpoint: CriEndpoint } & FoundCri,
	depth: ReadDepth,
	clock: Clock,
	{ sendSignal, hostRoot }: { sendSignal: SendSignal; hostRoot: string | undefined },
): Runtime {
	const options = { name, endpoint, clock, inspect: depth.inspect };
	return {
		name,
		watched: createCriSource(options),
		once: createOnce(name, (signal) => readCriOnce({ ...options, signal })),
		inspect: (id, role) => inspectCri(endpoint, { id, role }),
		look: (known, how) => readFreshCri(endpoint, known, how),
		act: (action, how) => actThroughCri(endpoint, action, how, sendSignal),
		followLog: (target, options, emit, signal) => followCriLog(endpoint, target, { options, emit, signal, hostRoot }),
		async openShell(target, ...how) {
			const { execCri } = await import('../adapters/cri/exec-cri.ts');
			return execCri(endpoint, target, ...how);
		},
		async readFacts(signal) {
			const { readCriFacts } = await import('../adapters/cri/read-cri-facts.ts');
			return readCriFacts(endpoint, { now: clock.now, signal });
		},
		async followImages(onChange, signal) {
			const { followCriImages } = await import('../adapters/cri/follow-cri-images.ts');
			return followCriImages(endpoint, onChange, signal);
		},
	};
}

function createOnce(name: string, read: (signal: AbortSignal) => Promise<readonly Observation[]>): Source {
	return {
		name,
		async run(emit, signal) {
			for (const observation of await read(signal)) emit(observation);
		},
	};
}
