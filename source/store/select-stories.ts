import type { Action } from '../core/action/action.ts';
import type { NodeState } from '../core/node-state.ts';
import type { StoryInput } from '../core/restart-story/pod-facts.ts';
import type { RestartStory } from '../core/restart-story/restart-story.ts';
import { tellStories } from '../core/restart-story/tell-stories.ts';
import { type Settled, withholdUnsettled } from './settle-stories.ts';

/** How many stories of the whole node are listed. */
export const nodeStoryLimit = 200;

/** The node's restart stories. */
export type NodeStories = {
	/** Newest first; at most `nodeStoryLimit`. */
	stories: readonly RestartStory[];
	/** By runtime UID, newest first. Pods without a story are not in it. */
	byPod: ReadonlyMap<string, readonly RestartStory[]>;
	/** How many older ones `stories` leaves out. */
	dropped: number;
};

/**
 * The stories of a state. A pod's are told anew only when something that they are told from has changed, and the whole is the same
 * object while none has: a tick costs nothing, an event about one pod that pod's stories.
 */
export function selectStories(state: NodeState): NodeStories {
	const parts = selectParts(state);
	if (remembered && isSameParts(remembered.parts, parts) && state.now < remembered.unsettledUntil) {
		return remembered.result;
	}
	const told = new Map<string, Told>();
	const actions = groupActions(state.actions, remembered?.actions);
	let hasChanged = remembered === undefined;
	for (const [uid, history] of state.histories) {
		const input: StoryInput = {
			uid,
			history,
			actions: actions.get(uid) ?? noActions,
			nodeName: state.node?.metadata.name ?? state.nodeName,
			kubeletRuns: state.kubeletRuns,
		};
		const known = remembered?.told.get(uid);
		const isKnown = known !== undefined && isSameInput(known.input, input) && state.now < known.unsettledUntil;
		if (!isKnown) hasChanged = true;
		told.set(uid, isKnown ? known : { input, ...withholdUnsettled(tellStories(input), state.now) });
	}
	const unsettledUntil = earliestOf(told);
	hasChanged ||= told.size !== remembered?.told.size;
	const result = hasChanged || !remembered ? collect(told) : remembered.result;
	remembered = { parts, told, actions, result, unsettledUntil };
	return result;
}

type Told = { input: StoryInput } & Settled;
type Parts = Pick<NodeState, 'histories' | 'actions' | 'node' | 'nodeName' | 'kubeletRuns'>;
type ActionsByPod = ReadonlyMap<string, readonly Action[]>;

const noActions: readonly Action[] = [];

/** The newest state's. */
let remembered:
	| {
			parts: Parts;
			told: ReadonlyMap<string, Told>;
			actions: ActionsByPod;
			result: NodeStories;
			unsettledUntil: number;
	  }
	| undefined;

/** When there may be more to tell though nothing is heard. */
function earliestOf(told: ReadonlyMap<string, Told>): number {
	let earliest = Infinity;
	for (const { unsettledUntil } of told.values()) earliest = Math.min(earliest, unsettledUntil);
	return earliest;
}

function selectParts({ histories, actions, node, nodeName, kubeletRuns }: NodeState): Parts {
	return { histories, actions, node, nodeName, kubeletRuns };
}

function isSameParts(a: Parts, b: Parts): boolean {
	return (
		a.histories === b.histories &&
		a.actions === b.actions &&
		a.node === b.node &&
		a.nodeName === b.nodeName &&
		a.kubeletRuns === b.kubeletRuns
	);
}

function isSameInput(a: StoryInput, b: StoryInput): boolean {
	return (
		a.history === b.history &&
		a.actions === b.actions &&
		a.nodeName === b.nodeName &&
		// of a pod without a running story the kubelet's state changes nothing, but to know that is to tell it
		a.kubeletRuns === b.kubeletRuns
	);
}

/** Each pod's actions; the same list as before where it has the same ones. */
function groupActions(actions: readonly Action[], before: ActionsByPod | undefined): ActionsByPod {
	const byPod = new Map<string, Action[]>();
	for (const action of actions) {
		const { podUid } = action.target;
		if (!byPod.get(podUid)?.push(action)) byPod.set(podUid, [action]);
	}
	return new Map([...byPod].map(([uid, own]) => [uid, keepSame(before?.get(uid), own)]));
}

function keepSame(before: readonly Action[] | undefined, now: readonly Action[]): readonly Action[] {
	const isSame = before?.length === now.length && now.every((action, index) => action === before[index]);
	return isSame && before ? before : now;
}

function collect(told: ReadonlyMap<string, Told>): NodeStories {
	const withStories = [...told].filter(([, { stories }]) => stories.length > 0);
	const byPod = new Map(withStories.map(([uid, { stories }]) => [uid, stories]));
	const all = [...byPod.values()].flat().sort((a, b) => b.beganAt - a.beganAt || (a.id < b.id ? -1 : 1));
	return { stories: all.slice(0, nodeStoryLimit), byPod, dropped: Math.max(0, all.length - nodeStoryLimit) };
}
