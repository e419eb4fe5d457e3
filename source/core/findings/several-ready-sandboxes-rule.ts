import type { PodView } from '../node-view.ts';
import { selectEndingGrace } from './ending-grace.ts';
import type { FindingEvidence, FindingStep } from './finding.ts';
import type { FindingFacts, FindingRule, Suspicion } from './finding-rule.ts';
import { clock, say } from './finding-text.ts';
import { kubectlGetPod } from './kubectl-command.ts';
import { readKubeletLog, repairKubeletFirst } from './kubelet-unit.ts';
import { nameIncarnation } from './name-incarnation.ts';
import { namePod, podSubject } from './pod-subject.ts';
import { type ReadySandbox, selectRivals } from './ready-rivals.ts';
import { listSandboxes, stopSandbox } from './runtime-command.ts';

/** How long the kubelet takes on top of the grace period to end a sandbox that is too many, milliseconds. */
const slack = 60_000;

export const severalReadySandboxesRule: FindingRule = {
	id: 'several-ready-sandboxes',
	title: 'A pod has several ready sandboxes',
	meaning:
		"More than one sandbox of one pod is up, or a pod and a former one of the same name are (kubernetes#43851: hundreds of pause containers in one pod; rke2#4775: two generations of a static pod). Each holds an IP and namespaces; the API knows one. By the kubelet's own rule it ends them all and makes a new one, so when several last, it does not get to that.",
	needs: ['runtime'],
	find(facts) {
		return [...selectRivals(facts).values()].map((rivals) => suspect(rivals, facts));
	},
};

function suspect(rivals: readonly ReadySandbox[], facts: FindingFacts): Suspicion {
	const pods = [...new Set(rivals.map(({ pod }) => pod))];
	const pod = pods.find(({ api }) => api && !api.metadata.deletionTimestamp) ?? pods[0];
	if (!pod) throw new Error('several sandboxes, but no pod');
	const starts = rivals.map(({ aliveSince }) => aliveSince);
	const grace = Math.max(...pods.map((each) => selectEndingGrace(facts.state, each)));
	const isSamePod = pods.length === 1;
	return {
		key: isSamePod ? pod.uid : namePod(pod),
		// what runs in both does its work twice
		severity: rivals.filter(({ running }) => running.length > 0).length > 1 ? 'critical' : 'warning',
		subject: podSubject(pod),
		since: starts.every((start) => start !== undefined) ? starts.toSorted((a, b) => a - b)[1] : undefined,
		patience: grace + slack,
		summary: isSamePod
			? say`${namePod(pod)} has ${rivals.length} ready sandboxes, ${nameAll(rivals)}: each holds an IP and namespaces, and kubectl shows one`
			: say`${namePod(pod)} is up ${rivals.length === 2 ? 'twice' : `${rivals.length} times`}: sandboxes ${nameAll(rivals)} are of pods with this name but different uids`,
		evidence: collectEvidence(rivals, pods),
		todo: listSteps(rivals, pod, facts),
		avoid: [
			say`Do not remove a sandbox by hand (docker rm, crictl rmp): the pod's IP is then never given back`,
			say`Do not stop the one that the API's pod runs in: its containers would go down for nothing`,
		],
	};
}

function nameAll(rivals: readonly ReadySandbox[]): string {
	const shown = rivals.slice(0, 3).map(({ sandbox }) => nameIncarnation(sandbox));
	return rivals.length > 3 ? `${shown.join(', ')} and ${rivals.length - 3} more` : shown.join(' and ');
}

/** The newest first; of hundreds only some. */
function collectEvidence(rivals: readonly ReadySandbox[], pods: readonly PodView[]): FindingEvidence[] {
	const evidence = rivals.slice(0, 6).map(({ pod, sandbox, aliveSince, running }): FindingEvidence => {
		const names = running.map(({ name }) => name).join(', ') || 'nothing';
		const from = aliveSince === undefined ? '' : say`, up since ${clock(aliveSince)}`;
		const uid = pods.length > 1 ? `, pod uid ${pod.uid}` : '';
		return {
			what: `sandbox ${nameIncarnation(sandbox)}`,
			value: say`${sandbox.state}${from}${uid}, in it: ${names}`,
			source: sandbox.runtime ?? 'pausetop',
			command: listSandboxes(pod, sandbox.runtime),
		};
	});
	const known = pods.filter(({ api }) => api);
	return [
		...evidence,
		...known.map((pod): FindingEvidence => {
			const command = kubectlGetPod(pod, '{.metadata.uid}{" "}{.status.podIP}');
			const value = say`${[pod.api?.metadata.uid, pod.ip].filter(Boolean).join(' ')}`;
			return { what: 'pod in the API', value, source: 'kube', command };
		}),
	];
}

function listSteps(rivals: readonly ReadySandbox[], pod: PodView, { kubelet, state }: FindingFacts): FindingStep[] {
	const first = kubelet.fault === undefined ? [] : [repairKubeletFirst];
	const stops = findExtra(rivals, pod).map(({ pod: owner, sandbox, running }) => {
		const names = running.map(({ name }) => name).join(', ');
		const loss = names === '' ? 'no container runs in it' : `this ends ${names} in it`;
		const whose = owner === pod ? '' : ` of uid ${owner.uid}`;
		const text = say`If it stays, stop sandbox ${nameIncarnation(sandbox)}${whose}: ${loss}`;
		return { text, command: stopSandbox(sandbox) };
	});
	return [...first, readKubeletLog(state.node, pod.name), ...stops.slice(0, 3)];
}

/** Another pod's; of the same pod those without containers, else the older ones. */
function findExtra(rivals: readonly ReadySandbox[], pod: PodView): readonly ReadySandbox[] {
	const foreign = rivals.filter((rival) => rival.pod !== pod);
	const own = rivals.filter((rival) => rival.pod === pod);
	const kept = own.find(({ running }) => running.length > 0) ?? own[0];
	return [...foreign, ...own.filter((rival) => rival !== kept)];
}
