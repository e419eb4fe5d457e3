import { selectNodeCondition } from '../action/node-condition.ts';
import { selectFlavour } from '../action/runtime-flavour.ts';
import type { NodeState, SourceStatus } from '../node-state.ts';
import { isAmong, parseScheme } from './runtime-scheme.ts';

/** What a rule may need to know anything at all. */
export const factKinds = ['api', 'runtime', 'processes', 'namespaces', 'survey', 'pause-image', 'kubelet'] as const;

/**
 * `api`: the API server's pods, current. `runtime`: every found runtime's listing, current, the kubelet's among them. `processes`: the scan of /proc.
 * `namespaces`: it could read the inodes. `survey`: a look over the whole node. `pause-image`: a runtime told of its pause image.
 * `kubelet`: whoever can tell how it is does so now.
 */
export type FactKind = (typeof factKinds)[number];

/** Why a kind of fact is missing. */
export type MissingFact = {
	reason: string;
	remedy?: string;
	/** It is on its way: nobody has to do anything about it. */
	pending?: true;
};

/** What is missing to judge this state, by kind. A kind that is there is not in it. */
export function selectMissingFacts(state: NodeState): ReadonlyMap<FactKind, MissingFact> {
	const missing = new Map<FactKind, MissingFact>();
	const set = (kind: FactKind, fact: MissingFact | undefined) => fact && missing.set(kind, fact);
	set('api', findApiFault(state));
	set('runtime', findRuntimeFault(state));
	set('processes', state.processes ? undefined : describe('/proc', state.sources.get('proc')));
	set('namespaces', findNamespaceFault(state));
	set('survey', state.survey ? undefined : { reason: 'the node has not been surveyed yet', pending: true });
	set('pause-image', findPauseImageFault(state));
	set('kubelet', findKubeletFault(state));
	return missing;
}

function findApiFault({ pods, sources }: NodeState): MissingFact | undefined {
	const kube = sources.get('kube');
	if (!kube) return { reason: 'no API server is asked', remedy: 'run without --no-kube' };
	return pods && isCurrent(kube) ? undefined : describe('the API server', kube);
}

function findRuntimeFault({ records, sources, node }: NodeState): MissingFact | undefined {
	const runtimes = [...sources].filter(([name]) => name !== 'kube' && name !== 'proc');
	const silent = runtimes.find(([name, status]) => !records.has(name) || !isCurrent(status));
	if (silent) return describe(silent[0], silent[1]);
	if (records.size === 0) return { reason: 'no container runtime was found' };
	return findOtherRuntime([...records.keys()], node?.status?.nodeInfo?.containerRuntimeVersion);
}

/** What a Docker beside the kubelet's own containerd does not list is not missing. */
function findOtherRuntime(runtimes: readonly string[], used: string | undefined): MissingFact | undefined {
	const scheme = parseScheme(used);
	if (scheme === undefined || isAmong(runtimes, scheme) || runtimes.some((name) => selectFlavour(name) === 'other')) {
		return undefined;
	}
	return {
		reason: `the runtime that the kubelet uses, ${scheme}, was not found, only ${runtimes.join(', ')}`,
		remedy: `name its socket: --runtime ${scheme === 'cri-o' ? 'crio' : scheme}://PATH`,
	};
}

function findNamespaceFault({ processes, sources }: NodeState): MissingFact | undefined {
	if (!processes) return describe('/proc', sources.get('proc'));
	const isReadable =
		processes.size === 0 || [...processes.values()].some((one) => one.linuxNamespaces.net !== undefined);
	return isReadable ? undefined : { reason: 'namespaces are not readable', remedy: 'run as root' };
}

/** That its process runs does not tell whether its node is Ready, where an API server is asked for that. */
function findKubeletFault(state: NodeState): MissingFact | undefined {
	const { running, ready } = selectNodeCondition(state);
	if (running === false || ready !== undefined) return undefined;
	const kube = state.sources.get('kube');
	if (running && (!kube || isCurrent(kube))) return undefined;
	return kube && !isCurrent(kube) ? describe('the API server', kube) : { reason: 'nobody tells how the kubelet is' };
}

function findPauseImageFault({ runtimeFacts }: NodeState): MissingFact | undefined {
	if (runtimeFacts.size === 0) return { reason: 'no runtime has told of its pause image yet', pending: true };
	const isKnown = [...runtimeFacts.values()].some(({ pauseImage }) => pauseImage !== undefined);
	return isKnown ? undefined : { reason: 'no runtime tells what its pause image is' };
}

/** What it showed before counts no more once it has failed; while it is degraded a part is missing, the rest is right. */
function isCurrent({ health }: SourceStatus): boolean {
	return health === 'live' || health === 'degraded';
}

function describe(name: string, status: SourceStatus | undefined): MissingFact {
	if (!status || status.health === 'connecting') return { reason: `${name} has not answered yet`, pending: true };
	return { reason: `${name}: ${status.detail ?? status.health}`, remedy: status.remedy };
}
