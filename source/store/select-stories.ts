import type { NodeState } from '../core/node-state.ts';
import type { RestartStory } from '../core/restart-story/restart-story.ts';
import { createStoryTeller, type StoryParts } from './story-teller.ts';

/** The node's restart stories. */
export type NodeStories = {
	/** Newest first; at most `nodeStoryLimit` (newest-stories.ts). */
	stories: readonly RestartStory[];
	/** By runtime UID, newest first. Pods without a story are not in it. */
	byPod: ReadonlyMap<string, readonly RestartStory[]>;
	/** How many older ones `stories` leaves out. */
	dropped: number;
};

/**
 * The stories of a state. A pod's are told anew only when something that they are told from has changed, and the whole is the same
 * object while none has: a tick costs nothing, an event about one pod that pod's stories. A frozen screen asks for two states in
 * turn: what was told of the two newest is remembered.
 */
export function selectStories(state: NodeState): NodeStories {
	return lookUp(state).stories;
}

/** Whether pods wait to be told of. Who asks until it is not so, giving way in between, spares the next frame some of it. */
export function hasWaitingStories(state: NodeState): boolean {
	return lookUp(state).unsettledUntil <= state.now;
}

function lookUp(state: NodeState): Remembered {
	const parts = selectParts(state);
	const known = remembered.find((entry) => isSameParts(entry.parts, parts));
	const entry = known && state.now < known.unsettledUntil ? known : { ...teller.tell(parts, state.now), parts };
	remembered = [entry, ...remembered.filter((other) => other !== known)].slice(0, 2);
	return entry;
}

type Remembered = { parts: StoryParts; stories: NodeStories; unsettledUntil: number };

const teller = createStoryTeller();
let remembered: readonly Remembered[] = [];

function selectParts({ histories, actions, node, nodeName, kubeletRuns }: NodeState): StoryParts {
	return { histories, actions, nodeName: node?.metadata.name ?? nodeName, kubeletRuns };
}

function isSameParts(a: StoryParts, b: StoryParts): boolean {
	return (
		a.histories === b.histories &&
		a.actions === b.actions &&
		a.nodeName === b.nodeName &&
		a.kubeletRuns === b.kubeletRuns
	);
}
