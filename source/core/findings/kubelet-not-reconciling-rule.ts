import { isUnknown } from '../action/node-condition.ts';
import { isRunning } from '../action/pod-traits.ts';
import { parseKubeTime } from '../kubectl/parse-kube-time.ts';
import type { NodeState } from '../node-state.ts';
import type { PodView, SandboxView } from '../node-view.ts';
import { tidyRemark } from '../tidy-remark.ts';
import type { TimelineEvent } from '../timeline-event.ts';
import type { FindingEvidence } from './finding.ts';
import type { FindingFacts, FindingRule, Suspicion } from './finding-rule.ts';
import { clock, say } from './finding-text.ts';
import { inspectCommand } from './inspect-command.ts';
import { kubectlDescribePod, kubectlGetEvents, kubectlGetPod } from './kubectl-command.ts';
import { readKubeletLog, restartKubelet } from './kubelet-unit.ts';
import { findRestartTime } from './next-try.ts';
import { eventSilence, latestOfEvent, selectPodEvents, waitForEvents } from './pod-events.ts';
import { namePod, podSubject } from './pod-subject.ts';
import { isAmong, parseScheme } from './runtime-scheme.ts';
import { getsNewSandbox, isDeadSandbox } from './wanted-pod.ts';

/** How long a kubelet may take to make a new sandbox, milliseconds: it looks each second, and after a failure waits up to a minute or so. */
const repairTime = 120_000;

export const kubeletNotReconcilingRule: FindingRule = {
	id: 'kubelet-not-reconciling',
	title: 'Kubelet runs but does not repair a pod',
	meaning:
		"A pod that should be up has no living sandbox and no container that runs, the kubelet seems well, and for more than two minutes it has not made a new sandbox. Usually a kubelet takes a second or two: one that does not is stuck on this pod, on a hung call to the runtime or on the old sandbox's network.",
	needs: ['api', 'runtime'],
	find(facts) {
		const { kubelet, view } = facts;
		if (kubelet.fault !== undefined || isUnknown(kubelet)) return [];
		return view.pods
			.filter((pod) => isUnrepaired(pod, facts))
			.flatMap((pod) => suspect(pod, facts).map((suspicion) => waitForEvents(suspicion, facts.state)));
	},
};

function isUnrepaired(pod: PodView, facts: FindingFacts): boolean {
	if (!getsNewSandbox(pod) || pod.containers.some(isRunning)) return false;
	const newest = pod.sandboxes[0];
	return newest ? isDeadSandbox(newest) : hasBeenUp(pod, facts.state) && isOwnNode(facts);
}

/** Asked about another machine the API server names pods of which none is here. */
function isOwnNode({ view, kubelet }: FindingFacts): boolean {
	return kubelet.running === true || view.pods.some(({ matched }) => matched === 'api+runtime');
}

/** Whether the API server says that it runs, with containers that a runtime found here once had: then its sandbox was removed. */
function hasBeenUp({ api, phase }: PodView, { records }: NodeState): boolean {
	return (
		phase === 'Running' &&
		(api?.status?.containerStatuses ?? []).some(({ containerID }) => isAmong(records.keys(), parseScheme(containerID)))
	);
}

function suspect(pod: PodView, facts: FindingFacts): readonly Suspicion[] {
	const { state, now } = facts;
	const isWaiting = pod.containers.some((container) => (findRestartTime(pod, container) ?? 0) > now);
	const recent = selectPodEvents(state, pod).filter((event) => latestOfEvent(event) > now - eventSilence);
	// a kubelet that fails to make one tries: that is another finding
	if (isWaiting || recent.some(({ type }) => type === 'FailedCreatePodSandBox')) return [];
	const sandbox = pod.sandboxes[0];
	const kill = recent.findLast(({ type }) => type === 'FailedKillPod');
	const mount = recent.findLast(({ type }) => type === 'FailedMount' || type === 'FailedAttachVolume');
	const why = kill ? ', it cannot clear the old one away' : mount ? ', a volume is not ready' : '';
	return [
		{
			key: `${pod.uid}/${sandbox?.id ?? ''}`,
			severity: 'critical',
			subject: podSubject(pod, { id: sandbox?.id }),
			since: findBeginning(sandbox, facts),
			patience: repairTime,
			summary: say`${namePod(pod)} has no living sandbox, and the kubelet, which runs, does not make a new one${why}: nothing of the pod is up`,
			evidence: collectEvidence(pod, kill ?? mount, facts),
			todo: [
				readKubeletLog(state.node, pod.name),
				mount && !kill
					? { text: say`See which volume, and whether what it is made of exists`, command: kubectlDescribePod(pod) }
					: { text: say`Look at the pod's events`, command: kubectlGetEvents(pod) },
				restartKubelet(state.node, 'If it is stuck, restart the kubelet'),
			],
			avoid: [
				say`Do not remove the dead sandbox by hand: its IP and its attempt count would be lost`,
				say`Do not start the old pause again: the kubelet would not know of its network`,
			],
		},
	];
}

/** Not before the kubelet was last away: what ended then could not be repaired. */
function findBeginning(sandbox: SandboxView | undefined, { kubelet, state }: FindingFacts): number | undefined {
	const ready = state.node?.status?.conditions?.find(({ type }) => type === 'Ready');
	const upSince = kubelet.ready === undefined ? undefined : parseKubeTime(ready?.lastTransitionTime);
	if (sandbox?.finishedAt === undefined || upSince === undefined) return undefined;
	return Math.max(sandbox.finishedAt, upSince);
}

function collectEvidence(pod: PodView, why: TimelineEvent | undefined, { kubelet }: FindingFacts): FindingEvidence[] {
	const sandbox = pod.sandboxes[0];
	const ended = sandbox?.finishedAt === undefined ? '' : say`, ended ${clock(sandbox.finishedAt)}`;
	return [
		{
			what: 'newest sandbox',
			value: sandbox ? say`${sandbox.id?.slice(0, 12) ?? ''} ${sandbox.state}${ended}` : say`none listed`,
			source: sandbox?.runtime ?? 'pausetop',
			...withCommand(sandbox && inspectCommand(sandbox, 'sandbox', 'state')),
		},
		{
			what: 'phase and restartPolicy',
			value: say`${pod.phase ?? ''} ${pod.api?.spec.restartPolicy ?? ''}`,
			source: 'kube',
			command: kubectlGetPod(pod, '{.status.phase}{" "}{.spec.restartPolicy}'),
		},
		...(why
			? [
					{
						what: why.type,
						value: say`${tidyRemark(why.message ?? '')}`,
						source: 'kube',
						command: kubectlGetEvents(pod),
					},
				]
			: []),
		...(kubelet.running === undefined ? [] : [{ what: "the kubelet's process", value: say`runs`, source: 'proc' }]),
		...(kubelet.ready === undefined
			? []
			: [{ what: "the node's condition Ready", value: say`${kubelet.ready}`, source: 'kube' }]),
	];
}

function withCommand(command: string | undefined): { command?: string } {
	return command === undefined ? {} : { command };
}
