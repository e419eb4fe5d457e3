import type { Observation } from '../../source/core/observation.ts';
import type { TimelineEvent } from '../../source/core/timeline-event.ts';
import { createStore, type Store } from '../../source/store/create-store.ts';
import { type BuiltPod, buildPod, hostNamespaces, idOf, minute, now, second } from './node-builders.ts';

const sharedPid = { net: 'pause', ipc: 'pause', pid: 'pause' } as const;

/** A pod in each state that the screen has to show. */
export function buildRichPods(): BuiltPod[] {
	return [
		buildPod({
			name: 'crasher',
			seed: 1,
			ip: '10.244.0.4',
			ageAgo: 2 * minute + 31 * second,
			containers: [
				{
					name: 'boom',
					attempt: 4,
					state: 'exited',
					reason: 'CrashLoopBackOff',
					exitCode: 3,
					startedAgo: 21 * second,
					finishedAgo: 20 * second,
				},
				{ name: 'boom', attempt: 3, state: 'exited', exitCode: 3, finishedAgo: 66 * second, former: true },
			],
		}),
		buildPod({
			name: 'done',
			seed: 2,
			phase: 'Succeeded',
			ageAgo: 12 * minute,
			sandboxes: [{ attempt: 0, state: 'exited', exitCode: 0, finishedAgo: 11 * minute }],
			containers: [{ name: 'job', state: 'exited', exitCode: 0, reason: 'Completed', finishedAgo: 11 * minute }],
		}),
		buildPod({
			name: 'no-image',
			seed: 3,
			ip: '10.244.0.11',
			phase: 'Pending',
			ageAgo: 4 * minute,
			containers: [{ name: 'main', state: 'waiting', reason: 'ImagePullBackOff' }],
		}),
		buildPod({
			name: 'on-host',
			seed: 4,
			ip: '10.244.255.1',
			hostNetwork: true,
			ageAgo: 27 * minute,
			containers: [{ name: 'main', uses: { net: 'host', uts: 'host' } }],
		}),
		buildPod({
			name: 'pause-test',
			seed: 5,
			ip: '10.244.0.2',
			containers: [{ name: 'nginx', port: 80 }, { name: 'ghost', port: 2368 }, { name: 'busybox' }],
		}),
		buildRecycledPod(),
		buildPod({
			name: 'with-init',
			seed: 7,
			ip: '10.244.0.3',
			containers: [
				{
					name: 'init-myservice',
					kind: 'init',
					state: 'exited',
					exitCode: 0,
					reason: 'Completed',
					finishedAgo: 26 * minute,
				},
				{
					name: 'init-mydb',
					kind: 'init',
					state: 'exited',
					exitCode: 0,
					reason: 'Completed',
					finishedAgo: 25 * minute,
				},
				{ name: 'main' },
			],
		}),
		buildPod({
			name: 'static-web-worker-2',
			kubeNamespace: 'kube-system',
			seed: 8,
			ip: '10.244.0.8',
			deleting: true,
			containers: [{ name: 'web', uses: { net: 4_026_532_509 } }],
		}),
	];
}

/** The one whose pause has died: everything in its second attempt, the first listed as ended. */
function buildRecycledPod(): BuiltPod {
	const before = { state: 'exited', exitCode: 137, finishedAgo: 16 * second, former: true } as const;
	return buildPod({
		name: 'pause-test2',
		seed: 6,
		ip: '10.244.0.7',
		sandboxes: [
			{ attempt: 1, startedAgo: 14 * second },
			{ attempt: 0, state: 'exited', exitCode: 0, finishedAgo: 16 * second },
		],
		containers: [
			{ name: 'nginx', attempt: 1, startedAgo: 14 * second, port: 80, uses: sharedPid },
			{ name: 'ghost', attempt: 1, startedAgo: 14 * second, port: 2368, uses: sharedPid },
			{ name: 'busybox', attempt: 1, startedAgo: 14 * second, uses: sharedPid },
			{ name: 'nginx', ...before },
			{ name: 'ghost', ...before },
			{ name: 'busybox', ...before },
		],
	});
}

