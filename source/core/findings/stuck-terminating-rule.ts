import { joinNames } from '../action/join-words.ts';
import { parseKubeTime } from '../kubectl/parse-kube-time.ts';
import type { PodView } from '../node-view.ts';
import { tidyRemark } from '../tidy-remark.ts';
import type { TimelineEvent } from '../timeline-event.ts';
import type { FindingEvidence, FindingStep } from './finding.ts';
import type { FindingFacts, FindingRule, Suspicion } from './finding-rule.ts';
import { clock, type FindingText, say } from './finding-text.ts';
import { inspectCommand } from './inspect-command.ts';
import { kubectlGetEvents, kubectlGetPod } from './kubectl-command.ts';
import { readKubeletLog, repairKubeletFirst } from './kubelet-unit.ts';
import { eventSilence, latestOfEvent, selectPodEvents } from './pod-events.ts';
import { namePod, podSubject } from './pod-subject.ts';
import { findRemains, listFinalizers, type Remains } from './terminating-parts.ts';

/** How long after its grace period a pod may still be there, milliseconds: network and volumes are given back last. */
const tidyingTime = 30_000;
/**
 * The same where nothing tells why, milliseconds: a kubelet that misses the end of a pod looks at it again after a minute, or half as
 * long again (pkg/kubelet/pod_workers.go), and may need two looks (up to 160 s with 1.20, of pods that were deleted while they started).
 */
const resyncTime = 180_000;

export const stuckTerminatingRule: FindingRule = {
	id: 'stuck-terminating',
	title: 'Pod does not end',
	meaning:
		"The pod was deleted and its grace period is over, but something of it still runs here, or nothing does and the API server keeps the object. A process that waits in the kernel (state D) cannot be killed, the network plugin may refuse to give the pod's network back (KillPodSandbox), a finalizer may wait for its controller, or the kubelet is not there to confirm.",
	needs: ['api', 'runtime'],
	find: (facts) => facts.view.pods.flatMap((pod) => suspect(pod, facts)),
};

type Case = {
	remains: Remains;
	finalizers: readonly string[];
	/** The kubelet's newest word that it could not end the pod. */
	failure?: TimelineEvent;
	isKubeletDown: boolean;
	/** When it should have been gone, milliseconds since the epoch. */
	deadline: number;
};

function suspect(pod: PodView, facts: FindingFacts): readonly Suspicion[] {
	// the API server's deletionTimestamp has the grace in it: it is when the pod is to be gone
	const deadline = parseKubeTime(pod.api?.metadata.deletionTimestamp);
	if (deadline === undefined || facts.now < deadline) return [];
	const { state, kubelet } = facts;
	const the: Case = {
		remains: findRemains(pod, state.survey),
		finalizers: listFinalizers(pod),
		failure: findFailure(pod, deadline, facts),
		isKubeletDown: kubelet.fault !== undefined,
		deadline,
	};
	return [
		{
			key: pod.uid,
			severity: 'warning',
			subject: podSubject(pod),
			since: deadline,
			patience: isExplained(the) ? tidyingTime : resyncTime,
			summary: say`${namePod(pod)} should be gone since ${clock(deadline)}: ${describeCause(the)}`,
			evidence: collectEvidence(pod, the),
			todo: nextSteps(pod, the, facts),
			avoid: [
				say`kubectl delete --force --grace-period=0 only makes the API server forget: what runs here runs on, and nobody shows it any more`,
				say`Do not remove the sandbox by hand: its IP stays taken`,
			],
		},
	];
}

function findFailure(pod: PodView, deadline: number, { state, now }: FindingFacts): TimelineEvent | undefined {
	const grace = (pod.api?.metadata.deletionGracePeriodSeconds ?? 0) * 1000;
	return selectPodEvents(state, pod).findLast(
		(event) =>
			event.type === 'FailedKillPod' &&
			!isAboutNothing(event) &&
			latestOfEvent(event) >= deadline - grace &&
			latestOfEvent(event) > now - eventSilence,
	);
}

/** A kubelet that is late says this of what is gone already, and is content (seen with 1.20 on containerd). */
function isAboutNothing({ message = '' }: TimelineEvent): boolean {
	return /code = NotFound\b/.test(message);
}

