import type { KubeNode } from '../kube-node.ts';
import { parseKubeTime } from '../kubectl/parse-kube-time.ts';
import { tidyRemark } from '../tidy-remark.ts';
import type { FindingEvidence, FindingStep } from './finding.ts';
import type { FindingFacts, FindingRule, Suspicion } from './finding-rule.ts';
import { clock, type FindingText, say } from './finding-text.ts';
import { readKubeletLog, restartKubelet, selectKubeletUnit } from './kubelet-unit.ts';
import { shellWord } from './shell-word.ts';

/** How long a kubelet may be away when it is restarted, milliseconds: kubeadm's unit waits 10 s before a restart. */
const restartTime = 15_000;
/** How long one that has just started may call its node not Ready, milliseconds: it waits for the runtime's first answers. */
const startTime = 30_000;

type Condition = NonNullable<NonNullable<KubeNode['status']>['conditions']>[number];

/** What is the matter, in one of three ways. */
type Fault = Pick<Suspicion, 'since' | 'patience' | 'summary' | 'todo'>;

export const kubeletDownRule: FindingRule = {
	id: 'kubelet-down',
	title: 'Kubelet is down or its node is not Ready',
	meaning:
		"The kubelet's process is gone, or the API server's Ready condition of this node is not True. Nothing that ends then comes back, and kubectl goes on showing the last states that the kubelet told: pods stay Running there although their containers are dead.",
	needs: ['kubelet'],
	find(facts) {
		const { kubelet, view, state } = facts;
		if (kubelet.fault === undefined) return [];
		const ready = kubelet.ready === undefined ? undefined : findReady(state.node);
		const fault = describeFault(facts, ready);
		return [
			{
				key: 'node',
				severity: 'critical',
				subject: { kind: 'node', ...(view.nodeName !== undefined && { name: view.nodeName }) },
				...fault,
				evidence: collectEvidence(facts, ready),
				avoid: [
					say`Do not stop pause containers or pods now: nobody would make them anew`,
					say`Do not trust kubectl for this node meanwhile: what runs is what pausetop shows of the runtime`,
				],
			},
		];
	},
};

function describeFault(facts: FindingFacts, ready: Condition | undefined): Fault {
	const { kubelet, view, state } = facts;
	const name = view.nodeName ?? 'this node';
	const isUnready = ready !== undefined && ready.status !== 'True';
	if (kubelet.running === false) {
		return {
			// two sources that agree need no second look
			patience: isUnready ? 0 : restartTime,
			summary: say`The kubelet of ${name} is down, its process is gone: what ends now does not come back, and kubectl shows old states`,
			todo: startKubelet(state.node),
		};
	}
	if (ready?.status === 'False') return describeUnready(name, ready, facts);
	return {
		...(isUnready && { since: findSilentSince(ready, state.kubeletBackSince) }),
		patience: isUnready ? startTime : 0,
		summary: say`The API server does not hear from the kubelet of ${name}${whileRunning(kubelet.running)}: kubectl shows old states, and what ends now may not come back`,
		todo: kubelet.running ? reachServer(state.node) : startKubelet(state.node),
	};
}

/** The API server has yet to hear of one that has come back. */
function findSilentSince({ lastTransitionTime }: Condition, backSince: number | undefined): number | undefined {
	const changedAt = parseKubeTime(lastTransitionTime);
	return backSince === undefined || changedAt === undefined ? changedAt : Math.max(changedAt, backSince);
}

function whileRunning(running: boolean | undefined): string {
	return running ? ', though its process runs' : '';
}

function describeUnready(name: string, ready: Condition, { state }: FindingFacts): Fault {
	const why = tidyRemark(ready.message ?? ready.reason ?? 'no reason given');
	return {
		since: parseKubeTime(ready.lastTransitionTime),
		patience: startTime,
		summary: say`${name} is not Ready, its kubelet says: ${why}; no new pods come here, and what ends may not come back`,
		todo: [...findCause(why, state.records.has('docker')), readKubeletLog(state.node)],
	};
}

/** By the words of the kubelet's own checks (pkg/kubelet/nodestatus, pkg/kubelet/runtime.go). */
function findCause(message: string, isDocker: boolean): FindingStep[] {
	if (/cni|network plugin|NetworkReady|NetworkPluginNotReady/i.test(message)) {
		return [
			{
				text: say`Look at the network plugin: its configuration is missing on this node, or its pod does not run`,
				command: 'ls -l /etc/cni/net.d',
			},
		];
	}
	if (/PLEG|container runtime/i.test(message)) {
		return [
			{
				text: say`See whether the container runtime answers, and how fast`,
				command: `time ${isDocker ? 'docker' : 'crictl'} ps -q`,
			},
		];
	}
	return [];
}

function startKubelet(node: KubeNode | undefined): FindingStep[] {
	const unit = selectKubeletUnit(node);
	return [
		{ text: say`See why it ended`, command: `systemctl status ${unit} --no-pager` },
		readKubeletLog(node),
		restartKubelet(node, 'Start it'),
	];
}

function reachServer(node: KubeNode | undefined): FindingStep[] {
	return [
		readKubeletLog(node),
		{ text: say`Look there for an API server that is not reached, or for a certificate that has expired` },
	];
}

function collectEvidence({ kubelet, state, view }: FindingFacts, ready: Condition | undefined): FindingEvidence[] {
	const evidence: FindingEvidence[] = [];
	if (kubelet.running !== undefined) {
		evidence.push({
			what: "the kubelet's process",
			value: say`${kubelet.running ? 'runs' : 'gone'}`,
			source: 'proc',
			command: "pgrep -a 'kubelet|k3s|rke2|kubelite'",
		});
	}
	if (!ready) return evidence;
	const node = state.node?.metadata.name ?? view.nodeName ?? '';
	const path = shellWord('{.status.conditions[?(@.type=="Ready")]}');
	const command = `kubectl get node ${shellWord(node)} -o jsonpath=${path}`;
	evidence.push({ what: "the node's condition Ready", value: describeCondition(ready), source: 'kube', command });
	// one that still tells changes this again and again
	if (kubelet.heardAt !== undefined && ready.status !== 'False') {
		evidence.push({ what: 'last told the API server', value: say`${clock(kubelet.heardAt)}`, source: 'kube', command });
	}
	return evidence;
}

function describeCondition({ status, reason, message, lastTransitionTime }: Condition): FindingText {
	const changedAt = parseKubeTime(lastTransitionTime);
	const why = [reason, message && tidyRemark(message)].filter(Boolean).join(': ');
	return say`${status}${why ? ` (${why})` : ''}${changedAt === undefined ? '' : say`, since ${clock(changedAt)}`}`;
}

function findReady(node: KubeNode | undefined): Condition | undefined {
	return node?.status?.conditions?.find(({ type }) => type === 'Ready');
}