const recycled = { pod: 'pause-test2', kubeNamespace: 'default', podUid: '00000000-0000-4000-8000-000000000006' };

/** What happened when that pause died, as Docker and the API server told it. */
export function buildRichEvents(): TimelineEvent[] {
	const at = now - 16 * second;
	const sandbox = { ...recycled, role: 'sandbox', source: 'docker' } as const;
	const container = (name: string) => ({ ...recycled, role: 'container', container: name, source: 'docker' }) as const;
	return [
		{ key: '1', at: at + 41, type: 'kill', signal: 15, attempt: 0, ...sandbox },
		{ key: '2', at: at + 168, type: 'die', exitCode: 137, attempt: 0, ...container('ghost') },
		{ key: '3', at: at + 169, type: 'die', exitCode: 137, attempt: 0, ...container('nginx') },
		{ key: '4', at: at + 170, type: 'die', exitCode: 137, attempt: 0, ...container('busybox') },
		{ key: '5', at: at + 170, type: 'die', exitCode: 0, attempt: 0, ...sandbox },
		{
			key: '6',
			at,
			resolution: 1000,
			type: 'SandboxChanged',
			source: 'kube',
			severity: 'normal',
			message: 'Pod sandbox changed, it will be killed and re-created.',
			...recycled,
		},
		{ key: '7', at: at + 1838, type: 'start', attempt: 1, id: idOf(6, 0, 1), ...sandbox },
		{ key: '8', at: at + 2009, type: 'start', attempt: 1, ...container('nginx') },
		{ key: '9', at: at + 2155, type: 'start', attempt: 1, ...container('ghost') },
		{ key: '10', at: at + 2305, type: 'start', attempt: 1, ...container('busybox') },
		{
			key: '11',
			at: now - 12 * second,
			resolution: 1000,
			type: 'BackOff',
			source: 'kube',
			severity: 'warning',
			count: 12,
			message: 'Back-off restarting failed container',
			pod: 'crasher',
			kubeNamespace: 'default',
			podUid: '00000000-0000-4000-8000-000000000001',
			container: 'boom',
		},
	];
}

/** What the sources say of the node, as they would say it. */
export function listPods(pods: readonly BuiltPod[], at = now): Observation[] {
	const stray = {
		id: 'f00dbabe'.repeat(8),
		runtime: 'docker',
		name: 'registry',
		labels: {},
		state: 'running',
		image: 'registry:2',
		pid: 1234,
		startedAt: now - 60 * minute,
	} as const;
	return [
		{ at, source: 'kube', kind: 'pod-listing', pods: pods.map(({ pod }) => pod) },
		{ at, source: 'docker', kind: 'runtime-listing', records: [...pods.flatMap(({ records }) => records), stray] },
		{
			at,
			source: 'proc',
			kind: 'process-listing',
			host: { linuxNamespaces: hostNamespaces },
			processes: pods.flatMap(({ processes }) => processes),
		},
	];
}

/** All sources live. */
export function allLive(at = now): Observation[] {
	return [
		{ at, source: 'kube', kind: 'health', health: 'live', endpoint: 'https://192.0.2.2:6443' },
		{ at, source: 'docker', kind: 'health', health: 'live', version: '20.10.24', endpoint: '/var/run/docker.sock' },
		{ at, source: 'proc', kind: 'health', health: 'live', endpoint: '/proc' },
		{
			at,
			source: 'kube',
			kind: 'node',
			node: {
				metadata: { name: 'worker-2' },
				status: { nodeInfo: { kubeletVersion: 'v1.20.2' }, conditions: [{ type: 'Ready', status: 'True' }] },
			},
		},
	];
}

/** A store that has heard all of that. */
export function createRichStore(): Store {
	const store = createStore();
	const events: Observation = { at: now, source: 'docker', kind: 'events', events: buildRichEvents() };
	for (const observation of [...allLive(), ...listPods(buildRichPods()), events]) store.dispatch(observation);
	return store;
}
