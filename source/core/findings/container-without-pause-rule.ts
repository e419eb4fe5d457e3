import { joinNames, verb } from '../action/join-words.ts';
import type { ContainerView, PodView, SandboxView } from '../node-view.ts';
import { selectEndingGrace } from './ending-grace.ts';
import type { FindingEvidence, FindingStep } from './finding.ts';
import type { FindingFacts, FindingRule, Suspicion } from './finding-rule.ts';
import { clock, type FindingText, say } from './finding-text.ts';
import { inspectCommand } from './inspect-command.ts';
import { kubectlGetPod } from './kubectl-command.ts';
import { readKubeletLog, repairKubeletFirst } from './kubelet-unit.ts';
import { nameIncarnation } from './name-incarnation.ts';
import { namePod, podSubject } from './pod-subject.ts';
import { listSandboxes, readNamespace, stopContainer } from './runtime-command.ts';
import { selectEnd } from './sandbox-times.ts';
import { isSeenRunning } from './seen-alive.ts';
import { isDeadSandbox } from './wanted-pod.ts';

/** How long a kubelet takes on top of the grace period: it notices, and waits up to 10 s after an error of its own. Milliseconds. */
const slack = 30_000;

/** What still runs of a sandbox that has ended. */
type Headless = {
	pod: PodView;
	/** Full id of the sandbox that the containers were made in. */
	sandboxId: string;
	/** Absent when no runtime lists it any more. */
	sandbox?: SandboxView;
	containers: readonly ContainerView[];
	endedAt?: number;
};

export const containerWithoutPauseRule: FindingRule = {
	id: 'container-without-pause',
	title: 'Containers run without their pause',
	meaning:
		'A container runs although its sandbox has ended or is gone (kubernetes#83068, containerd#8285). For a moment that is normal: after the death of a pause the kubelet ends the containers with their grace period, then makes a new sandbox. When it lasts, the kubelet does not clean up: the network of the pod may be gone, and what runs twice works on the same files.',
	needs: ['runtime'],
	find(facts) {
		const sandboxes = new Map(facts.view.pods.flatMap((pod) => pod.sandboxes.map((sandbox) => [sandbox.id, sandbox])));
		return facts.view.pods.flatMap((pod) =>
			findHeadless(pod, sandboxes, facts).map((headless) => suspect(headless, facts)),
		);
	},
};

function findHeadless(
	pod: PodView,
	sandboxes: ReadonlyMap<string | undefined, SandboxView>,
	{ state }: FindingFacts,
): Headless[] {
	const byId = new Map<string, ContainerView[]>();
	for (const container of pod.containers) {
		const { sandboxId } = container;
		if (sandboxId === undefined || !isSeenRunning(container, state)) continue;
		const sandbox = sandboxes.get(sandboxId);
		// CRI-O's without a pause process is ready, and so alive
		if (sandbox && !isDeadSandbox(sandbox)) continue;
		if (!byId.get(sandboxId)?.push(container)) byId.set(sandboxId, [container]);
	}
	return [...byId].map(([sandboxId, containers]) => {
		const sandbox = sandboxes.get(sandboxId);
		return { pod, sandboxId, sandbox, containers, endedAt: selectEnd(state, pod, sandboxId) };
	});
}

function suspect(headless: Headless, facts: FindingFacts): Suspicion {
	const { pod, sandboxId, sandbox, containers } = headless;
	const grace = selectEndingGrace(facts.state, pod);
	const [only, ...others] = containers;
	const part = others.length === 0 && only ? { container: only.name, id: only.id } : { id: sandboxId };
	const names = joinNames(containers.map(({ name }) => name));
	const runs = verb(containers.length, 'runs', 'run');
	const their = verb(containers.length, 'its', 'their');
	const ended = sandbox ? 'has ended' : 'is gone';
	return {
		key: `${pod.uid}/${sandboxId}`,
		severity: 'critical',
		subject: podSubject(pod, part),
		since: findBeginning(headless),
		patience: grace + slack,
		summary: say`${namePod(pod)}: ${names} ${runs} without ${their} pause: sandbox ${nameIncarnation(sandbox ?? { id: sandboxId })} ${ended}, and nobody has stopped what ran in it`,
		evidence: collectEvidence(headless),
		todo: listSteps(headless, facts, grace),
		avoid: [
			say`Do not start the old pause again: it gets an empty network, and its containers stay in the old one`,
			say`Do not remove the sandbox by hand: the pod's IP is then never given back`,
		],
	};
}

/** Not before the containers ran: one can be started again by hand in a sandbox that ended long ago. */
function findBeginning({ endedAt, containers }: Headless): number | undefined {
	const starts = containers.map(({ startedAt }) => startedAt).filter((start) => start !== undefined);
	if (endedAt === undefined || starts.length === 0) return endedAt;
	return Math.max(endedAt, Math.min(...starts));
}

function collectEvidence({ pod, sandboxId, sandbox, containers, endedAt }: Headless): FindingEvidence[] {
	const runtime = sandbox?.runtime ?? containers[0]?.runtime ?? 'pausetop';
	const evidence: FindingEvidence[] = [
		{
			what: `sandbox ${nameIncarnation(sandbox ?? { id: sandboxId })}`,
			value: describeEnd(sandbox, endedAt),
			source: runtime,
			command: sandbox ? inspectCommand(sandbox, 'sandbox', 'state') : listSandboxes(pod, runtime),
		},
	];
	for (const container of containers) {
		evidence.push({
			what: `container ${container.name} ${nameIncarnation(container)}`,
			value: say`${container.state}${container.pid === undefined ? '' : `, pid ${container.pid}`}`,
			source: container.runtime ?? runtime,
			command: inspectCommand(container, 'container', 'state'),
		});
		const inode = container.linuxNamespaces?.net.inode;
		if (inode === undefined) continue;
		const command = readNamespace(container.pid, 'net');
		evidence.push({ what: `${container.name}'s net namespace`, value: say`${inode}`, source: 'proc', command });
	}
	if (pod.api) {
		const command = kubectlGetPod(pod, '{.status.phase}{" "}{.status.podIP}');
		evidence.push({
			what: 'pod in the API',
			value: say`${[pod.phase, pod.ip].filter(Boolean).join(' ')}`,
			source: 'kube',
			command,
		});
	}
	return evidence;
}

function describeEnd(sandbox: SandboxView | undefined, endedAt: number | undefined): FindingText {
	const state = sandbox?.state ?? 'not listed';
	if (sandbox?.finishedAt !== undefined) return say`${state} at ${clock(sandbox.finishedAt)}`;
	return endedAt === undefined ? say`${state}` : say`${state}, by ${clock(endedAt)} at the latest`;
}

function listSteps({ pod, containers }: Headless, { kubelet, state }: FindingFacts, grace: number): FindingStep[] {
	const stops = containers.map((container) => ({
		text: say`If it is still there, stop ${container.name}: it gets its grace period, and the kubelet can make the pod anew`,
		command: stopContainer(container, grace),
	}));
	const first = kubelet.fault === undefined ? [] : [repairKubeletFirst];
	return [...first, readKubeletLog(state.node, pod.uid), ...stops];
}
