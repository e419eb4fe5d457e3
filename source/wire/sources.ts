import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { CredentialOptions } from '../adapters/kube/find-kube-credentials.ts';
import { createKubeSource, type KubeSourceOptions } from '../adapters/kube/kube-source.ts';
import { type FoundKubelet, findKubelet } from '../adapters/proc/kubelet.ts';
import { createProcSource, type ProcSource, type ProcSourceOptions } from '../adapters/proc/proc-source.ts';
import { createProcOnce, type ProcOnce } from '../adapters/proc/scan-aside.ts';
import type { Clock } from '../core/clock.ts';
import type { FindingRule } from '../core/findings/finding-rule.ts';
import type { Source } from '../core/source.ts';

/** Where to look, as the user said. What is absent is looked for. */
export type SourceRequest = {
	/** `--runtime`, each as typed. */
	runtimes: readonly string[];
	/** `false`: no API server is asked. */
	kube: boolean;
	kubeconfig?: string;
	context?: string;
	node?: string;
	hostRoot?: string;
	/** How `hostRoot`, or that there is none, is known; for `doctor`. */
	hostRootWhy?: string;
	environment: Readonly<Record<string, string | undefined>>;
	home: string;
};

/** How much to read. */
export type ReadDepth = {
	/** `none`: no times and exit codes, and no call for each container. */
	inspect: 'all' | 'none';
	/** Events from here on, milliseconds since the epoch; absent: from the first moment on. */
	eventsSince?: number;
	/** `false`: nothing is remembered of what has been, and no stories and findings can be told. */
	past?: boolean;
	/** Whether what is wrong is judged while it runs. */
	findings?: boolean;
	/** By what it is judged: all rules, unless a test says otherwise. */
	rules?: readonly FindingRule[];
};

/** The sources of one node, besides its container runtimes. */
export type Sources = {
	/** To be supervised, in the order of the header. */
	watched: readonly Source[];
	proc: ProcSource;
	/** `proc`, read once: resolves by itself. It may go on in a thread of its own while the others are read. */
	scan: ProcOnce;
	/** The others, each read once. */
	once: readonly Source[];
	/** The running kubelet's command line and pid, where it can be seen. */
	kubelet: () => FoundKubelet | undefined;
	/** What the node is called as far as this machine can tell. */
	findNodeName: () => string;
};

/** @param depth what of it the sources themselves need to know */
export function createSources(
	request: SourceRequest,
	clock: Clock,
	depth: Pick<Partial<ReadDepth>, 'findings'> = {},
): Sources {
	const kubelet = createKubeletSearch(request.hostRoot, clock);
	const kube: KubeSourceOptions = {
		credentials: credentialOptions(request),
		node: { node: request.node, hostName: hostName(request), kubeletHostname: () => kubelet()?.hostnameOverride },
		clock,
	};
	const look: ProcSourceOptions = {
		hostRoot: request.hostRoot,
		clock: clock.now,
		sleep: clock.sleep,
		// only findings say who is PID 1
		innerPids: depth.findings === true,
	};
	const proc = createProcSource(look);
	return {
		watched: [...(request.kube ? [createKubeSource(kube)] : []), proc],
		proc,
		scan: createProcOnce(look),
		// the kubelet's own words are what many findings are made of
		once: request.kube ? [createKubeSource({ ...kube, watch: false, events: depth.findings === true })] : [],
		kubelet,
		findNodeName: () => request.node ?? kubelet()?.hostnameOverride ?? hostName(request),
	};
}

/** How long it counts as true that no kubelet runs, milliseconds. */
const kubeletAbsence = 1_000;

/** Looks for the kubelet until it is found. All who ask at one moment are answered by one look, which takes 8 ms for 1,000 processes. */
function createKubeletSearch(hostRoot: string | undefined, clock: Clock): () => FoundKubelet | undefined {
	let found: FoundKubelet | undefined;
	let lookedAt = Number.NEGATIVE_INFINITY;
	return () => {
		if (found || clock.now() - lookedAt < kubeletAbsence) return found;
		found = findKubelet({ hostRoot });
		lookedAt = clock.now();
		return found;
	};
}

/** Where credentials may be. */
export function credentialOptions(request: SourceRequest): CredentialOptions {
	const { kubeconfig, context, environment, home, hostRoot } = request;
	return { kubeconfig, context, env: environment, home, hostRoot };
}

/** The node's own host name: in a container it is not the one that the kernel tells. */
function hostName({ hostRoot }: SourceRequest): string {
	if (!hostRoot) return hostname();
	try {
		return readFileSync(join(hostRoot, 'etc/hostname'), 'utf8').trim() || hostname();
	} catch {
		return hostname();
	}
}
