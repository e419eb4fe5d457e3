import type { KubePod } from '../../source/core/kube-pod.ts';
import type { LinuxNamespaces } from '../../source/core/linux-namespace.ts';
import type { Observation } from '../../source/core/observation.ts';
import type { ContainerProcess } from '../../source/core/process.ts';
import type { RuntimeRecord, RuntimeState } from '../../source/core/runtime-record.ts';
import { createRandom } from '../../source/simulator/random.ts';

const started = 1_795_000_000_000;
const runtimes = ['docker', 'containerd'] as const;
const states: readonly RuntimeState[] = ['running', 'running', 'ready', 'exited', 'created', 'notready', 'unknown'];
const kinds = ['net', 'ipc', 'uts', 'pid', 'mnt', 'user'] as const;
const podCount = 5;

/**
 * An endless row of observations of a small node on which anything can happen: two runtimes that list the same container, records
 * and processes that do not tell their pod, static pods with two mirrors, listings in another order, numbers of namespaces
 * that mean another one now. The same seed gives the same row.
 */
export function createRandomObservations(seed: number): () => Observation {
	const { next: random, shuffle } = createRandom(seed);
	const below = (count: number) => Math.floor(random() * count);
	const pick = <T>(list: readonly [T, ...T[]] | readonly T[]): T => list[below(list.length)] as T;
	const some = <T>(count: number, make: () => T): T[] => Array.from({ length: below(count + 1) }, make);
	const chance = (share: number) => random() < share;
	let at = started;

	const containerId = () => `${pick('abcdefghijkl'.split(''))}`.repeat(20);
	const uid = () => `uid-${below(podCount)}`;

	const metadata = (): RuntimeRecord['metadata'] => {
		const podUid = uid();
		const isSandbox = chance(0.4);
		return {
			role: isSandbox ? 'sandbox' : 'container',
			podUid,
			podName: chance(0.9) ? `pod-${podUid.at(-1)}` : 'renamed',
			kubeNamespace: pick(['default', 'kube-system']),
			containerName: isSandbox ? undefined : pick(['app', 'helper']),
			attempt: chance(0.8) ? below(3) : undefined,
			sandboxId: isSandbox || chance(0.2) ? undefined : containerId(),
		};
	};
	const record = (runtime: string, id = containerId()): RuntimeRecord => {
		const state = pick(states);
		return {
			id,
			runtime,
			name: pick(['one', 'two']),
			labels: {},
			state,
			createdAt: started + below(4) * 700,
			...(chance(0.5) && { startedAt: started + below(4) * 900, pid: 10 + below(5) }),
			...(state === 'exited' && { finishedAt: at, exitCode: below(3) }),
			...(chance(0.8) && { metadata: metadata() }),
			...(chance(0.2) && { joins: { net: containerId(), pid: containerId() } }),
			...(chance(0.1) && { runtimeHandler: pick(['kata', 'runc']) }),
		};
	};
	const namespaces = (first: number): LinuxNamespaces =>
		Object.fromEntries(kinds.flatMap((kind) => (chance(0.9) ? [[kind, first + below(4)]] : [])));
	const process = (id = containerId()): ContainerProcess => ({
		containerId: id,
		pid: 10 + below(20),
		startTicks: 100 + below(6),
		command: pick(['pause', 'sh', undefined]),
		...(chance(0.4) && { podUid: uid() }),
		linuxNamespaces: namespaces(1),
	});
	const status = (name: string) => ({
		name,
		containerID: chance(0.8) ? `docker://${containerId()}` : '',
		restartCount: below(3),
		ready: chance(0.5),
		state: pick([
			{ running: { startedAt: null } },
			{ waiting: { reason: 'CrashLoopBackOff' } },
			{ terminated: { exitCode: 1, reason: 'Error' } },
		]),
		lastState: chance(0.4) ? { terminated: { exitCode: 2, containerID: `docker://${containerId()}` } } : {},
	});
	const pod = (own = chance(0.3) ? `mirror-${below(3)}` : uid()): KubePod => ({
		metadata: {
			name: own,
			namespace: pick(['default', 'kube-system']),
			uid: own,
			resourceVersion: String(at),
			...(own.startsWith('mirror') && {
				annotations: { 'kubernetes.io/config.mirror': 'x', 'kubernetes.io/config.hash': uid() },
			}),
		},
		spec: {
			containers: [{ name: 'app' }, ...(chance(0.5) ? [{ name: 'helper' }] : [])],
			hostNetwork: chance(0.2),
		},
		status: { phase: 'Running', containerStatuses: [status('app'), status('helper')] },
	});
	const unique = <T>(entries: readonly T[], key: (entry: T) => string): T[] => [
		...new Map(entries.map((entry) => [key(entry), entry])).values(),
	];

	const makers: readonly (() => Observation)[] = [
		() => {
			const source = pick(runtimes);
			const records = unique(
				some(12, () => record(source)),
				({ id }) => id,
			);
			return { at, source, kind: 'runtime-listing', records };
		},
		...Array.from({ length: 4 }, () => (): Observation => {
			const source = pick(runtimes);
			return {
				at,
				source,
				kind: 'runtime-records',
				records: unique(
					some(2, () => record(source)),
					({ id }) => id,
				),
				gone: some(2, containerId),
			};
		}),
		() => ({
			at,
			source: 'kube',
			kind: 'pod-listing',
			pods: unique(
				some(8, () => pod()),
				({ metadata: { uid } }) => uid,
			),
		}),
		...Array.from({ length: 3 }, () => (): Observation => ({ at, source: 'kube', kind: 'pod-changed', pod: pod() })),
		() => ({ at, source: 'kube', kind: 'pod-deleted', uid: chance(0.5) ? uid() : `mirror-${below(3)}` }),
		() => ({
			at,
			source: 'proc',
			kind: 'process-listing',
			host: { linuxNamespaces: chance(0.8) ? { net: 1, ipc: 1, user: 1 } : namespaces(1) },
			processes: unique(
				some(12, () => process()),
				({ containerId: id }) => id,
			),
		}),
		...Array.from(
			{ length: 4 },
			() => (): Observation => ({
				at,
				source: 'proc',
				kind: 'processes',
				processes: unique(
					some(3, () => process()),
					({ containerId: id }) => id,
				),
				gone: some(2, containerId),
			}),
		),
		() => ({
			at,
			source: 'proc',
			kind: 'pinned-namespaces',
			namespaces: some(2, () => ({ sandboxId: containerId(), linuxNamespaces: namespaces(1) })),
		}),
		...Array.from({ length: 3 }, () => (): Observation => {
			const [type, id] = [pick(['die', 'start', 'create', 'kill', 'exit']), containerId()];
			const podUid = chance(0.6) ? uid() : undefined;
			return {
				at,
				source: 'docker',
				kind: 'events',
				events: [{ key: `${at}:${id}`, at: at - below(2_000), source: 'docker', type, id, podUid }],
			};
		}),
		() => ({ at, source: 'proc', kind: 'kubelet', running: chance(0.9) }),
		() => ({ at, source: 'kube', kind: 'node', node: { metadata: { name: pick(['one', 'two']) } } }),
		() => ({ at, source: 'clock', kind: 'tick' }),
	];

	const listings: Observation[] = [];
	/** What was listed before, in another order. */
	const relist = (): Observation => {
		const known = structuredClone(pick(listings));
		if (known.kind === 'runtime-listing') return { ...known, at, records: shuffle(known.records) };
		if (known.kind === 'pod-listing') return { ...known, at, pods: shuffle(known.pods) };
		return known.kind === 'process-listing' ? { ...known, at, processes: shuffle(known.processes) } : { ...known, at };
	};

	return () => {
		at += below(1_500);
		if (listings.length > 0 && chance(0.15)) return relist();
		const made = pick(makers)();
		if (made.kind.endsWith('-listing')) listings.unshift(made);
		listings.length = Math.min(listings.length, 4);
		return made;
	};
}
