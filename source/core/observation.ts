import type { Action } from './action/action.ts';
import type { NodeFindings } from './findings/finding.ts';
import type { SourceHealth } from './health.ts';
import type { PodInside } from './inside/pod-inside.ts';
import type { KubeNode } from './kube-node.ts';
import type { KubePod } from './kube-pod.ts';
import type { LinuxNamespaces } from './linux-namespace.ts';
import type { NodeSurvey } from './node-survey.ts';
import type { ContainerProcess, HostProcess } from './process.ts';
import type { RuntimeCall, RuntimeFacts } from './runtime-facts.ts';
import type { RuntimeRecord } from './runtime-record.ts';
import type { TimelineEvent } from './timeline-event.ts';

/**
 * What a source saw, and when. The only way into the store. `at` is the moment of observation in milliseconds since the
 * epoch, by this machine's clock; nothing downstream looks at a clock of its own.
 *
 * Listings are the truth: they replace everything their source said before. The others change a part.
 */
export type Observation = { at: number; source: string } & (
	| ({ kind: 'health' } & SourceHealth)
	/** All records of one runtime. */
	| { kind: 'runtime-listing'; records: readonly RuntimeRecord[] }
	/** Some records of one runtime, re-read because an event named them; `gone` no longer exist. */
	| { kind: 'runtime-records'; records: readonly RuntimeRecord[]; gone: readonly string[] }
	/** All pods that the API server has for this node. */
	| { kind: 'pod-listing'; pods: readonly KubePod[] }
	| { kind: 'pod-changed'; pod: KubePod }
	/** The runtime UID is not known here: `uid` is metadata.uid. */
	| { kind: 'pod-deleted'; uid: string }
	| { kind: 'node'; node: KubeNode }
	/** What this node is called as far as the machine itself can tell; the Node object's name, once there, counts more. */
	| { kind: 'node-name'; name: string }
	/** The whole of /proc. */
	| { kind: 'process-listing'; host: HostProcess; processes: readonly ContainerProcess[] }
	/** Some containers' first processes, re-read; `gone` are container ids without any process. */
	| { kind: 'processes'; processes: readonly ContainerProcess[]; gone: readonly string[] }
	/** Namespaces that a runtime keeps by files, for sandboxes without a pause process. */
	| { kind: 'pinned-namespaces'; namespaces: readonly { sandboxId: string; linuxNamespaces: LinuxNamespaces }[] }
	/** What happened, for the timeline. Events inform; they do not change records. */
	| { kind: 'events'; events: readonly TimelineEvent[] }
	/** An action, as it stands now. */
	| { kind: 'action'; action: Action }
	/** Whether the kubelet's process was there at the last look; undefined when that cannot be told. */
	| { kind: 'kubelet'; running: boolean | undefined }
	/** The container that pausetop itself runs in. */
	| { kind: 'own-container'; id: string }
	/** A look inside one pod, in the place of the one before. */
	| { kind: 'inside'; podUid: string; inside: PodInside }
	/** Nobody looks inside that pod any more. */
	| { kind: 'inside-closed'; podUid: string }
	/** A look over the whole node, in the place of the one before. */
	| { kind: 'survey'; survey: NodeSurvey }
	/** What the runtime named as source is set up with, in the place of what was known before. */
	| { kind: 'runtime-facts'; facts: RuntimeFacts }
	/** Calls that the runtime named as source has answered, or has not. */
	| { kind: 'runtime-calls'; calls: readonly RuntimeCall[] }
	/** What is wrong, as judged now. */
	| { kind: 'findings'; findings: NodeFindings }
	/** The clock, for ages. */
	| { kind: 'tick' }
);

/** One kind of observation by its name. */
export type ObservationOf<K extends Observation['kind']> = Extract<Observation, { kind: K }>;
