import { type DockerAttempt, findDockerEndpoints } from '../adapters/docker/find-docker-endpoints.ts';
import { type CredentialAttempt, findKubeCredentials } from '../adapters/kube/find-kube-credentials.ts';
import { credentialOptions, dockerOptions, type SourceRequest } from './sources.ts';

/** One place that was looked at, and what came of it. */
export type Attempt = { place: string; outcome: string };

/** Where each source was looked for, by the source's name. */
export type Discovery = ReadonlyMap<string, readonly Attempt[]>;

/** Looks for the sources as a run would, and tells the places in order. Reads nothing else. */
export async function discover(request: SourceRequest): Promise<Discovery> {
	const docker = await findDockerEndpoints(dockerOptions(request));
	const places = new Map<string, readonly Attempt[]>([['docker', docker.tried.map(describeEndpoint)]]);
	if (request.kube) places.set('kube', findKubeCredentials(credentialOptions(request)).tried.map(describeCredentials));
	places.set('proc', [{ place: `${request.hostRoot ?? ''}/proc`, outcome: 'used' }]);
	return places;
}

function describeEndpoint({ endpoint, taken, why }: DockerAttempt): Attempt {
	return { place: endpoint, outcome: [taken ? 'used' : undefined, why].filter(Boolean).join(', ') };
}

function describeCredentials({ place, outcome, detail }: CredentialAttempt): Attempt {
	return { place, outcome: detail ? `${outcome}: ${detail}` : outcome };
}
