import type { SimulatedNode } from '../../source/simulator/create-simulated-node.ts';
import type { RecordedEvent, RecordedState, Recording } from './recording.ts';
import { getDocker, type Replay } from './replay.ts';

/** What the simulated node did in the `seconds` after a command, in the form of a recording. */
export async function record(
	replay: Replay,
	pod: string,
	command: () => unknown,
	seconds: number,
): Promise<Omit<Recording, 'namespaces' | 'pod'>> {
	const { clock, node } = replay;
	const startedAt = clock.now();
	const seen = await recordPod(replay, pod, command, seconds);
	return {
		...seen,
		dockerEvents: await readDockerEvents(node, pod, startedAt, clock.now()),
		listingAfter: await readListing(node, pod),
	};
}

/** The part of it that the API server tells. */
export async function recordPod(
	{ clock, kube }: Pick<Replay, 'clock' | 'kube'>,
	pod: string,
	command: () => unknown,
	seconds: number,
): Promise<Pick<Recording, 'podStates' | 'kubeEvents'>> {
	const startedAt = clock.now();
	const resource = `/api/v1/namespaces/default/pods`;
	const query = `watch=true&fieldSelector=metadata.name%3D${pod}&timeoutSeconds=${seconds}`;
	const watch = await kube(`${resource}?${query}`);
	const states = watch.text();
	const oldEvents = await readVersion(kube);
	const done = Promise.resolve(command());
	const seenAt = new Map<string, number>();
	for (let step = 1; step <= seconds * 10; step++) {
		const response = await kube(`${resource}/${pod}`);
		const version = response.status === 404 ? 'gone' : ((await response.json()) as WatchedPod).metadata.resourceVersion;
		if (!seenAt.has(version)) seenAt.set(version, (clock.now() - startedAt) / 1000);
		await clock.advance(100);
	}
	await done;
	return { podStates: formatStates(await states, seenAt), kubeEvents: await readKubeEvents(kube, pod, oldEvents) };
}

type WatchedPod = {
	metadata: { resourceVersion: string; deletionTimestamp?: string };
	status: {
		phase: string;
		podIP?: string;
		conditions: { type: string; status: string }[];
		initContainerStatuses?: WatchedContainer[];
		containerStatuses?: WatchedContainer[];
	};
};

type WatchedContainer = {
	name: string;
	containerID?: string;
	ready: boolean;
	restartCount: number;
	state: Record<string, { reason?: string }>;
};

function formatStates(text: string, seenAt: ReadonlyMap<string, number>): RecordedState[] {
	const letters = new Map<string, string[]>();
	const letter = (of: string, value: string) => {
		const known = letters.get(of) ?? [];
		letters.set(of, known);
		if (!known.includes(value)) known.push(value);
		return 'abcdef'[known.indexOf(value)] ?? '';
	};
	const lines = text.split('\n').filter((line) => line !== '');
	return lines.map((line, index) => {
		const { type, object } = JSON.parse(line) as { type: string; object: WatchedPod };
		const { status, metadata } = object;
		const containers = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
		return {
			type,
			seenAt: index === 0 ? null : (seenAt.get(metadata.resourceVersion) ?? seenAt.get('gone') ?? null),
			phase: status.phase,
			ip: letter('', status.podIP ?? ''),
			deleting: metadata.deletionTimestamp !== undefined,
			containers: containers.map((each) => {
				const [state = '', detail] = Object.entries(each.state)[0] ?? [];
				const reason = detail?.reason === undefined ? '' : `(${detail.reason})`;
				const which = letter(each.name, each.containerID ?? '');
				return `${each.name} ${state}${reason} r${each.restartCount} ${each.ready ? 'ready' : 'unready'} ${which}`;
			}),
			notTrue: status.conditions.filter((each) => each.status !== 'True').map((each) => each.type),
		};
	});
}

type DockerEvent = {
	Type: string;
	Action: string;
	Actor: { ID: string; Attributes: Record<string, string> };
	timeNano: number;
};

async function readDockerEvents(
	node: SimulatedNode,
	pod: string,
	since: number,
	until: number,
): Promise<RecordedEvent[]> {
	const text = await getDocker(node, `/v1.41/events?since=${since / 1000}&until=${until / 1000}`);
	const events = text
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as DockerEvent);
	const ofPod = (event: DockerEvent) => event.Actor.Attributes['io.kubernetes.pod.name'] === pod;
	const ids = new Set(events.filter(ofPod).map((event) => event.Actor.ID));
	const own = events.filter((event) => ofPod(event) || ids.has(event.Actor.Attributes.container ?? ''));
	return own.map((event) => {
		const { name = '', exitCode, signal } = event.Actor.Attributes;
		return {
			at: event.timeNano / 1e9 - since / 1000,
			action: event.Type === 'network' ? `network ${event.Action}` : event.Action,
			name: hideUid(name),
			...(exitCode === undefined ? {} : { exitCode }),
			...(signal === undefined ? {} : { signal }),
		};
	});
}

function hideUid(name: string): string {
	return name.replace(/_[0-9a-f]{8}-[0-9a-f-]{27}_/, '_<uid>_');
}

type KubeEvent = {
	metadata: { resourceVersion: string };
	involvedObject: { name: string; fieldPath?: string };
	reason: string;
};

async function readVersion(kube: Replay['kube']): Promise<number> {
	const list = (await (await kube('/api/v1/events')).json()) as { metadata: { resourceVersion: string } };
	return Number(list.metadata.resourceVersion);
}

async function readKubeEvents(kube: Replay['kube'], pod: string, after: number): Promise<string[]> {
	const list = (await (await kube('/api/v1/events')).json()) as { items: KubeEvent[] };
	return list.items
		.filter((each) => each.involvedObject.name === pod && Number(each.metadata.resourceVersion) > after)
		.sort((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion))
		.map((each) => [each.reason, /\{(.*)\}/.exec(each.involvedObject.fieldPath ?? '')?.[1]].filter(Boolean).join(' '));
}

async function readListing(node: SimulatedNode, pod: string): Promise<string[]> {
	const filters = encodeURIComponent(JSON.stringify({ label: [`io.kubernetes.pod.name=${pod}`] }));
	type Entry = { Names: string[]; Status: string };
	const list = JSON.parse(await getDocker(node, `/containers/json?all=1&filters=${filters}`)) as Entry[];
	return list.map((each) => {
		const status = /^(Up|Exited \(\d+\))/.exec(each.Status)?.[1] ?? each.Status;
		return `${status} ${hideUid(each.Names[0] ?? '').slice(1)}`;
	});
}
