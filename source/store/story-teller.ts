import type { Action } from '../core/action/action.ts';
import type { NodeState } from '../core/node-state.ts';
import { PersistentMap } from '../core/persistent-map.ts';
import type { RestartStory } from '../core/restart-story/restart-story.ts';
import { tellStories } from '../core/restart-story/tell-stories.ts';
import { isSameData } from '../core/same-data.ts';
import { mergeNewest, pickNewest, type ToldAnew } from './newest-stories.ts';
import type { NodeStories } from './select-stories.ts';
import { withholdUnsettled } from './settle-stories.ts';

/** What the stories of a node are told from. */
export type StoryParts = Pick<NodeState, 'histories' | 'actions' | 'nodeName' | 'kubeletRuns'>;

/** Tells of one state after another, each time only of the pods of which something has changed. */
export type StoryTeller = {
	/** `unsettledUntil`: when there may be more to tell though nothing is heard, `now` for at once; milliseconds, Infinity for never. */
	tell(parts: StoryParts, now: number): { stories: NodeStories; unsettledUntil: number };
};

/** So many pods are told of at once in any case. */
export const promptPods = 8;
/**
 * Of more than these, so many are told of at once where there is no room (see burst), since a key waits for them, and the rest when
 * somebody asks again: a frame, and whoever asks until nobody waits. A pod's 20 stories take one to two milliseconds.
 */
export const podsAtOnce = 4;
/** So many where nobody has asked for a while (milliseconds): then nobody may ask for a while either. */
export const podsAfterCalm = 32;
export const calm = 500;
/**
 * How many more tellings there is room for before pods have to wait, and how much of it comes back each second. A start is many changes
 * to many pods within a moment, and what is told before all of them are in must not stay; a storm is that all the time.
 */
const burst = 2_000;
const regained = 150;
/** How long at least, milliseconds. */
export const restTime = 1_000;
/** How much longer for each pod that was told of lately, and how long at most: a pod's 20 stories take about a millisecond. */
const restPerPod = 8;
const longestRest = 10_000;

type Stories = readonly RestartStory[];
type ActionsByPod = ReadonlyMap<string, readonly Action[]>;

/** @param room for tellings in a row before a pod that was told of waits until it is told of again */
export function createStoryTeller(room = burst): StoryTeller {
	let before: StoryParts = { histories: new Map(), actions: [] };
	let actions: ActionsByPod = new Map();
	let byPod = PersistentMap.from<Stories>([]);
	let total = 0;
	let result: NodeStories = { stories: [], byPod, dropped: 0 };
	let last = 0;
	let left = room;
	const unsettled = new Map<string, number>();
	/** When each pod was told of lately, oldest first. */
	const toldAt = new Map<string, number>();
	const rest = () => Math.min(longestRest, Math.max(restTime, toldAt.size * restPerPod));

	/** Whether a pod is put off; one that is gone is not. */
	const mayRest = (uid: string, parts: StoryParts, now: number) => {
		const told = toldAt.get(uid);
		if (told === undefined || told + rest() <= now || !parts.histories.has(uid)) return false;
		unsettled.set(uid, told + rest());
		return true;
	};
	const tellPod = (uid: string, parts: StoryParts, now: number): Stories => {
		const history = parts.histories.get(uid);
		unsettled.delete(uid);
		toldAt.delete(uid);
		toldAt.set(uid, now);
		left -= 1;
		if (!history) return none;
		const { nodeName, kubeletRuns } = parts;
		const input = { uid, history, actions: actions.get(uid) ?? noActions, nodeName, kubeletRuns };
		const { stories, unsettledUntil } = withholdUnsettled(tellStories(input), now);
		if (unsettledUntil < Infinity) unsettled.set(uid, unsettledUntil);
		return keepSame(byPod.get(uid) ?? none, stories);
	};

	/** Tells of so many; the rest stay unsettled until the next time. */
	const tellSome = (uids: Iterable<string>, parts: StoryParts, now: number, atMost: number, isRush: boolean) => {
		const changes = new Map<string, ToldAnew>();
		let told = 0;
		for (const uid of uids) {
			if (isRush && mayRest(uid, parts, now)) continue;
			if (told >= atMost && parts.histories.has(uid)) {
				unsettled.set(uid, now);
				continue;
			}
			told++;
			const change = { before: byPod.get(uid) ?? none, after: tellPod(uid, parts, now) };
			if (change.before !== change.after) changes.set(uid, change);
		}
		return changes;
	};

	return {
		tell(parts, now) {
			const grouped = parts.actions === before.actions ? actions : groupActions(parts.actions);
			// what somebody has done is told first, then what was quiet, and what has waited in the order in which it began to
			const uids = new Set(changedActions(actions, grouped));
			const changed = [...findChanged(before, parts)];
			for (const uid of changed) if (!unsettled.has(uid)) uids.add(uid);
			for (const [uid, until] of unsettled) if (until <= now) uids.add(uid);
			for (const uid of changed) uids.add(uid);
			const goesOn = now >= last && isSuccessor(before, parts);
			const isCrowd = goesOn && uids.size > promptPods;
			forgetOld(toldAt, goesOn ? now - rest() : Infinity);
			left = Math.min(room, left + (Math.max(0, now - last) / 1_000) * regained);
			const isRush = isCrowd && uids.size > left;
			const atMost = !isRush ? Infinity : now - last < calm ? podsAtOnce : podsAfterCalm;
			[before, actions, last] = [parts, grouped, now];
			const changes = tellSome(uids, parts, now, atMost, isRush);
			if (changes.size > 0) {
				byPod = changePods(byPod, changes);
				for (const change of changes.values()) total += change.after.length - change.before.length;
				const newest = mergeNewest(result.stories, [...changes.values()], total);
				const stories = newest ?? pickNewest([...byPod.values()].flat());
				result = { stories, byPod, dropped: total - stories.length };
			}
			return { stories: result, unsettledUntil: Math.min(...unsettled.values()) };
		},
	};
}

