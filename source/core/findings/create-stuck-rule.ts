import { parseKubeTime } from '../kubectl/parse-kube-time.ts';
import type { ContainerView, PodView } from '../node-view.ts';
import { isAlive } from '../runtime-record.ts';
import { tidyRemark } from '../tidy-remark.ts';
import { createdContainers, uncreatedContainers } from './created-containers.ts';
import { type CreationFailures, findNameFailures, findSandboxFailures } from './creation-failures.ts';
import { describeFailure, describeHolder } from './describe-creation.ts';
import type { FindingEvidence, FindingStep } from './finding.ts';
import type { FindingFacts, FindingRule, Suspicion } from './finding-rule.ts';
import { clock, type FindingText, say } from './finding-text.ts';
import { kubectlDescribePod, kubectlGetEvents, kubectlGetPod, kubectlGetRow, listNodePods } from './kubectl-command.ts';
import { readKubeletLog } from './kubelet-unit.ts';
import { selectPodEvents } from './pod-events.ts';
import { namePod, podSubject } from './pod-subject.ts';
import { isWanted } from './wanted-pod.ts';

/** How long one failure after the other to make a sandbox is normal, milliseconds: on a new node the network plugin comes up late. */
const failingTime = 60_000;
/** How long the making of a sandbox, or of the first container in it, may take without a word, milliseconds. */
const makingTime = 120_000;

export const createStuckRule: FindingRule = {
	id: 'create-stuck',
	title: 'A sandbox or container is not made',
	meaning:
		'The kubelet tries to make a sandbox or a container and does not get on: the network plugin refuses, a volume is not there, a call to the runtime hangs, or the name is still reserved for an earlier try that never ended (containerd#9947, #6095, #4604). Pulling an image is not counted, however long it takes.',
	needs: ['api', 'runtime'],
	find(facts) {
		return facts.view.pods.filter(isWanted).flatMap((pod) => {
			const failures = findSandboxFailures(pod, facts.state);
			if (failures) return [suspectFailures(pod, failures, facts)];
			const isUp = pod.sandboxes[0] !== undefined && isAlive(pod.sandboxes[0].state);
			return isUp ? suspectContainers(pod, facts) : suspectSandbox(pod, facts);
		});
	},
};

function suspectSandbox(pod: PodView, facts: FindingFacts): readonly Suspicion[] {
	const isMissing = pod.sandboxes.length === 0 && pod.phase === 'Pending' && facts.kubelet.fault === undefined;
	return isMissing && isBeingMade(pod) ? [suspectMissing(pod, facts)] : [];
}

function isBeingMade({ containers }: PodView): boolean {
	return containers.some(({ state, reason }) => {
		return state === 'waiting' && (reason === 'ContainerCreating' || reason === 'PodInitializing');
	});
}

function suspectFailures(pod: PodView, failures: CreationFailures, facts: FindingFacts): Suspicion {
	const { since, newest, times } = failures;
	const often = times > 1 ? ` (${times} times)` : '';
	return {
		key: `${pod.uid}/sandbox`,
		severity: 'critical',
		subject: podSubject(pod),
		since,
		patience: failingTime,
		summary: say`${namePod(pod)} gets no sandbox${often}: ${describeFailure(newest.message)}`,
		evidence: [describeEvent(pod, failures), ...describeHolder(newest.message, facts.state), describeStatus(pod)],
		todo: nextSteps(pod, newest.message, facts),
		avoid: avoidRemoving,
	};
}

const avoidRemoving: readonly FindingText[] = [
	say`Do not remove sandboxes or containers by hand to free the name: the pod's IP stays taken and the kubelet loses count`,
];

function suspectMissing(pod: PodView, facts: FindingFacts): Suspicion {
	const { state } = facts;
	const startedAt = parseKubeTime(pod.api?.status?.startTime);
	const mount = selectPodEvents(state, pod).findLast(({ type }) => /^Failed(?:Mount|AttachVolume)$/.test(type));
	const why = mount ? say`a volume is not ready: ${tidyRemark(mount.message ?? mount.type)}` : say`no event says why`;
	return {
		key: `${pod.uid}/sandbox`,
		severity: 'warning',
		subject: podSubject(pod),
		since: startedAt,
		patience: makingTime,
		summary: say`${namePod(pod)} is in ${pod.status} and has no sandbox yet, ${why}`,
		evidence: [
			describeStatus(pod),
			...(startedAt === undefined
				? []
				: [
						{
							what: 'the kubelet took it on',
							value: say`${clock(startedAt)}`,
							source: 'kube',
							command: kubectlGetPod(pod, '{.status.startTime}'),
						},
					]),
			...(mount ? [describeEvent(pod, { newest: mount, times: mount.count ?? 1 })] : []),
		],
		todo: [
			{
				text: mount ? say`See which volume, and whether what it is made of exists` : say`Look at its events`,
				command: kubectlDescribePod(pod),
			},
			readKubeletLog(state.node, pod.name),
		],
	};
}

