import type { NodeState, SourceStatus } from '../node-state.ts';

/** What a rule may need to know anything at all. */
export const factKinds = ['api', 'runtime', 'processes', 'namespaces', 'survey', 'pause-image'] as const;

/**
 * `api`: the API server's pods, current. `runtime`: every found runtime's listing, current. `processes`: the scan of /proc.
 * `namespaces`: it could read the inodes. `survey`: a look over the whole node. `pause-image`: a runtime told of its pause image.
 */
export type FactKind = (typeof factKinds)[number];

/** Why a kind of fact is missing. */
export type MissingFact = { reason: string; remedy?: string };

/** What is missing to judge this state, by kind. A kind that is there is not in it. */
export function selectMissingFacts(state: NodeState): ReadonlyMap<FactKind, MissingFact> {
	const missing = new Map<FactKind, MissingFact>();
	const set = (kind: FactKind, fact: MissingFact | undefined) => fact && missing.set(kind, fact);
	set('api', findApiFault(state));
	set('runtime', findRuntimeFault(state));
	set('processes', state.processes ? undefined : describe('/proc', state.sources.get('proc')));
	set('namespaces', findNamespaceFault(state));
	set('survey', state.survey ? undefined : { reason: 'the node has not been surveyed yet' });
	set('pause-image', findPauseImageFault(state));
	return missing;
}

function findApiFault({ pods, sources }: NodeState): MissingFact | undefined {
	const kube = sources.get('kube');
	if (!kube) return { reason: 'no API server is asked', remedy: 'run without --no-kube' };
	return pods && isCurrent(kube) ? undefined : describe('the API server', kube);
}

function findRuntimeFault({ records, sources }: NodeState): MissingFact | undefined {
	const runtimes = [...sources].filter(([name]) => name !== 'kube' && name !== 'proc');
	const silent = runtimes.find(([name, status]) => !records.has(name) || !isCurrent(status));
	if (silent) return describe(silent[0], silent[1]);
	return records.size === 0 ? { reason: 'no container runtime was found' } : undefined;
}

function findNamespaceFault({ processes, sources }: NodeState): MissingFact | undefined {
	if (!processes) return describe('/proc', sources.get('proc'));
	const isReadable =
		processes.size === 0 || [...processes.values()].some((one) => one.linuxNamespaces.net !== undefined);
	return isReadable ? undefined : { reason: 'namespaces are not readable', remedy: 'run as root' };
}

function findPauseImageFault({ runtimeFacts }: NodeState): MissingFact | undefined {
	const isKnown = [...runtimeFacts.values()].some(({ pauseImage }) => pauseImage !== undefined);
	return isKnown ? undefined : { reason: 'no runtime tells what its pause image is' };
}

/** What it showed before counts no more once it has failed; while it is degraded a part is missing, the rest is right. */
function isCurrent({ health }: SourceStatus): boolean {
	return health === 'live' || health === 'degraded';
}

function describe(name: string, status: SourceStatus | undefined): MissingFact {
	if (!status || status.health === 'connecting') return { reason: `${name} has not answered yet` };
	return { reason: `${name}: ${status.detail ?? status.health}`, remedy: status.remedy };
}
