import type { ActionKind } from '../action/action.ts';
import type { LinuxNamespaces } from '../linux-namespace.ts';
import type { ContainerKind } from '../node-view.ts';

/** What happened to a pod when its sandbox or one of its containers ended, until it was back. Built from facts, in any order of arrival. */
export type RestartStory = {
	/** Stable while the story grows: `<podUid>/<id of what ended first>`. */
	id: string;
	/** Runtime UID. */
	podUid: string;
	kubeNamespace: string;
	pod: string;
	/**
	 * `sandbox`: a recycle, with all that follows. `container`: one container, its sandbox stays. `all-containers`: every
	 * container anew in the same sandbox (KEP-5532): no recycle.
	 */
	scope: 'sandbox' | 'container' | 'all-containers';
	/** For scope `container`. */
	container?: string;
	containerKind?: ContainerKind;
	trigger: StoryTrigger;
	/**
	 * `running`: not over yet. `recovered`: Ready again. `ended`: it will not come back and is not meant to (completed, Never,
	 * pod deleted). `overtaken`: the next story began before this one was over.
	 */
	status: 'running' | 'recovered' | 'ended' | 'overtaken';
	/** The first thing that happened, milliseconds since the epoch. */
	beganAt: number;
	/** When it was over. Absent while it runs, and where nobody saw when a recovered one was Ready again. */
	endedAt?: number;
	/** In the order of time; those that are still awaited come last and have no `at`. */
	steps: readonly StoryStep[];
	before: StorySide;
	after: StorySide;
	/** What a recycle does not change. */
	stayed: { uid: string; createdAt?: number; nodeName?: string };
	/** While it runs: what it waits for, and for how long that is known to last: `back-off 20s`. In words. */
	waitingFor?: string;
	/** When that is over at the earliest, as far as it is known (a back-off, a grace period), milliseconds since the epoch. */
	waitingUntil?: number;
};

export type StoryTrigger =
	/** Asked for in pausetop. */
	| { cause: 'action'; action: ActionKind; actionId: string }
	/** It ended by itself or by someone else's hand. */
	| { cause: 'exit'; exitCode?: number; signal?: number; oomKilled?: boolean }
	/** The kubelet ended it, and its event says why. */
	| { cause: 'kubelet'; reason: string; message?: string }
	/** The kubelet found the sandbox unfit (no network address, several ready ones) though its pause had not ended. */
	| { cause: 'sandbox-changed'; message?: string }
	/** Its record was removed by hand (`docker rm -f`). */
	| { cause: 'removed' }
	| { cause: 'unknown' };

/**
 * One step. The words are for code; `format` and `ui` have those for people.
 * `noticed`: the kubelet's SandboxChanged event (or, without one, the first thing it did).
 * `network-ready`: the API has the pod's new IP. `back-off`: from the first waiting state until the next start.
 */
export type StoryStepKind =
	| 'pause-ended'
	| 'container-ended'
	| 'noticed'
	| 'sandbox-created'
	| 'sandbox-started'
	| 'network-ready'
	| 'init-run'
	| 'back-off'
	| 'container-started'
	| 'ready';

export type StoryStep = {
	kind: StoryStepKind;
	/** Absent while it is awaited. */
	at?: number;
	/** For what takes time (`init-run`, `back-off`): its end. */
	until?: number;
	/** How coarse `at` is, milliseconds: it may be that much later. Absent when exact. */
	resolution?: number;
	/**
	 * `event`: told as it happened. `record`: the runtime's own time in its record. `api`: the API server's word. `listing`: only
	 * two listings show it; `at` is when that was noticed.
	 */
	seenBy?: 'event' | 'record' | 'api' | 'listing';
	container?: string;
	/** Full id of the sandbox or container. */
	id?: string;
	attempt?: number;
	exitCode?: number;
	signal?: number;
	oomKilled?: boolean;
	/** What the source said about it, unescaped. */
	message?: string;
};

/** The pod on one side of the story. Absent means unknown. */
export type StorySide = {
	sandboxId?: string;
	sandboxAttempt?: number;
	sandboxPid?: number;
	ip?: string;
	/** kubectl's RESTARTS. */
	restarts?: number;
	linuxNamespaces?: LinuxNamespaces;
	/** By container name. */
	containers: readonly { name: string; kind: ContainerKind; id?: string; attempt?: number; pid?: number }[];
};
