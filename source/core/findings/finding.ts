import type { FindingText } from './finding-text.ts';

/** Every rule's id, in the order in which README and lists have them: what takes a pod down first. Stable: scripts read them. */
export const findingIds = [
	'kubelet-down',
	'kubelet-not-reconciling',
	'slow-runtime',
	'pause-image',
	'container-without-pause',
	'dead-pause-process',
	'restarted-behind-kubelet',
	'several-ready-sandboxes',
	'duplicate-container',
	'sandbox-flapping',
	'pod-ip-missing',
	'duplicate-pod-ip',
	'create-stuck',
	'stuck-terminating',
	'state-disagrees',
	'orphan-in-runtime',
	'stale-sandbox',
	'leaked-shim',
	'leaked-network-namespace',
	'zombies',
	'ephemeral-target',
	'out-of-memory',
	'killed-with-sandbox',
	'back-off',
	'host-namespace',
] as const;

export type FindingId = (typeof findingIds)[number];

/**
 * `critical`: a pod or the node does not do its work, or the API shows what is not so. `warning`: something leaks, hangs or will break.
 * `info`: true and worth knowing, nothing to repair on the node; the header does not count it.
 */
export const findingSeverities = ['critical', 'warning', 'info'] as const;

export type FindingSeverity = (typeof findingSeverities)[number];

/** What a finding is about. */
export type FindingSubject =
	| {
			kind: 'pod';
			/** Runtime UID. */
			uid: string;
			kubeNamespace: string;
			name: string;
			/** Where it is about one container. */
			container?: string;
			/** Full id of the sandbox or container, where it is about one incarnation. */
			id?: string;
	  }
	| { kind: 'node'; name?: string }
	| { kind: 'runtime'; name: string }
	/** What belongs to no pod: a leaked shim, a network namespace. */
	| { kind: 'process'; pid: number; name: string }
	| { kind: 'file'; path: string };

/** A value as a source gave it, and how to see it without pausetop. */
export type FindingEvidence = {
	/** What it is: `pause's net namespace`. */
	what: string;
	/** The very value: `4026532259`, `Running`, `10.244.0.7`. */
	value: FindingText;
	/** Who said so: a source's name (`kube`, `docker`, `containerd`, `proc`), or `pausetop` for what it saw itself over time. */
	source: string;
	/** A command that prints the same. Made with `shellWord` where it has words from outside. */
	command?: string;
};

/** One step of what to do. */
export type FindingStep = {
	text: FindingText;
	command?: string;
};

/** Something wrong, with the evidence for it and what to do. */
export type Finding = {
	rule: FindingId;
	/** The same fault through time: the rule's id, then what it is about. */
	key: string;
	severity: FindingSeverity;
	subject: FindingSubject;
	/** Since when it is so, milliseconds since the epoch: by the evidence, else when pausetop first noticed. */
	since: number;
	/** Whether `since` is only when pausetop first noticed: it may be older. */
	noticed: boolean;
	/** One sentence: the object, what is wrong with it, why. No full stop. */
	summary: FindingText;
	evidence: readonly FindingEvidence[];
	/** The first step first. */
	todo: readonly FindingStep[];
	/** What makes it worse. */
	avoid: readonly FindingText[];
	/** Since when it cannot be checked any more because a source is gone, milliseconds since the epoch. Absent: it is so now. */
	uncheckedSince?: number;
};

/** A rule that cannot be checked now. */
export type CannotTell = {
	rule: FindingId;
	/** What is missing, in words: `the API server does not answer`. */
	reason: string;
	remedy?: string;
	/** What is missing is on its way. */
	pending?: true;
};

/** What is wrong on the node, as it was last judged. */
export type NodeFindings = {
	/** The worst first, then in the order of `findingIds`, the oldest first. */
	findings: readonly Finding[];
	/**
	 * What looks wrong but has not lasted long enough to be said; with the time from which on it will be a finding. With `uncheckedSince`
	 * that is put off until a source is back.
	 */
	suspected: readonly (Finding & { confirmedAt: number })[];
	cannotTell: readonly CannotTell[];
};

/** Before anything has been judged. */
export const noFindings: NodeFindings = { findings: [], suspected: [], cannotTell: [] };
