import type { CriAttempt } from '../adapters/cri/find-cri-endpoints.ts';
import type { DockerAttempt } from '../adapters/docker/find-docker-endpoints.ts';
import { type CredentialAttempt, findKubeCredentials } from '../adapters/kube/find-kube-credentials.ts';
import { describeCriReport } from './cri-report.ts';
import { type RuntimeSearch, searchRuntimes } from './runtimes.ts';
import { credentialOptions, type SourceRequest, type Sources } from './sources.ts';

/** One place that was looked at, and what came of it. */
export type Attempt = { place: string; outcome: string };

/** What `doctor` tells besides the sources' health. */
export type Discovery = {
	/** Where was looked, by subject: `runtimes`, `kube`, `proc`. */
	looked: ReadonlyMap<string, readonly Attempt[]>;
	/** What each runtime offers, by the source's name: a line each. */
	offers: ReadonlyMap<string, readonly string[]>;
};

/** Looks for the sources as a run would, and asks the runtimes what they offer. */
export async function discover(request: SourceRequest, sources: Sources): Promise<Discovery> {
	const search = await searchRuntimes(request, sources.kubelet);
	const looked = new Map<string, readonly Attempt[]>([['runtimes', describeSearch(search)]]);
	if (request.kube) looked.set('kube', findKubeCredentials(credentialOptions(request)).tried.map(describeCredentials));
	const { hostRoot, hostRootWhy } = request;
	const root = hostRootWhy === undefined ? [] : [{ place: `host root ${hostRoot ?? '/'}`, outcome: hostRootWhy }];
	looked.set('proc', [{ place: `${hostRoot ?? ''}/proc`, outcome: 'used' }, ...root]);
	const cri = (search.cri?.found ?? []).filter(({ isDocker }) => !isDocker);
	const offers = await Promise.all(
		cri.map(async ({ name, endpoint }) => [name, await describeCriReport(endpoint)] as const),
	);
	return { looked, offers: new Map(offers) };
}

function describeSearch({ docker, cri, criLeftOut }: RuntimeSearch): Attempt[] {
	const left = criLeftOut === undefined ? [] : [{ place: 'CRI sockets', outcome: `skipped: ${criLeftOut}` }];
	return [...(docker?.tried ?? []), ...(cri?.tried ?? [])].map(describeEndpoint).concat(left);
}

function describeEndpoint(attempt: DockerAttempt | CriAttempt): Attempt {
	const { endpoint, taken, why } = attempt;
	const origin = 'origin' in attempt && attempt.origin ? ` (${attempt.origin})` : '';
	return { place: `${endpoint}${origin}`, outcome: [taken ? 'used' : undefined, why].filter(Boolean).join(', ') };
}

function describeCredentials({ place, outcome, detail }: CredentialAttempt): Attempt {
	return { place, outcome: detail ? `${outcome}: ${detail}` : outcome };
}
