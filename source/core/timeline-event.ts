/** Something that happened on this node, as a runtime or the API server told it, or as pausetop noticed it. */
export type TimelineEvent = {
	/**
	 * Tells one event from another, also when it is read again after a reconnect: `docker:<nanoseconds>:<short id>:<action>`,
	 * `kube:<uid>:<count>`.
	 */
	key: string;
	/** Milliseconds since the epoch by the source's own clock. Kubernetes events have whole seconds only. */
	at: number;
	/** How coarse `at` is, in milliseconds: 1000 for Kubernetes events with whole seconds, absent when exact. */
	resolution?: number;
	/** The source's name: `docker`, `kube`; `pausetop` for changes that it noticed itself. */
	source: string;
	/** The source's own word: `die`, `create`, `SandboxChanged`, `BackOff`. */
	type: string;
	kubeNamespace?: string;
	pod?: string;
	/** Runtime UID of the pod where known. */
	podUid?: string;
	/** `POD` never appears here: a sandbox's event has `role: 'sandbox'` and no container. */
	container?: string;
	role?: 'sandbox' | 'container';
	/** Attempt of the sandbox (role sandbox) or of the container (role container), from the runtime's name for it. */
	attempt?: number;
	/** The sandbox a container event belongs to. */
	sandboxId?: string;
	/** Full container or sandbox id. */
	id?: string;
	exitCode?: number;
	signal?: number;
	/** How often a Kubernetes event has been seen (it is aggregated by the API server). */
	count?: number;
	/** `Warning` or `Normal` of a Kubernetes event. */
	severity?: 'normal' | 'warning';
	message?: string;
};
