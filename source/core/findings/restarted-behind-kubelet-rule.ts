import { joinNames, verb } from '../action/join-words.ts';
import { isBeingDeleted, usesHostNetwork } from '../action/pod-traits.ts';
import type { NetworkLook } from '../node-survey.ts';
import type { ContainerView, PodView, SandboxView } from '../node-view.ts';
import { findRecord } from './find-record.ts';
import type { FindingEvidence, FindingStep } from './finding.ts';
import type { FindingFacts, FindingRule, Suspicion } from './finding-rule.ts';
import { clock, say } from './finding-text.ts';
import { kubectlGetPod } from './kubectl-command.ts';
import { repairKubeletFirst } from './kubelet-unit.ts';
import { nameIncarnation } from './name-incarnation.ts';
import { namePod, podSubject } from './pod-subject.ts';
import { readNamespace, restartPod } from './runtime-command.ts';
import { selectAliveSince } from './sandbox-times.ts';
import { isSeenReady, isSeenRunning } from './seen-alive.ts';

/** How long a kubelet may take to see it and to make a new sandbox itself, milliseconds. */
const patience = 30_000;
/** A pause starts within this of its creation, milliseconds: the kubelet waits two minutes for the runtime's answer at most. */
const longestStart = 180_000;

type Restarted = {
	pod: PodView;
	sandbox: SandboxView;
	/** When its pause was started again. */
	startedAt?: number;
	/** Those that have lived on in the namespaces of the pause before. */
	older: readonly ContainerView[];
	/** The pause's network namespace, where a survey has seen it. */
	network?: NetworkLook;
};

export const restartedBehindKubeletRule: FindingRule = {
	id: 'restarted-behind-kubelet',
	title: "A pause was restarted behind the kubelet's back",
	meaning:
		"Somebody started a pod's pause again (`docker restart`, kubernetes#69723). It keeps its id, so the kubelet sees nothing new, but it has new namespaces: a network with nothing but lo. Containers that ran before are still in the old ones, what starts from then on has no network, and kubectl shows the old IP and Running.",
	needs: ['runtime'],
	find(facts) {
		return facts.view.pods.flatMap((pod) => {
			if (isBeingDeleted(pod) || usesHostNetwork(pod)) return [];
			return pod.sandboxes.flatMap((sandbox) => {
				const restarted = findRestart(pod, sandbox, facts);
				return restarted ? [suspect(restarted, facts)] : [];
			});
		});
	},
};

function findRestart(pod: PodView, sandbox: SandboxView, { state }: FindingFacts): Restarted | undefined {
	if (sandbox.isolated || !isSeenReady(sandbox, state)) return undefined;
	const createdAt = findRecord(state, sandbox)?.createdAt;
	const older = pod.containers.filter((container) => {
		if (container.sandboxId !== sandbox.id || !isSeenRunning(container, state)) return false;
		return isOlder(container, sandbox, createdAt) && !sharesNetwork(container, sandbox);
	});
	const inode = sandbox.linuxNamespaces?.net;
	const survey = state.survey;
	const startedAt = selectAliveSince(state, sandbox);
	// a number that was read before belongs to another namespace
	const isFresh = survey !== undefined && startedAt !== undefined && survey.readAt > startedAt;
	const network = isFresh && inode !== undefined ? survey.networks?.get(inode) : undefined;
	const isNew = createdAt !== undefined && startedAt !== undefined && startedAt - createdAt > longestStart;
	const lostNetwork = isNew && sandbox.startedAt !== undefined && pod.ip !== undefined && isOnlyLoopback(network);
	return older.length > 0 || lostNetwork ? { pod, sandbox, startedAt, older, network } : undefined;
}

/**
 * A pause is there before its containers. By the kernel's count of the start, which no change of the clock disturbs; without
 * /proc by the runtime's times, where the sandbox's creation shows that the clock was not put back in between.
 */
function isOlder(container: ContainerView, sandbox: SandboxView, createdAt: number | undefined): boolean {
	if (container.startTicks !== undefined && sandbox.startTicks !== undefined) {
		return container.startTicks < sandbox.startTicks;
	}
	if (container.startTicks !== undefined || sandbox.startTicks !== undefined) return false;
	const [start, restart] = [container.startedAt, sandbox.startedAt];
	if (start === undefined || restart === undefined || createdAt === undefined) return false;
	return createdAt <= start && start < restart;
}

