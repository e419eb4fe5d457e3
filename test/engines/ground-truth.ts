import { readContainerd } from './ctr-truth.ts';
import { readDocker } from './docker-truth.ts';
import type { Document, PodEntry, UnmatchedEntry } from './document.ts';
import { lookIntoProc, newestFirst, type Seen } from './incarnation-truth.ts';
import { type Kubectl, type KubectlPod, readKubectl, readNodeName } from './kubectl-truth.ts';
import { describePod } from './pod-truth.ts';
import { readHostNamespaces } from './proc-truth.ts';
import type { RuntimeTruth } from './runtime-truth.ts';

/**
 * What `pausetop get -A -o json` has to print at this moment, put together from the tools that an operator would use:
 * kubectl, docker or ctr, and readlink. Imports nothing of the program. `node test/engines/ground-truth.ts` prints it.
 */
export async function readGroundTruth(options: GroundTruthOptions = {}): Promise<Document> {
	const env = options.env ?? {};
	const kubectl = options.withoutKube ? undefined : await readKubectl(await readNodeName(env), env);
	const runtimes = await Promise.all((options.runtimes ?? [() => readDocker(env)]).map((read) => read()));
	const everything = await Promise.all(runtimes.flatMap(({ records }) => records).map(lookIntoProc));
	const host = await readHostNamespaces();
	return {
		schema: 'pausetop/v1',
		takenAt: '',
		node: {
			...(kubectl?.node ?? { name: options.nodeName ?? '' }),
			runtimes: runtimes.map(({ name, version }) => ({ name, version })),
		},
		sources: [...runtimes.map(({ name }) => name), ...(kubectl === undefined ? [] : ['kube']), 'proc'].map((name) => ({
			name,
			health: 'live',
		})),
		pods: joinPods(kubectl, everything, host),
		unmatched: everything.filter(({ coordinates }) => coordinates === undefined).map(describeUnmatched),
	};
}

export type GroundTruthOptions = {
	/** For docker and kubectl: DOCKER_HOST, KUBECONFIG, PATH. */
	env?: Record<string, string>;
	/** Asks no API server, as `--no-kube`. */
	withoutKube?: boolean;
	/** What the node is called when no API server is asked. */
	nodeName?: string;
	/** Docker alone if absent. */
	runtimes?: (() => Promise<RuntimeTruth>)[];
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
		if (seen.coordinates === undefined) continue;
		const { uid, kubeNamespace, name } = seen.coordinates;
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

function describeUnmatched({ id, name, runtime, state, pid }: Seen): UnmatchedEntry {
	return { id, name, runtime, state, pid };
}

if (import.meta.main) {
	const socket = process.argv.find((argument) => argument.startsWith('/') && argument.endsWith('.sock'));
	const truth = await readGroundTruth({
		withoutKube: process.argv.includes('--no-kube'),
		...(socket !== undefined && { runtimes: [() => readContainerd(socket)] }),
	});
	process.stdout.write(`${JSON.stringify({ ...truth, takenAt: new Date().toISOString() }, null, 2)}\n`);
}
