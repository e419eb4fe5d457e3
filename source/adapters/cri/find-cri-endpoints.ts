import { stat } from 'node:fs/promises';
import { SourceError } from '../../core/source.ts';
import { connectCri } from './cri-client.ts';
import type { CriEndpoint } from './cri-endpoint.ts';
import { type CriPlace, type FindCriOptions, listAskedPlaces, listPlaces } from './cri-places.ts';
import type { CriVersion } from './cri-version.ts';
import { explainCriError } from './explain-cri-error.ts';

/** A runtime to be watched. */
export type FoundCri = {
	endpoint: CriEndpoint;
	/** For its source: `containerd`, `cri-o`, `cri-dockerd`, `dockershim`; a second one of a kind has its path behind it. */
	name: string;
	/** Absent for one that was asked for and does not answer: its source then says why. */
	version?: CriVersion;
	/** It runs its containers in dockerd, which lists them better: leave it alone where dockerd is watched. */
	isDocker: boolean;
};

/** One place that was looked at. */
export type CriAttempt = {
	/** `unix:///run/crio/crio.sock`, or where it comes from when that could not be read. */
	endpoint: string;
	/** Who named it; absent for a usual place. */
	origin?: string;
	taken: boolean;
	/** Why it was not taken, or what is wrong with it although it was. */
	why?: string;
	remedy?: string;
};

export type CriDiscovery = {
	/** All that answer, or were asked for; each once. */
	found: readonly FoundCri[];
	/** In the order of the search, for `doctor`. */
	tried: readonly CriAttempt[];
	/** Set when there is none. */
	error?: SourceError;
};

/** Longest wait for an answer while looking, milliseconds. */
const probeTimeout = 2_000;

/**
 * Finds the CRI runtimes of this node: those of `--runtime`, taken whether they answer or not; else every configured or usual
 * socket that speaks CRI. Never rejects.
 */
export async function findCriEndpoints(
	options: FindCriOptions,
	{ requestTimeout = probeTimeout, signal }: { requestTimeout?: number; signal?: AbortSignal } = {},
): Promise<CriDiscovery> {
	const asked = listAskedPlaces(options);
	// other runtimes were asked for
	if (asked.length === 0 && options.runtimes.length > 0) return { found: [], tried: [] };
	const places = await distinctPlaces(asked.length > 0 ? asked : await listPlaces(options));
	const looks = await Promise.all(places.map((place) => look(place, { requestTimeout, signal })));
	const found = nameApart(looks.flatMap((result) => result.found ?? []));
	const tried = looks.map((result) => result.attempt);
	return found.length > 0 ? { found, tried } : { found, tried, error: explainNothing(looks) };
}

type Look = { attempt: CriAttempt; found?: FoundCri; error?: SourceError; exists: boolean };

async function look(place: CriPlace, options: { requestTimeout: number; signal?: AbortSignal }): Promise<Look> {
	const { endpoint, origin, expected } = place;
	if ('why' in endpoint) {
		const error = new SourceError(`${origin}: ${endpoint.why}`, {
			remedy: 'name a Unix socket: --runtime containerd://PATH, crio://PATH or cri://PATH',
			health: 'unsupported',
		});
		const attempt = { endpoint: origin ?? '', origin, taken: false, why: endpoint.why, remedy: error.remedy };
		return { attempt, error, exists: true };
	}
	const attempt = { endpoint: `unix://${endpoint.path}`, ...(origin && { origin }) };
	try {
		const client = await connectCri(endpoint, options);
		client.close();
		const { version } = client;
		const isDocker = version.runtime === 'docker';
		const found = { endpoint, name: isDocker ? nameDocker(endpoint) : version.runtime, version, isDocker };
		return { attempt: { ...attempt, taken: true }, found, exists: true };
	} catch (reason) {
		const error = explainCriError(reason, { endpoint, milliseconds: options.requestTimeout });
		const taken = expected !== undefined;
		return {
			attempt: { ...attempt, taken, why: error.message, remedy: error.remedy },
			found: taken ? { endpoint, name: expected, isDocker: false } : undefined,
			error,
			exists: !/^no CRI socket/.test(error.message),
		};
	}
}

/** Both say that they are `docker`; the kubelet's own one, until Kubernetes 1.23, has this socket. */
function nameDocker({ path }: CriEndpoint): string {
	return path.endsWith('/dockershim.sock') ? 'dockershim' : 'cri-dockerd';
}

/** Leaves out places that are the same socket as one before: /var/run is a link to /run, and configurations name usual places. */
async function distinctPlaces(places: readonly CriPlace[]): Promise<CriPlace[]> {
	const seen = new Set<string>();
	const keys = await Promise.all(places.map(({ endpoint }) => identify(endpoint)));
	return places.filter((_, index) => {
		const key = keys[index] ?? '';
		if (seen.has(key)) return false;
		seen.add(key);
		return true;
	});
}

async function identify(endpoint: CriPlace['endpoint']): Promise<string> {
	if ('why' in endpoint) return endpoint.why;
	try {
		const { dev, ino } = await stat(endpoint.path);
		return `${dev}:${ino}`;
	} catch {
		return endpoint.path;
	}
}

/** Two containerds (dockerd's and k3s', say) are told apart by their sockets. */
function nameApart(found: readonly FoundCri[]): FoundCri[] {
	const names = new Set<string>();
	return found.map((runtime) => {
		const name = names.has(runtime.name) ? `${runtime.name}:${runtime.endpoint.path}` : runtime.name;
		names.add(name);
		return { ...runtime, name };
	});
}

/** What exists and cannot be used is what the operator wants to hear about. */
function explainNothing(looks: readonly Look[]): SourceError {
	const worth = looks.find((result) => result.exists && result.error);
	return (
		worth?.error ??
		new SourceError('no CRI socket found on this node', {
			remedy: 'start the container runtime, or name its socket: --runtime containerd://PATH, crio://PATH or cri://PATH',
			health: 'unsupported',
		})
	);
}