/** Both live now, so the same number is the same namespace. */
function sharesNetwork({ linuxNamespaces }: ContainerView, sandbox: SandboxView): boolean {
	const inode = linuxNamespaces?.net.inode;
	return inode !== undefined && inode === sandbox.linuxNamespaces?.net;
}

function isOnlyLoopback(network: NetworkLook | undefined): boolean {
	return (
		network !== undefined && network.interfaces.length > 0 && network.interfaces.every(({ name }) => name === 'lo')
	);
}

function suspect(restarted: Restarted, facts: FindingFacts): Suspicion {
	const { pod, sandbox, startedAt, older } = restarted;
	const names = joinNames(older.map(({ name }) => name));
	const begin = say`${namePod(pod)}: its pause was started again behind the kubelet's back`;
	const isOld = older.length > 0;
	return {
		key: `${pod.uid}/${sandbox.id}`,
		severity: 'critical',
		subject: podSubject(pod, { id: sandbox.id }),
		since: startedAt,
		patience,
		summary: isOld
			? say`${begin}: ${names} ${verb(older.length, 'is', 'are')} still in the old namespaces, and what starts next gets the pause's new network`
			: say`${begin}: its network now has nothing but lo, while kubectl still shows ${pod.ip ?? ''}`,
		evidence: collectEvidence(restarted),
		todo: listSteps(restarted, facts),
		avoid: [
			say`Do not restart or start the pause with docker: each time it gets another empty network`,
			say`Do not restart single containers: they would join the network that has no address`,
		],
	};
}

function collectEvidence({ pod, sandbox, startedAt, older, network }: Restarted): FindingEvidence[] {
	const evidence = [sandbox, ...older].flatMap((one): FindingEvidence[] => {
		const name = 'name' in one ? one.name : 'pause';
		const start = one === sandbox ? startedAt : one.startedAt;
		const inode = 'name' in one ? one.linuxNamespaces?.net.inode : one.linuxNamespaces?.net;
		const source = one.runtime ?? 'proc';
		const what = `start of ${name} ${nameIncarnation(one)}`;
		return [
			...(start === undefined ? [] : [{ what, value: say`${clock(start)}`, source, command: askStart(one.pid) }]),
			...(inode === undefined
				? []
				: [
						{
							what: `${name}'s net namespace`,
							value: say`${inode}`,
							source: 'proc',
							command: readNamespace(one.pid, 'net'),
						},
					]),
		];
	});
	return [...evidence, ...describeNetwork(pod, sandbox, network)];
}

function describeNetwork(pod: PodView, { pid }: SandboxView, network: NetworkLook | undefined): FindingEvidence[] {
	const addresses = network?.addresses.filter(({ loopback }) => !loopback).map(({ address }) => address) ?? [];
	const interfaces = network?.interfaces.map(({ name }) => name) ?? [];
	const seen = [...interfaces, ...addresses].join(' ');
	return [
		...(seen === ''
			? []
			: [
					{
						what: "the pause's network has",
						value: say`${seen}`,
						source: 'proc',
						command: pid === undefined ? undefined : `nsenter -t ${pid} -n ip -br addr`,
					},
				]),
		...(pod.api && pod.ip !== undefined
			? [
					{
						what: 'pod in the API',
						value: say`${[pod.phase, pod.ip].filter(Boolean).join(' ')}`,
						source: 'kube',
						command: kubectlGetPod(pod, '{.status.phase}{" "}{.status.podIP}'),
					},
				]
			: []),
	];
}

function askStart(pid: number | undefined): string | undefined {
	return pid === undefined ? undefined : `ps -o lstart= -p ${pid}`;
}

function listSteps({ pod }: Restarted, { kubelet }: FindingFacts): FindingStep[] {
	const first = kubelet.fault === undefined ? [] : [repairKubeletFirst];
	return [
		...first,
		{
			text: say`Restart the sandbox: the kubelet ends all containers of the pod and makes it anew, with another IP`,
			command: restartPod(pod),
		},
	];
}