function suspectContainers(pod: PodView, facts: FindingFacts): readonly Suspicion[] {
	const names = [...new Set(pod.containers.map(({ name }) => name))];
	const reserved = names.flatMap((name) => suspectName(pod, name, facts));
	if (reserved.length > 0) return reserved;
	const created = createdContainers(pod, facts.state).map(({ container, since }) =>
		suspectContainer(pod, container, facts, {
			since,
			what: say`was created and is not started`,
			value: say`${container.state}${since === undefined ? '' : say` since ${clock(since)}`}`,
		}),
	);
	if (created.length > 0) return created;
	return uncreatedContainers(pod, facts.state).map(({ container, since }) =>
		suspectContainer(pod, container, facts, {
			since,
			what: say`is not made, though its sandbox is up and no image is being pulled`,
			value: say`not listed`,
		}),
	);
}

function suspectName(pod: PodView, name: string, facts: FindingFacts): readonly Suspicion[] {
	const own = pod.containers.find((container) => container.name === name && container.current);
	const runs = own !== undefined && own.state !== 'waiting' && own.state !== 'terminated' && isAlive(own.state);
	const failures = runs ? undefined : findNameFailures(pod, name, facts.state);
	if (!failures) return [];
	const { newest, since, times } = failures;
	return [
		{
			key: `${pod.uid}/${name}`,
			severity: 'critical',
			subject: podSubject(pod, { container: name }),
			since,
			patience: failingTime,
			summary: say`${namePod(pod)}: ${name} is not made${times > 1 ? ` (${times} times)` : ''}: ${describeFailure(newest.message)}`,
			evidence: [describeEvent(pod, failures), ...describeHolder(newest.message, facts.state), describeStatus(pod)],
			todo: nextSteps(pod, newest.message, facts),
			avoid: avoidRemoving,
		},
	];
}

type Stuck = { since?: number; what: FindingText; value: FindingText };

function suspectContainer(pod: PodView, container: ContainerView, facts: FindingFacts, stuck: Stuck): Suspicion {
	const { name, id } = container;
	const hooked = pod.api?.spec.containers.find((spec) => spec.name !== name && spec.lifecycle?.postStart);
	return {
		key: `${pod.uid}/${name}/${id ?? ''}`,
		severity: 'warning',
		subject: podSubject(pod, { container: name, id }),
		since: stuck.since,
		patience: makingTime,
		summary: say`${namePod(pod)}: ${name} ${stuck.what}`,
		evidence: [{ what: name, value: stuck.value, source: container.runtime ?? 'pausetop' }, describeStatus(pod)],
		todo: [
			...(hooked
				? [{ text: say`See whether the postStart hook of ${hooked.name} hangs: the next container waits for it` }]
				: []),
			readKubeletLog(facts.state.node, pod.name),
			{ text: say`Look at its events`, command: kubectlGetEvents(pod) },
		],
	};
}

function nextSteps(pod: PodView, message: string | undefined, { state, view }: FindingFacts): FindingStep[] {
	const isNetwork = /\bcni\b|network|IPAM|address/i.test(message ?? '');
	return [
		...(isNetwork
			? [
					{
						text: say`Look at the network plugin's pod on this node`,
						command: listNodePods(view.nodeName ?? pod.nodeName),
					},
				]
			: []),
		readKubeletLog(state.node, pod.name),
		{ text: say`Look at the pod's events`, command: kubectlGetEvents(pod) },
	];
}

function describeEvent(pod: PodView, { newest, times }: Pick<CreationFailures, 'newest' | 'times'>): FindingEvidence {
	return {
		what: `newest ${newest.type}${times > 1 ? `, of ${times}` : ''}`,
		value: say`${clock(newest.at)} ${tidyRemark(newest.message ?? '')}`,
		source: 'kube',
		command: kubectlGetEvents(pod),
	};
}

function describeStatus(pod: PodView): FindingEvidence {
	const value = say`${pod.ready ?? ''} ${pod.status}`;
	return { what: 'READY and STATUS', value, source: 'kube', command: kubectlGetRow(pod) };
}
