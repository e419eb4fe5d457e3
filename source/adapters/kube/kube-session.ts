import type { Clock } from '../../core/clock.ts';
import { normalizeKubeNode } from '../../core/normalize-kube-node.ts';
import type { Observation } from '../../core/observation.ts';
import type { Emit } from '../../core/source.ts';
import type { TimelineEvent } from '../../core/timeline-event.ts';
import { describeKubeError } from './describe-kube-error.ts';
import type { KubeClient } from './kube-client.ts';
import { createPartHealth, type Part, type PartHealth, type Problem } from './part-health.ts';
import { createPodLedger, type PodLedger } from './pod-ledger.ts';
import type { ResolvedNode } from './resolve-node-name.ts';
import { createEventSelector, type EventSelector } from './select-events.ts';
import type { WatchChange } from './watch-change.ts';

/** How often what is done: milliseconds, but for `watchSeconds`. */
export type KubeTimings = {
	/** Pods are listed again, to repair what a watch lost. */
	relistEvery: number;
	/** A missing part is tried again. */
	retryPartEvery: number;
	/** A silent server is asked for a sign of life. */
	heartbeatEvery: number;
	/** The server is asked to end a watch. */
	watchSeconds: number;
	/** A watch that the server should have ended counts as dead, this much later. */
	watchGrace: number;
};

/** One connection to one API server about one node, and what it has told so far. */
export type KubeSession = {
	client: KubeClient;
	node: ResolvedNode;
	clock: Clock;
	timings: KubeTimings;
	signal: AbortSignal;
	health: PartHealth;
	takePodList(items: readonly unknown[]): void;
	takePodChanges(changes: readonly WatchChange[]): void;
	/** `problem` tells why it will not be kept up to date. */
	takeNode(wire: unknown, problem?: Problem): void;
	takeEvents(items: readonly unknown[]): void;
	/** Why a part failed, in words: the source goes on without it. */
	describeFailure(part: Part, error: unknown): Problem;
};

export type SessionOptions = Pick<KubeSession, 'client' | 'node' | 'clock' | 'timings' | 'signal'> & { emit: Emit };

type Say = (observation: DistributiveOmit<Observation, 'at' | 'source'>) => void;
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

export function createKubeSession({ emit, ...options }: SessionOptions): KubeSession {
	const { client, node, clock } = options;
	const say: Say = (observation) => emit({ ...observation, at: clock.now(), source: 'kube' } as Observation);
	const ledger = createPodLedger();
	const events = createEventSelector(node.name, ledger.findRuntimeUid);
	const health = createPartHealth(client.credentials.server, (sum) => say({ kind: 'health', ...sum }));
	return {
		...options,
		health,
		...createPodTakers({ say, ledger, events, health }),
		takeNode(wire, problem) {
			const { value, refused } = normalizeKubeNode(wire);
			if (value) say({ kind: 'node', node: value });
			health.set('node', refused === undefined ? problem : { detail: `the Node object is unusable: ${refused}` });
		},
		takeEvents(items) {
			sayEvents(say, events.select(items, clock.now()));
		},
		describeFailure(part, error) {
			const task = `list and watch ${partNames[part]}`;
			const { message, remedy } = describeKubeError(error, { credentials: client.credentials, task, now: clock.now() });
			return { detail: `without ${partNames[part]}: ${message}`, remedy };
		},
	};
}

const partNames: Record<Part, string> = { pods: 'pods', node: 'the Node object', events: 'events' };

type PodTakers = Pick<KubeSession, 'takePodList' | 'takePodChanges'>;

function createPodTakers(parts: { say: Say; ledger: PodLedger; events: EventSelector; health: PartHealth }): PodTakers {
	const { say, ledger, events, health } = parts;
	const settle = () => {
		sayEvents(say, events.reconsider());
		health.set('pods', ledger.problem());
	};
	return {
		takePodList(items) {
			say({ kind: 'pod-listing', pods: ledger.list(items) });
			settle();
		},
		takePodChanges(changes) {
			for (const { type, object } of changes) {
				if (type === 'DELETED') {
					const uid = ledger.remove(object);
					if (uid !== undefined) say({ kind: 'pod-deleted', uid });
				} else {
					const pod = ledger.set(object);
					if (pod) say({ kind: 'pod-changed', pod });
				}
			}
			settle();
		},
	};
}

function sayEvents(say: Say, events: readonly TimelineEvent[]): void {
	if (events.length > 0) say({ kind: 'events', events });
}