const none: Stories = [];
const noActions: readonly Action[] = [];

function isSuccessor(before: StoryParts, after: StoryParts): boolean {
	return PersistentMap.of(after.histories).sharesPlaces(PersistentMap.of(before.histories));
}

/** They stand in the order of their times. */
function forgetOld(times: Map<string, number>, until: number): void {
	for (const [uid, at] of times) {
		if (at > until) return;
		times.delete(uid);
	}
}

/** Of a pod without a running story the kubelet's state changes nothing, but to know that is to tell it. */
function findChanged(before: StoryParts, after: StoryParts): Iterable<string> {
	const isAll = before.nodeName !== after.nodeName || before.kubeletRuns !== after.kubeletRuns;
	if (isAll) return [...before.histories.keys(), ...after.histories.keys()];
	return PersistentMap.of(after.histories).changedKeys(PersistentMap.of(before.histories));
}

function changePods(byPod: PersistentMap<Stories>, changes: ReadonlyMap<string, ToldAnew>): PersistentMap<Stories> {
	const told = [...changes].map(([uid, { after }]) => [uid, after] as const);
	const silent = told.filter(([, stories]) => stories.length === 0).map(([uid]) => uid);
	return byPod.change(
		told.filter(([, stories]) => stories.length > 0),
		silent,
	);
}

/** A story that reads the same as before is the same object, and so is the list when nothing in it has changed. */
function keepSame(before: Stories, after: Stories): Stories {
	const known = new Map(before.map((story) => [story.id, story]));
	const kept = after.map((story) => {
		const same = known.get(story.id);
		return same && isSameData(same, story) ? same : story;
	});
	const isSame = before.length === kept.length && before.every((story, index) => story === kept[index]);
	return isSame ? before : kept;
}

function groupActions(actions: readonly Action[]): ActionsByPod {
	const byPod = new Map<string, Action[]>();
	for (const action of actions) {
		const { podUid } = action.target;
		if (!byPod.get(podUid)?.push(action)) byPod.set(podUid, [action]);
	}
	return byPod;
}

function changedActions(before: ActionsByPod, after: ActionsByPod): string[] {
	if (before === after) return [];
	const uids = new Set([...before.keys(), ...after.keys()]);
	return [...uids].filter((uid) => !isSameActions(before.get(uid) ?? noActions, after.get(uid) ?? noActions));
}

function isSameActions(before: readonly Action[], after: readonly Action[]): boolean {
	return before.length === after.length && before.every((action, index) => action === after[index]);
}
