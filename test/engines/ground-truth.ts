import { readDocker, readDockerVersion } from './docker-truth.ts';
import type { Document, PodEntry, UnmatchedEntry } from './document.ts';
import { lookIntoProc, newestFirst, type Seen } from './incarnation-truth.ts';
import { type Kubectl, type KubectlPod, readKubectl, readNodeName } from './kubectl-truth.ts';
import { describePod, findCoordinates } from './pod-truth.ts';
import { readHostNamespaces } from './proc-truth.ts';

/**
 * What `pausetop get -A -o json` has to print at this moment, put together from the tools that an operator would use:
 * kubectl, docker and readlink. Imports nothing of the program. `node test/engines/ground-truth.ts` prints it.
 */
export async function readGroundTruth(options: GroundTruthOptions = {}): Promise<Document> {
	const env = options.env ?? {};
	const kubectl = options.withoutKube ? undefined : await readKubectl(await readNodeName(env), env);
	const everything = await Promise.all((await readDocker(env)).map(lookIntoProc));
	const host = await readHostNamespaces();
	return {
		schema: 'pausetop/v1',
		takenAt: '',
		node: {
			...(kubectl?.node ?? { name: options.nodeName ?? '' }),
			runtimes: [{ name: 'docker', version: await readDockerVersion(env) }],
		},
		sources: ['docker', ...(kubectl === undefined ? [] : ['kube']), 'proc'].map((name) => ({ name, health: 'live' })),
		pods: joinPods(kubectl, everything, host),
		unmatched: everything.filter((seen) => findCoordinates(seen) === undefined).map(describeUnmatched),
	};
}

export type GroundTruthOptions = {
	/** For docker and kubectl: DOCKER_HOST, KUBECONFIG, PATH. */
	env?: Record<string, string>;
	/** Asks no API server, as `--no-kube`. */
	withoutKube?: boolean;
	/** What the node is called when no API server is asked. */
	nodeName?: string;
};

/** Sorted as kubectl sorts them. */
function joinPods(kubectl: Kubectl | undefined, everything: Seen[], host: Record<string, number>): PodEntry[] {
	const pods = new Map<string, { api?: KubectlPod; coordinates: PodEntryCoordinates; seen: Seen[] }>();
	for (const api of kubectl?.pods ?? []) {
		const { name, namespace: kubeNamespace } = api.metadata;
		const uid = findRuntimeUid(api);
		pods.set(uid, { api, coordinates: { uid, kubeNamespace, name }, seen: [] });
	}
	for (const seen of newestFirst(everything)) {
		const found = findCoordinates(seen);
		if (found === undefined) continue;
		const { uid, kubeNamespace, name } = found;
		const pod = pods.get(uid) ?? { coordinates: { uid, kubeNamespace, name }, seen: [] };
		pod.seen.push(seen);
		pods.set(uid, pod);
	}
	return [...pods.values()]
		.map(({ api, coordinates, seen }) => {
			const row = kubectl?.rows.get(`${coordinates.kubeNamespace}/${coordinates.name}`);
			if (api !== undefined && row === undefined)
				throw new Error(`${coordinates.name} came between two answers of kubectl`);
			return describePod({ coordinates, api, row, seen, everything, host });
		})
		.sort((a, b) => compareText(a.kubeNamespace, b.kubeNamespace) || compareText(a.name, b.name));
}

type PodEntryCoordinates = Pick<PodEntry, 'uid' | 'kubeNamespace' | 'name'>;

function compareText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

/** A static pod has one uid in the API, its mirror's, and another one in the runtime: the hash of its file. */
function findRuntimeUid({ metadata }: KubectlPod): string {
	const annotations = metadata.annotations ?? {};
	return annotations['kubernetes.io/config.mirror'] ?? annotations['kubernetes.io/config.hash'] ?? metadata.uid;
}

function describeUnmatched({ inspect }: Seen): UnmatchedEntry {
	return {
		id: inspect.Id,
		name: inspect.Name.replace(/^\//, ''),
		runtime: 'docker',
		state: inspect.State.Status,
		pid: inspect.State.Pid > 0 ? inspect.State.Pid : undefined,
	};
}

if (import.meta.main) {
	const truth = await readGroundTruth({ withoutKube: process.argv.includes('--no-kube') });
	process.stdout.write(`${JSON.stringify({ ...truth, takenAt: new Date().toISOString() }, null, 2)}\n`);
}
