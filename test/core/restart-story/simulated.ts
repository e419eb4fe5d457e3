import { normalizeDockerInspected, normalizeDockerListed } from '../../../source/core/docker-container.ts';
import { normalizeDockerEvent, parseDockerEventLine } from '../../../source/core/docker-event.ts';
import type { KubeEvent } from '../../../source/core/kube-event.ts';
import type { NodeState } from '../../../source/core/node-state.ts';
import { normalizeKubeEvent } from '../../../source/core/normalize-kube-event.ts';
import { normalizeKubePod } from '../../../source/core/normalize-kube-pod.ts';
import type { Observation, ObservationOf } from '../../../source/core/observation.ts';
import type { RestartStory } from '../../../source/core/restart-story/restart-story.ts';
import type { PodSpecInput } from '../../../source/simulator/pod-spec-input.ts';
import { emptyState, reduce } from '../../../source/store/reduce.ts';
import { selectStories } from '../../../source/store/select-stories.ts';
import { createReplay, getDocker, type PhasedReplay } from '../../simulator/replay.ts';

/** A simulated node whose daemon and API server are read every 100 ms of its virtual time. */
export type Watched = {
	replay: PhasedReplay;
	/** Lets time pass, and takes in what happened meanwhile. */
	pass(ms: number): Promise<void>;
	/** The same, without the daemon's stream and its records. */
	passUnseen(ms: number): Promise<void>;
	stories(): readonly RestartStory[];
	state(): NodeState;
	close(): Promise<void>;
};

export async function watchSimulated(...pods: readonly PodSpecInput[]): Promise<Watched> {
	const replay = await createReplay();
	const { node, clock } = replay;
	for (const pod of pods) node.createPod(pod);
	await clock.advance(20_000);
	let state = emptyState;
	let told = clock.now();
	const take = (observations: readonly Observation[]) => {
		state = observations.reduce(reduce, state);
	};
	const look = async () => take([await readRuntime(replay), await readPods(replay)]);
	await look();
	return {
		replay,
		stories: () => selectStories(state).stories,
		state: () => state,
		close: () => node.close(),
		async pass(ms) {
			for (let passed = 0; passed < ms; passed += 100) {
				await clock.advance(100);
				take([...(await readEvents(replay, told)), ...(await watchPods(replay)), await readKubeEvents(replay)]);
				told = clock.now();
			}
			await look();
		},
		async passUnseen(ms) {
			await clock.advance(ms);
			told = clock.now();
			await look();
		},
	};
}

async function readRuntime({ node, clock }: PhasedReplay): Promise<Observation> {
	const list = JSON.parse(await getDocker(node, '/containers/json?all=1')) as { Id: string }[];
	const records = await Promise.all(
		list.map(async (entry) => {
			const answer: unknown = JSON.parse(await getDocker(node, `/containers/${entry.Id}/json`));
			return normalizeDockerInspected(answer, normalizeDockerListed(entry));
		}),
	);
	return { at: clock.now(), source: 'docker', kind: 'runtime-listing', records };
}

async function readEvents({ node, clock }: PhasedReplay, since: number): Promise<readonly Observation[]> {
	const text = await getDocker(node, `/events?since=${since / 1000}&until=${clock.now() / 1000}`);
	const lines = text.split('\n').filter((line) => line !== '');
	const events = lines
		.map((line) => normalizeDockerEvent(parseDockerEventLine(line)))
		.filter((event) => event !== undefined);
	return events.map((event) => ({ at: clock.now(), source: 'docker', kind: 'events', events: [event] }));
}

async function readPods({ kube, clock }: PhasedReplay): Promise<ObservationOf<'pod-listing'>> {
	const { items } = (await (await kube('/api/v1/pods')).json()) as { items: unknown[] };
	const pods = items.map((item) => normalizeKubePod(item).value).filter((pod) => pod !== undefined);
	return { at: clock.now(), source: 'kube', kind: 'pod-listing', pods };
}

/** What a watch would tell: each pod as it is, and by the listing those that are gone. */
async function watchPods(replay: PhasedReplay): Promise<readonly Observation[]> {
	const listing = await readPods(replay);
	const { at, source, pods } = listing;
	return [...pods.map((pod): Observation => ({ at, source, kind: 'pod-changed', pod })), listing];
}

async function readKubeEvents({ kube, clock }: PhasedReplay): Promise<Observation> {
	const { items } = (await (await kube('/api/v1/events')).json()) as { items: KubeEvent[] };
	const at = clock.now();
	return { at, source: 'kube', kind: 'events', events: items.map((item) => normalizeKubeEvent(item, at)) };
}
