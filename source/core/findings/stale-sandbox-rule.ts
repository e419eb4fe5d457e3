import { countOf } from '../action/join-words.ts';
import { isBeingDeleted, isStaticPod } from '../action/pod-traits.ts';
import { selectFlavour } from '../action/runtime-flavour.ts';
import type { NodeState } from '../node-state.ts';
import type { ContainerView, PodView, SandboxView } from '../node-view.ts';
import { selectMissingFacts } from './fact-kind.ts';
import type { FindingEvidence, FindingStep } from './finding.ts';
import type { FindingFacts, FindingRule, Suspicion } from './finding-rule.ts';
import { clock, say } from './finding-text.ts';
import { inspectCommand } from './inspect-command.ts';
import { readKubeletLog } from './kubelet-unit.ts';
import { nameIncarnation } from './name-incarnation.ts';
import { namePod, podSubject } from './pod-subject.ts';
import { stopSandbox } from './runtime-command.ts';
import { selectAliveSince, selectEnd } from './sandbox-times.ts';
import { isSeenReady, isSeenRunning } from './seen-alive.ts';
import { isDeadSandbox } from './wanted-pod.ts';

/** The kubelet removes what nobody needs once a minute (kuberuntime_gc.go); an hour is sixty of its rounds. Milliseconds. */
const patienceForOne = 3_600_000;
/** How many are not to be explained by one that waits for its round. */
const many = 3;
const patienceForMany = 600_000;
/** How long the node must have been up for the kubelet to have cleared what a reboot left, milliseconds. */
const warmUp = 600_000;

/** How long the kubelet takes to remove what has just become removable, milliseconds: two of its rounds. */
const clearingTime = 120_000;

/** An ended sandbox that the kubelet should have removed. */
type Stale = {
	sandbox: SandboxView;
	/** When it had ended. */
	endedAt?: number;
	/** Since when nobody needs it, as far as that is known. */
	since?: number;
	/** When it was first listed, where it may have been needed until then. */
	foundAt?: number;
};

export const staleSandboxRule: FindingRule = {
	id: 'stale-sandbox',
	title: 'Ended sandboxes are not cleared away',
	meaning:
		'Sandboxes that ended long ago are still there (containerd#10865, #7988, kubernetes#115252). The kubelet removes them each minute, when the pod is gone or has a newer sandbox. One beside it that still holds the last ended container of a name is normal and does not count. Stale ones hold IPs and network namespaces, mostly because their network cannot be taken down.',
	needs: ['runtime'],
	find(facts) {
		// a kubelet that is down clears nothing: that is the finding then
		if (facts.kubelet.fault !== undefined || !isWarm(facts)) return [];
		const isApiKnown = !selectMissingFacts(facts.state).has('api');
		return facts.view.pods.flatMap((pod) => {
			const stale = selectStale(pod, facts, isApiKnown);
			return stale.length > 0 ? [suspect(pod, stale, facts)] : [];
		});
	},
};

function isWarm({ view, state, now }: FindingFacts): boolean {
	return view.pods.some((pod) =>
		pod.sandboxes.some((sandbox) => {
			const since = isSeenReady(sandbox, state) ? selectAliveSince(state, sandbox) : undefined;
			return since !== undefined && now - since > warmUp;
		}),
	);
}

function selectStale(pod: PodView, { state }: FindingFacts, isApiKnown: boolean): Stale[] {
	if (isBeingDeleted(pod)) return [];
	const isGone = pod.matched === 'runtime' && isApiKnown && !isStaticPod(pod);
	const isUp = pod.sandboxes.some((sandbox) => isSeenReady(sandbox, state));
	// of a pod that is gone and still runs the rule about orphans tells
	if (isGone ? isUp || runs(pod, state) : !pod.api && !isUp) return [];
	const removable = isGone ? pod.sandboxes : pod.sandboxes.slice(1).filter((sandbox) => !holdsKept(sandbox, pod));
	return removable
		.filter((sandbox) => isDeadSandbox(sandbox) && sandbox.runtime !== undefined)
		.map((sandbox) => describeAge(pod, sandbox, isGone, state));
}

function runs(pod: PodView, state: FindingFacts['state']): boolean {
	return pod.containers.some((container) => isSeenRunning(container, state));
}

/** The kubelet keeps one ended container of each name, the newest, and with it its sandbox; what runs keeps it too. */
function holdsKept(sandbox: SandboxView, { containers }: PodView): boolean {
	const seen = new Set<string>();
	for (const container of containers) {
		const isEnded = container.state === 'exited' || container.state === 'dead';
		if (isEnded && seen.has(container.name)) continue;
		if (container.sandboxId === sandbox.id) return true;
		if (isEnded) seen.add(container.name);
	}
	return false;
}

