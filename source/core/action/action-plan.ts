import type { NodeCondition } from '../kubelet-state.ts';
import type { RestartStory } from '../restart-story/restart-story.ts';
import type { ActionKind, ActionMeans, ActionTarget } from './action.ts';

/** An entry of the action menu: what would be done, how, and what would come of it. */
export type ActionPlan = {
	kind: ActionKind;
	/** Where it is refused this can be what would have been the first choice. */
	means: ActionMeans;
	/** Its id is empty only where it is refused because there is none. */
	target: ActionTarget;
	/** In the menu: `Restart sandbox`. */
	title: string;
	/** The command of an operator that comes to the same: `docker stop 76b9f085bd1c`. Empty where it is refused for lack of a target. */
	command: string;
	/** The most important first. */
	consequences: readonly Consequence[];
	/** What has to be typed before it is done. */
	typedName?: string;
	/** Why it cannot be done; it is then shown and cannot be chosen. */
	refused?: string;
	/** Seconds between TERM and KILL. */
	graceSeconds?: number;
	/** Names of the containers that end with it, those that run. For a container's plan itself first. Absent when refused. */
	goesDown?: readonly string[];
};

/**
 * One sentence about what will happen, without a full stop. `danger`: something does not come back, or nothing will bring it
 * back. The topic says what it is about: sentences of several plans are put together by it.
 */
export type Consequence = { text: string; weight: 'danger' | 'warning' | 'note'; topic?: ConsequenceTopic };

export type ConsequenceTopic =
	| 'kubelet'
	| 'unknown-to-api'
	| 'never-back'
	| 'perhaps-back'
	| 'own-pod'
	| 'control-plane'
	| 'static'
	| 'deleting'
	| 'hard-way'
	| 'down'
	| 'outlives-pause'
	| 'grace'
	| 'no-grace'
	| 'hook-runs'
	| 'hook-lost'
	| 'ephemeral'
	| 'init'
	| 'new-ip'
	| 'same-ip'
	| 'services'
	| 'services-go-on'
	| 'back-off'
	| 'crash-loop'
	| 'restarts'
	| 'stays'
	| 'pause';

/** What an action's consequences depend on besides the pod. */
export type ActionFacts = {
	/** Milliseconds since the epoch. */
	now: number;
	kubelet: NodeCondition;
	/** The pod's stories, newest first. */
	stories: readonly RestartStory[];
	/** The container that pausetop itself runs in, by full id, where it runs in one. */
	ownContainerId?: string;
};
