import { findStatus } from '../action/collect-runs.ts';
import { isRunning } from '../action/pod-traits.ts';
import type { KubeContainerStatus } from '../kube-pod.ts';
import { parseKubeTime } from '../kubectl/parse-kube-time.ts';
import { formatTerminated } from '../kubectl/state-reason.ts';
import type { ContainerView, PodView } from '../node-view.ts';
import { tidyRemark } from '../tidy-remark.ts';
import type { FindingEvidence, FindingStep } from './finding.ts';
import type { FindingFacts, FindingRule, Suspicion } from './finding-rule.ts';
import { clock, type FindingText, say, until } from './finding-text.ts';
import { kubectlDescribePod, kubectlGetStatus } from './kubectl-command.ts';
import { repairKubeletFirst } from './kubelet-unit.ts';
import { findPullTime, findRestartTime, isFailedPull } from './next-try.ts';
import { selectPodEvents } from './pod-events.ts';
import { namePod, podSubject } from './pod-subject.ts';
import { shellWord } from './shell-word.ts';
import { isWanted } from './wanted-pod.ts';

export const backOffRule: FindingRule = {
	id: 'back-off',
	title: 'Container waits in back-off',
	meaning:
		'A container ended again and again, or its image cannot be pulled, and the kubelet waits before its next try: 10 s, doubled each time up to 5 minutes, forgotten after 10 minutes of running. The finding has the clock of that wait, where the facts tell it; the kubelet looks at the pod a little later than that.',
	needs: ['api'],
	find(facts) {
		return facts.view.pods.filter(isWanted).flatMap((pod) => {
			return pod.containers.flatMap((container) => suspect(pod, container, facts));
		});
	},
};

type Wait = {
	pod: PodView;
	container: ContainerView;
	status: KubeContainerStatus;
	isPull: boolean;
	/** Before when nothing is tried, milliseconds since the epoch. */
	nextAt?: number;
	since?: number;
};

function suspect(pod: PodView, container: ContainerView, facts: FindingFacts): readonly Suspicion[] {
	const wait = findWait(pod, container, facts);
	if (!wait) return [];
	const { name, id } = container;
	const { status, since } = wait;
	const isDown = facts.kubelet.fault !== undefined;
	return [
		{
			key: `${pod.uid}/${name}`,
			severity: 'info',
			subject: podSubject(pod, { container: name, id }),
			since,
			patience: 0,
			summary: say`${namePod(pod)}: ${name} waits in ${status.state?.waiting?.reason ?? ''}${isDown ? ', and the kubelet is down: nothing is tried' : describeNext(wait, facts.now)}`,
			evidence: collectEvidence(wait),
			todo: [...(isDown ? [repairKubeletFirst] : []), findOutWhy(wait)],
		},
	];
}

function findWait(pod: PodView, container: ContainerView, { state }: FindingFacts): Wait | undefined {
	const status = pod.api && findStatus(pod.api, container.name);
	const reason = status?.state?.waiting?.reason;
	if (!container.current || isRunning(container) || !status) return undefined;
	if (reason === 'CrashLoopBackOff') {
		const since = container.finishedAt ?? parseKubeTime(status.lastState?.terminated?.finishedAt);
		return { pod, container, status, isPull: false, nextAt: findRestartTime(pod, container), since };
	}
	if (reason !== 'ImagePullBackOff' && reason !== 'ErrImagePull') return undefined;
	const events = selectPodEvents(state, pod).filter((event) => event.container === container.name);
	// the first failure is no waiting yet; later ones show for a moment only, between two waits
	if (reason === 'ErrImagePull' && !events.some(({ type }) => type === 'BackOff')) return undefined;
	const failed = events.findLast(isFailedPull);
	return { pod, container, status, isPull: true, nextAt: findPullTime(events), since: failed?.at };
}

function describeNext({ nextAt }: Wait, now: number): FindingText {
	if (nextAt === undefined) return [];
	return now < nextAt ? say`, next try in ${until(nextAt)}` : say`, the next try is due`;
}

function collectEvidence({ pod, container, status, isPull, nextAt }: Wait): FindingEvidence[] {
	const { state, lastState, restartCount } = status;
	const ended = lastState?.terminated;
	const waiting: FindingEvidence = {
		what: 'the kubelet says',
		value: say`${tidyRemark(state?.waiting?.message ?? state?.waiting?.reason ?? '')}`,
		source: 'kube',
		command: kubectlGetStatus(pod, container, 'state'),
	};
	const next: FindingEvidence[] =
		nextAt === undefined ? [] : [{ what: 'no try before', value: say`${clock(nextAt)}`, source: 'pausetop' }];
	if (isPull) return [waiting, ...next];
	return [
		waiting,
		...next,
		...(ended ? [describeEnd(pod, container, ended)] : []),
		{
			what: 'restarts',
			value: say`${restartCount ?? 0}`,
			source: 'kube',
			command: kubectlGetStatus(pod, container, 'restartCount'),
		},
	];
}

type Ended = NonNullable<NonNullable<KubeContainerStatus['lastState']>['terminated']>;

function describeEnd(pod: PodView, container: ContainerView, ended: Ended): FindingEvidence {
	const at = parseKubeTime(ended.finishedAt);
	return {
		what: 'last end',
		value: say`exit ${ended.exitCode}, ${formatTerminated(ended)}${at === undefined ? '' : say`, ${clock(at)}`}`,
		source: 'kube',
		command: kubectlGetStatus(pod, container, 'lastState'),
	};
}

function findOutWhy({ pod, container, isPull }: Wait): FindingStep {
	if (isPull) return { text: say`See why the image cannot be pulled`, command: kubectlDescribePod(pod) };
	const name = `${shellWord(pod.kubeNamespace)} ${shellWord(pod.name)}`;
	return {
		text: say`Read what it said before it ended`,
		command: `kubectl logs -n ${name} -c ${shellWord(container.name)} --previous --tail=50`,
	};
}
