import type { NodeState } from '../node-state.ts';
import type { PodView, UnmatchedView } from '../node-view.ts';
import { PersistentMap } from '../persistent-map.ts';
import type { Incarnation } from './incarnation.ts';
import { type ApiTouch, createLivingApi } from './living-api.ts';
import { matchEntry } from './match-incarnations.ts';
import { nameIncarnation } from './name-incarnation.ts';
import { createNamespaceUsers } from './namespace-users.ts';
import { createRanking, findEntry, isSameOrder, mapsOf, type NodeMaps } from './node-maps.ts';
import { createPodMembers } from './pod-members.ts';
import { createPodReads } from './pod-reads.ts';
import { viewPod } from './pod-view.ts';
import type { SharingContext } from './sharing.ts';
import { viewUnmatched } from './unmatched-view.ts';

/** Everything about containers that is findable from more than one side. */
export type LivingIndex = {
	/** Whether it can go on to this state: with another host, or other runtimes, nothing that was found out has to be true. */
	canFollow(state: NodeState): boolean;
	/** Takes the next state in. Returns which pods and containers to view anew. */
	take(state: NodeState): ApiTouch;
	viewPod(uid: string): PodView | undefined;
	viewUnmatched(id: string): UnmatchedView | undefined;
};

export function createLivingIndex(state: NodeState): LivingIndex {
	const host = state.host.linuxNamespaces;
	const runtimes = nameRuntimes(state);
	let maps: NodeMaps = emptyMaps;
	const api = createLivingApi(maps.pods);
	const users = createNamespaceUsers(host);
	const members = createPodMembers();
	const reads = createPodReads();

	const match = (id: string): Incarnation | undefined => {
		const entry = findEntry(maps, id);
		return entry && matchEntry(entry, maps.processes.get(id), api);
	};
	const nameOf = (id: string) => {
		const found = match(id);
		return found && nameIncarnation(found);
	};

	return {
		canFollow: (next) => host === next.host.linuxNamespaces && runtimes === nameRuntimes(next),
		take(next) {
			const before = maps;
			maps = mapsOf(next);
			const touch: ApiTouch = { pods: new Set(), containers: new Set() };
			api.take(maps.pods, touch);
			const beside = takeContainers(before, maps, users, touch);
			for (const id of touch.containers) {
				touchPod(touch, members.podOf(id));
				members.place(id, match(id)?.podUid);
				beside.add(id);
			}
			for (const id of beside) {
				touchPod(touch, members.podOf(id));
				for (const uid of reads.readersOf(id)) touch.pods.add(uid);
			}
			const rank = createRanking(maps);
			const unordered = isSameOrder(before, maps) ? [...touch.pods] : members.pods();
			for (const uid of unordered) if (members.order(uid, rank)) touch.pods.add(uid);
			return touch;
		},
		viewPod(uid) {
			const pod = api.podOf(uid);
			const incarnations = members.of(uid).flatMap((id) => match(id) ?? []);
			const read = new Set<string>();
			const sharing = { host, users, ...noteReads(maps, nameOf, read) };
			const isThere = pod !== undefined || incarnations.length > 0;
			const view = isThere ? viewPod(uid, pod, incarnations, sharing) : undefined;
			reads.set(uid, read);
			return view;
		},
		viewUnmatched(id) {
			const entry = members.podOf(id) === undefined ? findEntry(maps, id) : undefined;
			return entry && viewUnmatched(entry, maps);
		},
	};
}

const emptyMaps: NodeMaps = {
	records: new Map(),
	processes: PersistentMap.from([]),
	pods: PersistentMap.from([]),
	ended: PersistentMap.from([]),
	pinned: PersistentMap.from([]),
};

/** What a view is made in the light of, with a note of each id that was asked for. */
function noteReads(
	{ pinned, ended }: NodeMaps,
	nameOf: SharingContext['nameOf'],
	read: Set<string>,
): Pick<SharingContext, 'pinned' | 'ended' | 'nameOf'> {
	const noting = <T>(get: (id: string) => T) => {
		return (id: string) => {
			read.add(id);
			return get(id);
		};
	};
	return {
		pinned: { get: noting((id) => pinned.get(id)) },
		ended: { get: noting((id) => ended.get(id)) },
		nameOf: noting(nameOf),
	};
}

/** Notes the containers that changed themselves. Returns those beside which something changed. */
function takeContainers(
	before: NodeMaps,
	next: NodeMaps,
	users: ReturnType<typeof createNamespaceUsers>,
	{ containers }: ApiTouch,
): Set<string> {
	const beside = new Set<string>();
	for (const [runtime, records] of next.records) {
		for (const id of records.changedKeys(before.records.get(runtime) ?? PersistentMap.from([]))) containers.add(id);
	}
	for (const id of next.processes.changedKeys(before.processes)) {
		containers.add(id);
		for (const other of users.replace(before.processes.get(id), next.processes.get(id))) beside.add(other);
	}
	for (const id of next.ended.changedKeys(before.ended)) beside.add(id);
	for (const id of next.pinned.changedKeys(before.pinned)) beside.add(id);
	return beside;
}

function touchPod({ pods }: ApiTouch, uid: string | undefined): void {
	if (uid !== undefined) pods.add(uid);
}

function nameRuntimes({ records }: NodeState): string {
	return [...records.keys()].join();
}
