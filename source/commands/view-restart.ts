import { type Action, isSandboxAction } from '../core/action/action.ts';
import type { NodeState } from '../core/node-state.ts';
import type { RestartStory } from '../core/restart-story/restart-story.ts';
import { selectStories } from '../store/select-stories.ts';

/** What has come of an action until now. */
export type RestartView = {
	action: Action;
	/** The story that it began, and those that overtook it, oldest first. Empty until something has been seen to end. */
	stories: readonly RestartStory[];
	/**
	 * `under-way`: the target lives, or its pod is not Ready again. `ready`: it is. `gone`: it does not come back and is not meant
	 * to. `failed`: the action was refused or came to nothing.
	 */
	outcome: 'under-way' | 'ready' | 'gone' | 'failed';
};

export function viewRestart(action: Action, state: NodeState): RestartView {
	const stories = findStories(action, selectStories(state).byPod.get(action.target.podUid) ?? []);
	return { action, stories, outcome: findOutcome(action, stories.at(-1), state) };
}

function findOutcome(action: Action, last: RestartStory | undefined, state: NodeState): RestartView['outcome'] {
	if (action.status === 'running') return 'under-way';
	if (action.status !== 'done') return 'failed';
	if (last?.status === 'ended') return 'gone';
	if (last?.status !== 'recovered') return 'under-way';
	// a container can be back while another one keeps the pod from being Ready
	const isReady = state.histories.get(last.podUid)?.moments.at(-1)?.isReady !== false;
	return last.scope !== 'container' || isReady ? 'ready' : 'under-way';
}

/** What ended by the action, or beside it: somebody else may have been faster by a moment. */
function findStories(action: Action, newestFirst: readonly RestartStory[]): RestartStory[] {
	const told = newestFirst.toReversed();
	const own = told.find((story) => isCausedBy(story, action)) ?? told.find((story) => tellsEnd(story, action));
	if (!own) return [];
	const chain = [own];
	for (const story of told.slice(told.indexOf(own) + 1)) {
		const last = chain.at(-1);
		if (last && overtakes(story, last)) chain.push(story);
	}
	return chain;
}

/** Containers that a sandbox takes with it before its own end have stories of their own: they are not what was asked for. */
function isCausedBy({ trigger, scope }: RestartStory, { id, kind }: Action): boolean {
	return trigger.cause === 'action' && trigger.actionId === id && (scope === 'sandbox') === isSandboxAction(kind);
}

function tellsEnd({ steps }: RestartStory, { target, askedAt }: Action): boolean {
	return steps.some(({ kind, id, at, resolution = 0 }) => {
		const isEnd = kind === 'pause-ended' || kind === 'container-ended';
		return isEnd && id === target.id && at !== undefined && at + resolution >= askedAt;
	});
}

function overtakes(story: RestartStory, last: RestartStory): boolean {
	if (last.status !== 'overtaken' || story.beganAt < (last.endedAt ?? Infinity)) return false;
	if (story.scope === 'sandbox' || last.scope === 'sandbox') return story.scope === 'sandbox';
	return story.scope === 'all-containers' || last.scope === 'all-containers' || story.container === last.container;
}

/**
 * Whether a story that is over has all that comes a moment later: the processes of what was started are looked at when the
 * runtime has told of it, and the API server's word, in whole seconds, may be there before the runtime's own times.
 */
export function isStoryWhole({ status, steps, before, after }: RestartStory): boolean {
	if (status !== 'recovered') return true;
	const keys = ['ip', 'restarts', 'sandboxPid', 'linuxNamespaces'] as const;
	const hasPids = before.containers.every(({ name, pid }) => {
		return pid === undefined || after.containers.some((other) => other.name === name && other.pid !== undefined);
	});
	const hasTimes = steps.every(({ kind, seenBy }) => {
		const isContainers = kind === 'container-ended' || kind === 'container-started';
		return !isContainers || seenBy === 'event' || seenBy === 'record';
	});
	return hasPids && hasTimes && keys.every((key) => before[key] === undefined || after[key] !== undefined);
}
