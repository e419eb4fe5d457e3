import { findStatus } from '../action/collect-runs.ts';
import { parseContainerId } from '../correlate/api-index.ts';
import type { ContainerView, PodView } from '../node-view.ts';
import { selectEndingGrace } from './ending-grace.ts';
import type { FindingEvidence, FindingStep } from './finding.ts';
import type { FindingFacts, FindingRule, Suspicion } from './finding-rule.ts';
import { clock, say } from './finding-text.ts';
import { kubectlGetStatus } from './kubectl-command.ts';
import { readKubeletLog } from './kubelet-unit.ts';
import { nameIncarnation } from './name-incarnation.ts';
import { namePod, podSubject } from './pod-subject.ts';
import { listContainers, stopContainer } from './runtime-command.ts';
import { isSeenRunning } from './seen-alive.ts';

/** The kubelet never starts a container before the one before has ended: only records that are a moment old can show both. */
const patience = 30_000;

export const duplicateContainerRule: FindingRule = {
	id: 'duplicate-container',
	title: 'A container runs twice',
	meaning:
		'Two containers of one name run in one pod. The kubelet ends one before it starts the next, so somebody started an ended one again by hand (kubernetes#66186), or the kubelet lost sight of one (kubernetes#122585, #121003). Both work on the same volumes and want the same ports; kubectl shows only one of them.',
	needs: ['runtime'],
	find(facts) {
		return facts.view.pods.flatMap((pod) =>
			findDuplicates(pod, facts).map((duplicates) => suspect(pod, duplicates, facts)),
		);
	},
};

/** By name, those that run at the same time; the newest first. */
function findDuplicates(pod: PodView, { state }: FindingFacts): ContainerView[][] {
	const byName = new Map<string, ContainerView[]>();
	for (const container of pod.containers) {
		if (!isSeenRunning(container, state)) continue;
		if (!byName.get(container.name)?.push(container)) byName.set(container.name, [container]);
	}
	return [...byName.values()].filter(({ length }) => length > 1);
}

function suspect(pod: PodView, duplicates: readonly ContainerView[], facts: FindingFacts): Suspicion {
	const name = duplicates[0]?.name ?? '';
	const apiId = findApiId(pod, name);
	const extra = findExtra(duplicates, apiId);
	const starts = duplicates.map(({ startedAt }) => startedAt);
	const times = duplicates.length === 2 ? 'twice' : `${duplicates.length} times`;
	return {
		key: `${pod.uid}/${name}`,
		severity: 'critical',
		subject: podSubject(pod, { container: name }),
		// two ran from the second start on
		since: starts.every((start) => start !== undefined) ? starts.toSorted((a, b) => a - b)[1] : undefined,
		patience,
		summary: say`${namePod(pod)}: ${name} runs ${times} at the same time, ${duplicates.map(nameIncarnation).join(' and ')}: they share the pod's volumes and ports, and kubectl shows one`,
		evidence: collectEvidence(pod, duplicates, apiId),
		todo: listSteps(pod, extra, facts),
		avoid: [
			say`Do not start an ended container of a pod by hand (docker start): the kubelet makes its own`,
			say`Do not remove one while it runs: stop it, so that it can end its work`,
		],
	};
}

/** The one that the API server's status names. */
function findApiId({ api }: PodView, name: string): string | undefined {
	return parseContainerId(api && findStatus(api, name)?.containerID);
}

/** Those that nobody counts with: not named by the API; without its word those that are not the newest. */
function findExtra(duplicates: readonly ContainerView[], apiId: string | undefined): readonly ContainerView[] {
	const isNamed = duplicates.some(({ id }) => id === apiId);
	return duplicates.filter(({ id, current }) => (isNamed ? id !== apiId : !current));
}

function collectEvidence(
	pod: PodView,
	duplicates: readonly ContainerView[],
	apiId: string | undefined,
): FindingEvidence[] {
	const evidence = duplicates.map((container): FindingEvidence => {
		const { runtime, state, startedAt, pid } = container;
		return {
			what: `${container.name} ${nameIncarnation(container)}`,
			value: say`${state}${pid === undefined ? '' : `, pid ${pid}`}${startedAt === undefined ? '' : say`, started ${clock(startedAt)}`}`,
			source: runtime ?? 'pausetop',
			command: listContainers(pod, runtime, container.name),
		};
	});
	const [first] = duplicates;
	if (apiId === undefined || !first) return evidence;
	const command = kubectlGetStatus(pod, first, 'containerID');
	return [...evidence, { what: 'container id in the API', value: say`${apiId.slice(0, 12)}`, source: 'kube', command }];
}

function listSteps(pod: PodView, extra: readonly ContainerView[], { state }: FindingFacts): FindingStep[] {
	const grace = selectEndingGrace(state, pod);
	return [
		...extra.map((container) => ({
			text: say`Stop ${container.name} ${nameIncarnation(container)}, the one that is too many: the other goes on`,
			command: stopContainer(container, grace),
		})),
		readKubeletLog(state.node, pod.uid),
	];
}