/** CRI tells no end of a sandbox: it had ended when the last of its containers had, or when it was replaced. */
function describeAge(pod: PodView, sandbox: SandboxView, isGone: boolean, state: NodeState): Stale {
	const { id = '' } = sandbox;
	const history = state.histories.get(pod.uid);
	const own = pod.containers.filter(({ sandboxId }) => sandboxId === id);
	const endedAt = findLatest([selectEnd(state, pod, id), ...own.map(({ finishedAt }) => finishedAt)]);
	const past = [...(history?.incarnations.values() ?? [])].filter(({ sandboxId }) => sandboxId === id);
	const cleared = past.map(({ goneSeenAt }) => goneSeenAt);
	const since = findLatest([endedAt, history?.deletedAt, ...cleared, ...own.map((one) => findSuperseded(one, pod))]);
	const isKnown = isGone ? history?.deletedAt !== undefined : past.length > 0;
	return { sandbox, endedAt, since, foundAt: isKnown ? undefined : history?.incarnations.get(id)?.firstSeenAt };
}

/** Since when an ended container is not the newest ended one of its name, which the kubelet keeps. */
function findSuperseded(container: ContainerView, { containers }: PodView): number | undefined {
	const newer = containers.slice(0, containers.indexOf(container)).filter(({ name }) => name === container.name);
	return newer.findLast(({ finishedAt }) => finishedAt !== undefined)?.finishedAt;
}

function findLatest(times: readonly (number | undefined)[]): number | undefined {
	const known = times.filter((time) => time !== undefined);
	return known.length > 0 ? Math.max(...known) : undefined;
}

function suspect(pod: PodView, stale: readonly Stale[], facts: FindingFacts): Suspicion {
	const isOne = stale.length === 1;
	const count = isOne ? 'an ended sandbox' : `${stale.length} ended sandboxes`;
	const why = pod.api || pod.matched !== 'runtime' ? 'it has a newer one' : 'the pod is gone';
	return {
		key: pod.uid,
		severity: 'warning',
		subject: podSubject(pod),
		...selectPatience(stale),
		summary: say`${namePod(pod)} still has ${count} although ${why}: the kubelet has not cleared ${isOne ? 'it' : 'them'} away, and what ${isOne ? 'it holds' : 'they hold'} of the network may leak`,
		evidence: stale.slice(0, 5).map((one) => describeStale(pod, one)),
		todo: listSteps(stale, facts),
		avoid: [
			say`Do not remove them by hand first (docker rm, crictl rmp): an IP that was not given back then stays taken`,
		],
	};
}

/** What was found so old has first to be seen to stay: until just then it may have been needed. */
function selectPatience(stale: readonly Stale[]): Pick<Suspicion, 'since' | 'patience'> {
	const { since, patience } = selectFullPatience(stale);
	const foundAt = findLatest(stale.map((one) => one.foundAt));
	const isFoundOld = since !== undefined && foundAt !== undefined && foundAt + clearingTime > since + patience;
	return isFoundOld ? { patience: clearingTime } : { since, patience };
}

/** Many are too many soon, a single one after an hour. */
function selectFullPatience(stale: readonly Stale[]): Pick<Suspicion, 'since' | 'patience'> {
	const times = stale
		.map(({ since }) => since)
		.filter((time) => time !== undefined)
		.sort((a, b) => a - b);
	const [oldest] = times;
	const manySince = times[many - 1];
	const isManySooner =
		manySince !== undefined && (oldest === undefined || manySince + patienceForMany < oldest + patienceForOne);
	if (isManySooner) return { since: manySince, patience: patienceForMany };
	return oldest === undefined
		? { patience: stale.length >= many ? patienceForMany : patienceForOne }
		: { since: oldest, patience: patienceForOne };
}

function describeStale({ containers }: PodView, { sandbox, endedAt }: Stale): FindingEvidence {
	const left = containers.filter(({ sandboxId }) => sandboxId === sandbox.id).length;
	const end = endedAt === undefined ? '' : say`, ended by ${clock(endedAt)}`;
	return {
		what: `sandbox ${nameIncarnation(sandbox)}`,
		value: say`${sandbox.state}${end}, with ${countOf(left, 'container')}`,
		source: sandbox.runtime ?? 'pausetop',
		command: inspectCommand(sandbox, 'sandbox', 'state'),
	};
}

function listSteps(stale: readonly Stale[], { state }: FindingFacts): FindingStep[] {
	const first = stale[0]?.sandbox;
	const log = readKubeletLog(state.node, first?.id?.slice(0, 12));
	const isDocker = selectFlavour(first?.runtime ?? '') === 'docker';
	if (!first || isDocker) return [log];
	return [
		log,
		{
			text: say`Have the runtime take its network down once more: it has ended, so nothing goes down with it, and the kubelet can then remove it`,
			command: stopSandbox(first),
		},
	];
}
