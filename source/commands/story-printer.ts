import type { NodeState } from '../core/node-state.ts';
import type { RestartStory } from '../core/restart-story/restart-story.ts';
import { formatStoryJson } from '../output/story-json.ts';
import { selectStories } from '../store/select-stories.ts';
import { isSettled } from './is-settled.ts';
import { isStoryWhole } from './view-restart.ts';

/**
 * How old news must be, milliseconds. What began a story is not settled at once (the ends of a sandbox's containers arrive in any
 * order), nor is all known of one in the moment when it is over. The clock's tick comes each second.
 */
const settleTime = 300;
/** How long after its end a story that is not whole is told nevertheless, milliseconds. */
const wholeTime = 2_000;
/** How long to wait for everything to be listed, milliseconds. Where something hangs, stories are told from the rest. */
const patience = 10_000;
/** Stories are looked at this often at most, milliseconds: in a storm of events each look costs. */
const lookEvery = 250;

export type StoryPrinterOptions = {
	/** Stories that were over before are not told, milliseconds since the epoch. */
	from: number;
	/** Absent: all. */
	kubeNamespace?: string;
};

/** Returns lines for the stories that have begun or ended since the last call, each with its line break. `final`: everything that is known. */
export type StoryPrinter = (state: NodeState, final?: boolean) => string;

type Stage = 'running' | 'over';

/** A line for each story when it begins and one when it is over; for one that was over when it was first seen only the latter. */
export function createStoryPrinter({ from, kubeNamespace }: StoryPrinterOptions): StoryPrinter {
	let told: ReadonlyMap<string, Stage> = new Map();
	let readyAt: number | undefined;
	let firstAt: number | undefined;
	let lookedAt: number | undefined;

	return (state, final = false) => {
		// before everything is listed, what is long over looks as if it had just begun
		firstAt ??= state.now;
		if (isSettled(state) || state.now - firstAt >= patience) readyAt ??= state.now;
		const since = readyAt ?? Infinity;
		if (!final && (state.now < since || state.now - (lookedAt ?? -Infinity) < lookEvery)) return '';
		const stories = [...selectStories(state).byPod.values()].flat().filter(isWanted);
		if (lookedAt === undefined) told = new Map(stories.filter(isPast).map(({ id }) => [id, 'over']));
		lookedAt = state.now;
		const fresh = stories.filter((story) => !isTold(story, told) && (final || isRipe(story, state.now, since)));
		// only those that are still told are remembered: a pod that is gone takes its stories with it
		const kept = stories.flatMap(({ id }) => {
			const stage = told.get(id);
			return stage ? [[id, stage] as const] : [];
		});
		told = new Map([...kept, ...fresh.map((story) => [story.id, stageOf(story)] as const)]);
		return fresh
			.sort((a, b) => momentOf(a) - momentOf(b))
			.map((story) => `${JSON.stringify(formatStoryJson(story))}\n`)
			.join('');
	};

	function isWanted(story: RestartStory): boolean {
		if (kubeNamespace !== undefined && story.kubeNamespace !== kubeNamespace) return false;
		const { status, endedAt, beganAt, steps } = story;
		if (endedAt !== undefined || status !== 'recovered') return endedAt === undefined || endedAt > from;
		// nobody saw when: what is known of it is that it was up again
		return Math.max(beganAt, ...steps.map(({ at = 0 }) => at)) > from;
	}

	/** When nobody looked, nobody saw when it was Ready again: the first look finds it so, and that moment says nothing. */
	function isPast({ status, steps }: RestartStory): boolean {
		return status === 'recovered' && steps.every(({ kind, at = 0 }) => kind === 'ready' || at <= from);
	}
}

function isTold(story: RestartStory, told: ReadonlyMap<string, Stage>): boolean {
	const stage = told.get(story.id);
	return stage === 'over' || stage === stageOf(story);
}

/** Of what was before `readyAt`, when everything had been listed, the dead are inspected after the living. */
function isRipe(story: RestartStory, now: number, readyAt: number): boolean {
	if (momentOf(story) < readyAt) return now - readyAt >= wholeTime;
	const age = now - momentOf(story);
	return age >= settleTime && (isStoryWhole(story) || age >= wholeTime);
}

function stageOf({ status }: RestartStory): Stage {
	return status === 'running' ? 'running' : 'over';
}

/** When it came to be as it is told. */
function momentOf({ beganAt, endedAt }: RestartStory): number {
	return endedAt ?? beganAt;
}
