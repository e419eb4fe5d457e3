import { joinNames, verb } from '../action/join-words.ts';
import { usesHostNetwork } from '../action/pod-traits.ts';
import { selectFlavour } from '../action/runtime-flavour.ts';
import type { NodeState } from '../node-state.ts';
import type { PodView, SandboxView } from '../node-view.ts';
import { findRecord } from './find-record.ts';
import type { FindingEvidence, FindingStep } from './finding.ts';
import type { FindingFacts, FindingRule, Suspicion } from './finding-rule.ts';
import { say } from './finding-text.ts';
import { inspectCommand } from './inspect-command.ts';
import { readKubeletLog, repairKubeletFirst } from './kubelet-unit.ts';
import { nameIncarnation } from './name-incarnation.ts';
import { namePod, podSubject } from './pod-subject.ts';
import { askPid, stopSandbox } from './runtime-command.ts';
import { isSeenRunning } from './seen-alive.ts';
import { shellWord } from './shell-word.ts';

/** /proc is read as a whole each 60 s; a pause that is only being started or has just ended is re-read before. Milliseconds. */
const patience = 65_000;

export const deadPauseProcessRule: FindingRule = {
	id: 'dead-pause-process',
	title: 'A sandbox is ready, but its pause is dead',
	meaning:
		"The runtime calls a sandbox ready, but no process of its pause is on the node (containerd#9160, cri-o#1927, kubernetes#107308). The runtime has missed its end, so the kubelet sees no reason to make a new one, and no container can start in it: `/proc/0/ns/ipc`, `cannot join network of a non running container`. CRI-O's sandboxes without a pause process, and those in a guest of their own, are not meant.",
	needs: ['runtime', 'processes'],
	find(facts) {
		if (!isScanCurrent(facts.state)) return [];
		const watched = selectWatched(facts);
		return facts.view.pods.flatMap((pod) =>
			pod.sandboxes
				.filter((sandbox) => isDead(sandbox, facts.state) && watched.has(groupOf(sandbox)))
				.map((sandbox) => suspect(pod, sandbox, facts)),
		);
	},
};

function isScanCurrent({ sources }: NodeState): boolean {
	const health = sources.get('proc')?.health;
	return health === undefined || health === 'live' || health === 'degraded';
}

function groupOf({ runtime, runtimeHandler }: SandboxView): string {
	return `${runtime}/${runtimeHandler ?? ''}`;
}

/**
 * The runtimes whose pauses the scan does find: of one in a virtual machine, or from within a container's own /proc, none would be
 * there.
 */
function selectWatched({ view, state }: FindingFacts): ReadonlySet<string> {
	const sandboxes = view.pods.flatMap((pod) => pod.sandboxes);
	return new Set(sandboxes.filter(({ id = '' }) => state.processes?.has(id)).map(groupOf));
}

function isDead(sandbox: SandboxView, state: NodeState): boolean {
	const { id, runtime, isolated } = sandbox;
	if (id === undefined || runtime === undefined || isolated || state.processes?.has(id)) return false;
	if (sandbox.state !== 'ready' && sandbox.state !== 'running') return false;
	return hasPause(sandbox, state);
}

/** Whether it is one with a process: CRI-O leaves most pauses away (the view's `pinned` does not tell: containerd pins too), and what others do is not known. */
function hasPause({ id = '', runtime = '' }: SandboxView, state: NodeState): boolean {
	const flavour = selectFlavour(runtime);
	return flavour === 'docker' || flavour === 'dockershim' || flavour === 'containerd' || state.endedProcesses.has(id);
}

function suspect(pod: PodView, sandbox: SandboxView, facts: FindingFacts): Suspicion {
	const runtime = sandbox.runtime ?? '';
	const name = nameIncarnation(sandbox);
	return {
		key: `${pod.uid}/${sandbox.id}`,
		severity: 'critical',
		subject: podSubject(pod, { id: sandbox.id }),
		patience,
		summary: say`${namePod(pod)}: ${runtime} calls sandbox ${name} ${sandbox.state}, but its pause is dead: no container can start in it, and the kubelet makes no new one`,
		evidence: collectEvidence(pod, sandbox, facts),
		todo: listSteps(pod, sandbox, facts),
		avoid: [
			say`Do not remove the sandbox by hand (docker rm, crictl rmp): the pod's IP is then never given back`,
			say`Do not start the pause again: it gets an empty network`,
		],
	};
}

function collectEvidence(pod: PodView, sandbox: SandboxView, { state }: FindingFacts): FindingEvidence[] {
	const { id = '', runtime = '' } = sandbox;
	const pid = findRecord(state, sandbox)?.pid;
	const before = state.endedProcesses.get(id)?.pid;
	const running = pod.containers.filter((one) => one.sandboxId === id && isSeenRunning(one, state));
	return [
		{
			what: `sandbox ${nameIncarnation(sandbox)}`,
			value: say`${sandbox.state}`,
			source: runtime,
			command: inspectCommand(sandbox, 'sandbox', 'state'),
		},
		{
			what: "the pause's pid",
			value: pid === undefined ? say`none` : say`${pid}`,
			source: runtime,
			command: askPid(sandbox, 'sandbox'),
		},
		{
			what: "the pause's process",
			value: before === undefined ? say`not there` : say`not there any more, it was pid ${before}`,
			source: 'proc',
			command: `grep -lF ${shellWord(id)} /proc/[0-9]*/cgroup`,
		},
		...running.map((container) => ({
			what: `container ${container.name} ${nameIncarnation(container)}`,
			value: say`${container.state}`,
			source: container.runtime ?? runtime,
			command: inspectCommand(container, 'container', 'state'),
		})),
	];
}

function listSteps(pod: PodView, sandbox: SandboxView, { kubelet, state }: FindingFacts): FindingStep[] {
	const running = pod.containers.filter((one) => one.sandboxId === sandbox.id && isSeenRunning(one, state));
	const names = joinNames(running.map(({ name }) => name));
	const first = kubelet.fault === undefined ? [] : [repairKubeletFirst];
	const flavour = selectFlavour(sandbox.runtime ?? '');
	return [
		...first,
		{
			text: say`Have the runtime end the sandbox${names === '' ? '' : `: ${names} ${verb(running.length, 'goes', 'go')} down with it`}; the kubelet then makes a new one${usesHostNetwork(pod) ? '' : ' with another IP'}`,
			command: stopSandbox(sandbox),
		},
		{
			text: say`If that hangs, restart the runtime; see first whether containers live on over that (docker: live-restore)`,
			command: flavour === 'docker' ? "docker info -f '{{.LiveRestoreEnabled}}'" : undefined,
		},
		readKubeletLog(state.node, pod.uid),
	];
}
