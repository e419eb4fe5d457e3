/** What can be done to a pod on its node. `sandbox` kinds go to the pause (or the CRI sandbox), the others to a container. */
export const actionKinds = [
	'restart-sandbox',
	'kill-sandbox',
	'stop-sandbox',
	'restart-container',
	'kill-container',
] as const;

export type ActionKind = (typeof actionKinds)[number];

/**
 * How an action is carried out:
 * `docker-stop`, `docker-kill`: Docker Engine API, by container id.
 * `task-term`, `task-kill`: containerd's Tasks.Kill in namespace k8s.io, by container id.
 * `signal-term`, `signal-kill`: a signal to the host pid, after its start time has been compared (CRI-O's infra process).
 * `stop-pod-sandbox`, `stop-container`: CRI.
 */
export type ActionMeans =
	| 'docker-stop'
	| 'docker-kill'
	| 'task-term'
	| 'task-kill'
	| 'signal-term'
	| 'signal-kill'
	| 'stop-pod-sandbox'
	| 'stop-container';

/**
 * The very incarnation that was confirmed. An action goes to this one or to none: another id, another attempt, or the same id
 * with another first process (it has been started anew) is another incarnation.
 */
export type ActionTarget = {
	/** Runtime UID. */
	podUid: string;
	kubeNamespace: string;
	pod: string;
	role: 'sandbox' | 'container';
	/** The container's name; absent for a sandbox. */
	container?: string;
	/** Full id. */
	id: string;
	attempt?: number;
	/** The runtime's name, as its source is named. */
	runtime: string;
	/** Host pid and start of the first process, where known. Absent for a sandbox without a pause process. */
	pid?: number;
	startTicks?: number;
};

/** What was asked for and confirmed. */
export type ActionRequest = {
	kind: ActionKind;
	means: ActionMeans;
	target: ActionTarget;
	/** Seconds between TERM and KILL, for `docker-stop` and `stop-container`. */
	graceSeconds?: number;
	/** How it was confirmed: chosen in the dialog, the pod's name typed, or by `--yes`. */
	confirmed: 'chosen' | 'typed' | 'flag';
};

/**
 * `running`: sent, the target still lives. `done`: the target has ended. `refused`: nothing was done, `message` says why.
 * `failed`: the runtime said no, or does not answer. `timed-out`: sent, but the target lives on; `message` says what is stuck.
 */
export type ActionStatus = 'running' | 'done' | 'refused' | 'failed' | 'timed-out';

/** An action from its confirmation on: what the screen, the log and the restart stories know of it. */
export type Action = ActionRequest & {
	/** Unique in this run: `action-1`. */
	id: string;
	/** When it was confirmed, milliseconds since the epoch. */
	askedAt: number;
	status: ActionStatus;
	/** When the status became final. */
	endedAt?: number;
	/** Why, in one line, without a full stop. */
	message?: string;
	/** What to do about it. */
	remedy?: string;
};

/** Whether an action goes to the pod's sandbox, and so takes all of its containers with it. */
export function isSandboxAction(kind: ActionKind): boolean {
	return kind === 'restart-sandbox' || kind === 'kill-sandbox' || kind === 'stop-sandbox';
}
