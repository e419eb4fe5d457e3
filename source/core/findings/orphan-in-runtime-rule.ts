import { isStaticPod } from '../action/pod-traits.ts';
import type { ContainerView, PodView, SandboxView } from '../node-view.ts';
import { selectEndingGrace } from './ending-grace.ts';
import { findRecord } from './find-record.ts';
import type { FindingEvidence, FindingStep } from './finding.ts';
import type { FindingFacts, FindingRule, Suspicion } from './finding-rule.ts';
import { clock, say } from './finding-text.ts';
import { inspectCommand } from './inspect-command.ts';
import { kubectlGetPod } from './kubectl-command.ts';
import { readKubeletLog, repairKubeletFirst, restartKubelet } from './kubelet-unit.ts';
import { nameIncarnation } from './name-incarnation.ts';
import { namePod, podSubject } from './pod-subject.ts';
import { selectRivals } from './ready-rivals.ts';
import { stopContainer, stopSandbox } from './runtime-command.ts';
import { isSeenReady, isSeenRunning } from './seen-alive.ts';

/** How long the node may know a pod that the API server does not know on top of the grace period, milliseconds. */
const slack = 60_000;

/** A kubelet writes where it has a pod from into its annotations, dockershim those into labels (core/helpers.go makeLabels). */
const sourceLabels = ['annotation.kubernetes.io/config.source', 'kubernetes.io/config.source'];

type Orphan = {
	pod: PodView;
	sandboxes: readonly SandboxView[];
	containers: readonly ContainerView[];
	/** When the API server said that it was deleted. */
	deletedAt?: number;
	/** The pod that now has its name. */
	successor?: PodView;
};

export const orphanInRuntimeRule: FindingRule = {
	id: 'orphan-in-runtime',
	title: 'A pod runs that the API server does not know',
	meaning:
		'Sandboxes or containers of a pod run on the node, but no pod with their uid is in the API any more (kubernetes#110181, #113073, #107730). They hold memory, ports and an IP, and no scheduler counts them. After a deletion that is normal for the grace period. Static pods are not meant: they come from a file on the node, and their copy in the API may be missing for other reasons.',
	needs: ['api', 'runtime'],
	find(facts) {
		if (!isOwnNode(facts)) return [];
		const orphans = facts.view.pods.flatMap((pod) => findOrphan(pod, facts) ?? []);
		if (orphans.length === 0) return [];
		const rivals = selectRivals(facts);
		// of those that a pod of the same name has replaced, the rule about several sandboxes tells
		const isTold = ({ pod, sandboxes, successor }: Orphan) =>
			successor !== undefined && sandboxes.length > 0 && rivals.has(namePod(pod));
		return orphans.filter((orphan) => !isTold(orphan)).map((orphan) => suspect(orphan, facts));
	},
};

/**
 * Whether the API server was asked about this very node: with a wrong name or server all of its pods would look like orphans, and those
 * that run by its word would not be here.
 */
function isOwnNode({ view }: FindingFacts): boolean {
	if (view.pods.some(({ matched }) => matched === 'api+runtime')) return true;
	return view.node !== undefined && !view.pods.some(({ matched, phase }) => matched === 'api' && phase === 'Running');
}

function findOrphan(pod: PodView, { view, state }: FindingFacts): Orphan | undefined {
	if (pod.matched !== 'runtime' || isStaticPod(pod) || isFromManifest(pod, state)) return undefined;
	const sandboxes = pod.sandboxes.filter((sandbox) => isSeenReady(sandbox, state));
	const containers = pod.containers.filter((container) => isSeenRunning(container, state));
	if (sandboxes.length === 0 && containers.length === 0) return undefined;
	return {
		pod,
		sandboxes,
		containers,
		deletedAt: state.histories.get(pod.uid)?.deletedAt,
		successor: view.pods.find((other) => other.api && namePod(other) === namePod(pod)),
	};
}

function isFromManifest({ sandboxes, containers }: PodView, state: FindingFacts['state']): boolean {
	return [...sandboxes, ...containers].some((one) => {
		const labels = findRecord(state, one)?.labels ?? {};
		return sourceLabels.some((label) => labels[label] === 'file' || labels[label] === 'http');
	});
}

function suspect(orphan: Orphan, facts: FindingFacts): Suspicion {
	const { pod, sandboxes, containers, deletedAt, successor } = orphan;
	const grace = selectEndingGrace(facts.state, pod);
	const names = [...new Set(containers.map(({ name }) => name))];
	const what = names.length > 0 ? names.join(', ') : 'its pause';
	const why = successor
		? say`the pod of that name in the API is another one`
		: deletedAt === undefined
			? say`the API server knows no such pod`
			: say`the API server deleted the pod at ${clock(deletedAt)}`;
	return {
		key: pod.uid,
		severity: 'warning',
		subject: podSubject(pod, sandboxes[0] ? { id: sandboxes[0].id } : {}),
		since: deletedAt,
		patience: grace + slack,
		summary: say`${namePod(pod)} still runs on this node (${what}): ${why}, so nobody counts what it uses, and nobody may end it`,
		evidence: collectEvidence(orphan),
		todo: listSteps(orphan, facts, grace),
		avoid: [
			say`Do not remove its sandbox by hand (docker rm, crictl rmp): the pod's IP is then never given back`,
			say`Do not delete its files under /var/lib/kubelet/pods: volumes may still be mounted there`,
		],
	};
}

function collectEvidence({ pod, sandboxes, containers, successor }: Orphan): FindingEvidence[] {
	const known = successor?.api;
	return [
		...sandboxes.map((sandbox): FindingEvidence => {
			const what = `sandbox ${nameIncarnation(sandbox)}`;
			const command = inspectCommand(sandbox, 'sandbox', 'state');
			return { what, value: say`${sandbox.state}`, source: sandbox.runtime ?? 'pausetop', command };
		}),
		...containers.map((container): FindingEvidence => {
			const { name, state, runtime } = container;
			const what = `container ${name} ${nameIncarnation(container)}`;
			return {
				what,
				value: say`${state}`,
				source: runtime ?? 'pausetop',
				command: inspectCommand(container, 'container', 'state'),
			};
		}),
		{
			what: `pod with uid ${pod.uid}`,
			value: known ? say`not in the API: ${namePod(pod)} there has uid ${known.metadata.uid}` : say`not in the API`,
			source: 'kube',
			command: kubectlGetPod(pod, '{.metadata.uid}'),
		},
	];
}

function listSteps(
	{ pod, sandboxes, containers }: Orphan,
	{ kubelet, state }: FindingFacts,
	grace: number,
): FindingStep[] {
	if (kubelet.fault !== undefined) {
		return [
			repairKubeletFirst,
			{ text: say`Then wait a minute: a kubelet that works ends what the API server does not know` },
		];
	}
	return [
		readKubeletLog(state.node, pod.uid),
		restartKubelet(state.node, 'Restart the kubelet, which ends what belongs to no pod when it starts'),
		...containers.map((container) => ({
			text: say`If it is still there, stop ${container.name}: nothing starts it again`,
			command: stopContainer(container, grace),
		})),
		...sandboxes.map((sandbox) => ({
			text: say`Then end its sandbox ${nameIncarnation(sandbox)}`,
			command: stopSandbox(sandbox),
		})),
	];
}
