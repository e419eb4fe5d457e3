import { isBeingDeleted } from '../action/pod-traits.ts';
import { parseKubeTime } from '../kubectl/parse-kube-time.ts';
import type { ContainerView, PodView, SandboxView } from '../node-view.ts';
import type { FindingFacts } from './finding-rule.ts';
import { namePod } from './pod-subject.ts';
import { selectAliveSince } from './sandbox-times.ts';
import { isSeenReady, isSeenRunning } from './seen-alive.ts';

/** A sandbox that is up, with what runs in it. */
export type ReadySandbox = {
	pod: PodView;
	sandbox: SandboxView;
	/** Milliseconds since the epoch. */
	aliveSince?: number;
	running: readonly ContainerView[];
};

/** How long after the time that its deletion gives it a pod's sandbox may still be up, milliseconds: its network is taken down first. */
const deletionSlack = 60_000;

/** By `namespace/name` the sandboxes that are up where there are several, the newest first. A pod that is being deleted does not count. */
export function selectRivals(facts: FindingFacts): ReadonlyMap<string, readonly ReadySandbox[]> {
	const byName = new Map<string, Up[]>();
	for (const pod of facts.view.pods) {
		const name = namePod(pod);
		for (const sandbox of pod.sandboxes) {
			if (!isSeenReady(sandbox, facts.state) || isWithinDeletion(pod, facts.now)) continue;
			if (!byName.get(name)?.push({ pod, sandbox })) byName.set(name, [{ pod, sandbox }]);
		}
	}
	const several = [...byName].filter(([, ups]) => ups.length > 1);
	return new Map(several.map(([name, ups]) => [name, ups.map((up) => describe(up, facts)).sort(compareNewestFirst)]));
}

type Up = Pick<ReadySandbox, 'pod' | 'sandbox'>;

/** Without a time they stay as they are: a pod's are the newest first already. */
function compareNewestFirst(a: ReadySandbox, b: ReadySandbox): number {
	return a.aliveSince === undefined || b.aliveSince === undefined ? 0 : b.aliveSince - a.aliveSince;
}

/** deletionTimestamp is when the grace period is over. */
function isWithinDeletion(pod: PodView, now: number): boolean {
	if (!isBeingDeleted(pod)) return false;
	const until = parseKubeTime(pod.api?.metadata.deletionTimestamp);
	return until === undefined || now < until + deletionSlack;
}

function describe({ pod, sandbox }: Up, { state }: FindingFacts): ReadySandbox {
	const running = pod.containers.filter((container) => {
		return container.sandboxId === sandbox.id && isSeenRunning(container, state);
	});
	return { pod, sandbox, aliveSince: selectAliveSince(state, sandbox), running };
}
