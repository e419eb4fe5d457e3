import type { Action } from './action/action.ts';
import type { NodeFindings } from './findings/finding.ts';
import type { SourceHealth } from './health.ts';
import type { PodInside } from './inside/pod-inside.ts';
import type { KubeNode } from './kube-node.ts';
import type { KubePod } from './kube-pod.ts';
import type { LinuxNamespaces } from './linux-namespace.ts';
import type { NodeSurvey } from './node-survey.ts';
import type { PodHistory } from './pod-history.ts';
import type { ContainerProcess, HostProcess } from './process.ts';
import type { RuntimeCall, RuntimeFacts } from './runtime-facts.ts';
import type { RuntimeRecord } from './runtime-record.ts';
import type { TimelineEvent } from './timeline-event.ts';

/** All that the sources have said, by what they said it about. Immutable: a change makes a new object, and only along its path. */
export type NodeState = {
	/** Time of the newest observation, milliseconds since the epoch. */
	now: number;
	/** By source name, in the order in which the sources were started. */
	sources: ReadonlyMap<string, SourceStatus>;
	node?: KubeNode;
	/** What the machine itself says that the node is called: `--node`, the kubelet's option, the host name. */
	nodeName?: string;
	/** By metadata.uid. Absent until the first pod listing: then nothing can be said about who the API knows. */
	pods?: ReadonlyMap<string, KubePod>;
	/** By runtime name, then full id. */
	records: ReadonlyMap<string, ReadonlyMap<string, RuntimeRecord>>;
	/** By container id. Absent until the first scan. */
	processes?: ReadonlyMap<string, ContainerProcess>;
	host: HostProcess;
	/** By sandbox id: what a runtime keeps by files (CRI-O's dropped infra container; containerd's network namespace). */
	pinned: ReadonlyMap<string, LinuxNamespaces>;
	/** What was seen of sandboxes that have ended since, by container id: a stale sandbox's namespaces can outlive it. Bounded. */
	endedProcesses: ReadonlyMap<string, ContainerProcess>;
	timeline: Timeline;
	/** By the pod's runtime UID: what restart stories are told from. Bounded. */
	histories: ReadonlyMap<string, PodHistory>;
	/** How many pods that are long gone have been let go from `histories`. Absent: none. */
	forgottenPods?: number;
	/** What was done from pausetop, oldest first. Bounded. */
	actions: readonly Action[];
	/** By the pod's runtime UID: of the pods that somebody looks into now, and of no others. */
	inside: ReadonlyMap<string, PodInside>;
	/** Whether the kubelet's process was there at the last look. Absent: cannot be told. */
	kubeletRuns?: boolean;
	/** When its process was first seen again after it had been gone, milliseconds since the epoch. Absent while it is gone, or never was. */
	kubeletBackSince?: number;
	/** The container that pausetop itself runs in, by full id. */
	ownContainerId?: string;
	/** The newest look over the whole node. Absent until the first one. */
	survey?: NodeSurvey;
	/** By runtime name. */
	runtimeFacts: ReadonlyMap<string, RuntimeFacts>;
	/** By runtime name, the newest last. Bounded. */
	runtimeCalls: ReadonlyMap<string, readonly RuntimeCall[]>;
	/** What is wrong, as it was last judged. */
	findings: NodeFindings;
};

export type SourceStatus = SourceHealth & {
	/** Since when it has been in this health, milliseconds since the epoch. */
	since: number;
};

/** What happened, oldest first, bounded. */
export type Timeline = {
	events: readonly TimelineEntry[];
	/** How many older ones were let go. */
	dropped: number;
	/** The greatest `order` of these: what comes late and is older is not taken in. Absent: none was let go. */
	droppedUntil?: number;
};

/** An event with its place in the merged order. */
export type TimelineEntry = TimelineEvent & {
	/** Sort key: `at`, but for coarse times the moment of arrival where that lies within the coarse second. */
	order: number;
	/** The how-manieth event it was to arrive, from 0. */
	sequence: number;
};