/** Whether there is a cause that does not go by itself. */
function isExplained({ remains, finalizers, failure, isKubeletDown }: Case): boolean {
	const isHere = remains.containers.length > 0 || remains.sandboxes.length > 0;
	const isHeld = !isHere && finalizers.length > 0;
	return isKubeletDown || isHeld || failure !== undefined || remains.uninterruptible.length > 0;
}

function describeCause({ remains, finalizers, failure, isKubeletDown }: Case): FindingText {
	const { containers, sandboxes, uninterruptible } = remains;
	const names = [...containers.map(({ name }) => name), ...(sandboxes.length > 0 ? ['its sandbox'] : [])];
	const alive = names.length > 0 ? `${joinNames(names)} still ${names.length > 1 ? 'live' : 'lives'} here` : undefined;
	if (alive && uninterruptible.length > 0) {
		const own =
			uninterruptible.length === 1 ? 'one of its processes waits' : `${uninterruptible.length} of its processes wait`;
		return say`${alive}, ${own} in the kernel (state D) and cannot be killed`;
	}
	if (isKubeletDown) return say`${alive ?? 'nothing of it lives here'}, and the kubelet, which would end it, is down`;
	if (failure) return say`${alive ? `${alive}, ` : ''}the kubelet cannot end it: ${tidyRemark(failure.message ?? '')}`;
	if (alive) return say`${alive}`;
	if (finalizers.length > 0) return say`nothing of it lives here, it waits for the finalizer ${joinNames(finalizers)}`;
	return say`nothing of it lives here, but the kubelet has not told the API server so`;
}

function collectEvidence(pod: PodView, { remains, finalizers, failure, deadline }: Case): FindingEvidence[] {
	const { sandboxes, containers, uninterruptible } = remains;
	const living = [
		...sandboxes.map((one) => ({ one, role: 'sandbox' as const, what: `sandbox ${one.id?.slice(0, 12) ?? ''}` })),
		...containers.map((one) => ({
			one,
			role: 'container' as const,
			what: `${one.name} ${one.id?.slice(0, 12) ?? ''}`,
		})),
	];
	return [
		{
			what: 'deletionTimestamp, with the grace period in it',
			value: say`${clock(deadline)}`,
			source: 'kube',
			command: kubectlGetPod(pod, '{.metadata.deletionTimestamp}'),
		},
		...living.map(({ one, role, what }): FindingEvidence => {
			const command = inspectCommand(one, role, 'state');
			const pid = one.pid === undefined ? '' : `, pid ${one.pid}`;
			const source = one.runtime ?? 'proc';
			return { what, value: say`${one.state}${pid}`, source, ...(command !== undefined && { command }) };
		}),
		...uninterruptible.map(
			({ pid, command, waitsIn }): FindingEvidence => ({
				what: `process ${pid} (${command})`,
				value: say`state D${waitsIn === undefined ? '' : `, waits in ${waitsIn}`}`,
				source: 'proc',
				command: `grep State /proc/${pid}/status; cat /proc/${pid}/wchan`,
			}),
		),
		...(failure ? [describeFailure(pod, failure)] : []),
		...(finalizers.length > 0 ? [describeFinalizers(pod, finalizers)] : []),
	];
}

function describeFailure(pod: PodView, { type, at, message }: TimelineEvent): FindingEvidence {
	const value = say`${clock(at)} ${tidyRemark(message ?? '')}`;
	return { what: `newest ${type}`, value, source: 'kube', command: kubectlGetEvents(pod) };
}

function describeFinalizers(pod: PodView, finalizers: readonly string[]): FindingEvidence {
	const command = kubectlGetPod(pod, '{.metadata.finalizers}');
	return { what: 'finalizers', value: say`${finalizers.join(', ')}`, source: 'kube', command };
}

function nextSteps(pod: PodView, { remains, finalizers, isKubeletDown }: Case, { state }: FindingFacts): FindingStep[] {
	const [stuck] = remains.uninterruptible;
	const isAlive = remains.containers.length > 0 || remains.sandboxes.length > 0;
	return [
		...(isKubeletDown ? [repairKubeletFirst] : []),
		...(stuck
			? [
					{
						text: say`See what process ${stuck.pid} waits for: mostly storage or a network file system that does not answer; it ends once that does`,
						command: `cat /proc/${stuck.pid}/stack`,
					},
				]
			: []),
		...(!isAlive && finalizers.length > 0
			? [{ text: say`See whether the controller that sets ${joinNames(finalizers)} runs` }]
			: []),
		readKubeletLog(state.node, pod.uid),
	];
}
