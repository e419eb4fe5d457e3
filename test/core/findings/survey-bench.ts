import { correlate } from '../../../source/core/correlate/correlate.ts';
import { type Finding, type NodeFindings, noFindings } from '../../../source/core/findings/finding.ts';
import type { FindingFacts, FindingRule } from '../../../source/core/findings/finding-rule.ts';
import { judge } from '../../../source/core/findings/judge.ts';
import { selectKubeletFacts } from '../../../source/core/findings/kubelet-facts.ts';
import type { KubePod } from '../../../source/core/kube-pod.ts';
import type { NodeState } from '../../../source/core/node-state.ts';
import type { NetworkLook, NodeSurvey } from '../../../source/core/node-survey.ts';
import type { Observation } from '../../../source/core/observation.ts';
import type { ContainerProcess } from '../../../source/core/process.ts';
import type { RuntimeRecord } from '../../../source/core/runtime-record.ts';
import { emptyState, reduce } from '../../../source/store/reduce.ts';
import { formatFindingText } from '../../../source/ui/columns/finding-text.ts';

/** When every story of this bench begins, milliseconds. */
export const begin = Date.UTC(2026, 4, 1, 12, 0, 0);
export const seconds = (count: number) => count * 1_000;
export const minutes = (count: number) => count * 60_000;

export const hostNet = 4026531840;
export const hostPid = 4026531836;

export type BenchPod = {
	name: string;
	/** 1 to 99: gives ids, pids and inodes. */
	seed: number;
	ip?: string;
	/** What the runtime has given, where it tells. */
	sandboxIp?: string;
	phase?: string;
	deleting?: boolean;
	hostNetwork?: boolean;
	sandboxState?: RuntimeRecord['state'];
	attempt?: number;
	image?: string;
	/** Milliseconds since the epoch; an hour before `begin` unless given. */
	startedAt?: number;
	sharesPid?: boolean;
	runtimeHandler?: string;
	pinned?: string;
	inApi?: boolean;
};

export const idOf = (seed: number, part = 0) => (seed * 100 + part).toString(16).padStart(64, 'a');
export const sandboxIdOf = ({ seed, attempt = 0 }: BenchPod) => idOf(seed, attempt * 10);
export const appIdOf = ({ seed, attempt = 0 }: BenchPod) => idOf(seed, attempt * 10 + 1);
export const pausePidOf = ({ seed, attempt = 0 }: BenchPod) => seed * 1_000 + attempt * 10 + 1;
export const appPidOf = (pod: BenchPod) => pausePidOf(pod) + 1;
export const netOf = ({ seed, attempt = 0, hostNetwork }: BenchPod) =>
	hostNetwork ? hostNet : 4026540000 + seed * 100 + attempt;
export const pidNamespaceOf = ({ seed, attempt = 0, sharesPid }: BenchPod, part: 'pause' | 'app') =>
	4026550000 + seed * 100 + attempt * 10 + (part === 'pause' || sharesPid ? 0 : 1);

/** A node that observations are made of, one after another, and what a rule says of it. */
export class SurveyBench {
	state: NodeState = emptyState;
	findings: NodeFindings = noFindings;
	readonly rule: FindingRule;
	readonly runtime: string;

	constructor(rule: FindingRule, runtime = 'containerd') {
		this.rule = rule;
		this.runtime = runtime;
		const endpoint = runtime === 'docker' ? 'unix:///var/run/docker.sock' : 'unix:///run/containerd/containerd.sock';
		this.see(begin, { source: runtime, kind: 'health', health: 'live', endpoint });
		this.see(begin, { source: 'kube', kind: 'health', health: 'live' });
		this.see(begin, { source: 'proc', kind: 'health', health: 'live' });
		this.see(begin, { source: 'proc', kind: 'kubelet', running: true });
		this.list(begin, []);
	}

	see(at: number, what: Observation extends infer T ? (T extends Observation ? Omit<T, 'at'> : never) : never): void {
		this.state = reduce(this.state, { ...what, at } as Observation);
	}

	/** All that there is from now on, by runtime, API server and /proc; `others` are records and processes besides. */
	list(at: number, pods: readonly BenchPod[], others: { records?: readonly RuntimeRecord[] } = {}): void {
		const records = [...pods.flatMap((pod) => recordsOf(pod, this.runtime)), ...(others.records ?? [])];
		this.see(at, { source: this.runtime, kind: 'runtime-listing', records });
		const host = { linuxNamespaces: { net: hostNet, pid: hostPid } };
		this.see(at, { source: 'proc', kind: 'process-listing', host, processes: pods.flatMap(processesOf) });
		const known = pods.filter(({ inApi }) => inApi !== false).map((pod) => kubePodOf(pod, this.runtime));
		this.see(at, { source: 'kube', kind: 'pod-listing', pods: known });
	}

	survey(at: number, survey: Partial<NodeSurvey>): void {
		this.see(at, { source: 'proc', kind: 'survey', survey: { readAt: at, problems: [], ...survey } });
	}

	/** What is a finding at this moment. */
	judge(at: number): readonly Finding[] {
		this.see(at, { source: 'clock', kind: 'tick' });
		const facts: FindingFacts = {
			now: this.state.now,
			view: correlate(this.state),
			state: this.state,
			stories: new Map(),
			kubelet: selectKubeletFacts(this.state),
		};
		this.findings = judge(this.findings, facts, [this.rule]);
		return this.findings.findings;
	}

	/** The summaries of what is a finding at this moment. */
	say(at: number): string[] {
		return this.judge(at).map(({ summary }) => formatFindingText(summary, { now: at, utc: true }));
	}

	/** The evidence of the first finding, a line each. */
	evidence(): string[] {
		const [first] = this.findings.findings;
		return (first?.evidence ?? []).map(
			({ what, value, source }) =>
				`${what}: ${formatFindingText(value, { now: this.state.now, utc: true })} (${source})`,
		);
	}

	/** Every command of the first finding. */
	commands(): string[] {
		const [first] = this.findings.findings;
		return [...(first?.evidence ?? []), ...(first?.todo ?? [])].flatMap(({ command }) => command ?? []);
	}
}

/** A network with eth0 and these addresses. */
export function look(pod: BenchPod, ...addresses: string[]): [number, NetworkLook] {
	const all = ['127.0.0.1', ...addresses].map((address) => ({
		address,
		family: address.includes(':') ? (6 as const) : (4 as const),
		loopback: address === '127.0.0.1',
	}));
	const names = addresses.length > 0 ? ['lo', 'eth0'] : ['lo'];
	const interfaces = names.map((name) => ({ name, receivedBytes: 0, sentBytes: 0 }));
	return [netOf(pod), { pid: pausePidOf(pod), addresses: all, interfaces }];
}

function recordsOf(pod: BenchPod, runtime: string): RuntimeRecord[] {
	const { name, seed, attempt = 0, sandboxState = 'ready', startedAt = begin - minutes(60) } = pod;
	const common = { podUid: `uid-${seed}`, podName: name, kubeNamespace: 'default', attempt };
	const isDocker = runtime === 'docker';
	const state = isDocker && sandboxState === 'ready' ? 'running' : sandboxState;
	const lives = state === 'ready' || state === 'running';
	return [
		{
			...{ id: sandboxIdOf(pod), runtime, name, labels: {}, state, createdAt: startedAt },
			metadata: { role: 'sandbox', ...common },
			...(isDocker && { startedAt }),
			...(pod.image !== undefined && { image: pod.image }),
			...(pod.sandboxIp !== undefined && { sandboxIp: pod.sandboxIp }),
			...(pod.runtimeHandler !== undefined && { runtimeHandler: pod.runtimeHandler }),
			...(pod.pinned !== undefined && { pinnedNamespaces: { net: pod.pinned } }),
		},
		{
			...{ id: appIdOf(pod), runtime, name: 'app', labels: {}, createdAt: startedAt, startedAt },
			state: lives ? 'running' : 'exited',
			metadata: { role: 'container', ...common, containerName: 'app', sandboxId: sandboxIdOf(pod) },
		},
	];
}

function processesOf(pod: BenchPod): ContainerProcess[] {
	const { sandboxState = 'ready', startedAt = begin - minutes(60), sharesPid } = pod;
	if (sandboxState !== 'ready' && sandboxState !== 'running') return [];
	const net = netOf(pod);
	const common = { podUid: `uid-${pod.seed}`, startTicks: pausePidOf(pod) * 10, startedAt };
	return [
		{
			...{
				...common,
				containerId: sandboxIdOf(pod),
				pid: pausePidOf(pod),
				command: 'pause',
				nsPids: [pausePidOf(pod), 1],
			},
			linuxNamespaces: { net, pid: pidNamespaceOf(pod, 'pause') },
		},
		{
			...{ ...common, containerId: appIdOf(pod), pid: appPidOf(pod), command: 'node' },
			nsPids: [appPidOf(pod), sharesPid ? 7 : 1],
			linuxNamespaces: { net, pid: pidNamespaceOf(pod, 'app') },
		},
	];
}

function kubePodOf(pod: BenchPod, runtime: string): KubePod {
	const { name, seed, ip, phase = 'Running', deleting, hostNetwork } = pod;
	return {
		metadata: {
			...{ name, namespace: 'default', uid: `uid-${seed}`, creationTimestamp: '2026-05-01T11:00:00Z' },
			...(deleting && { deletionTimestamp: '2026-05-01T12:00:00Z', deletionGracePeriodSeconds: 30 }),
		},
		spec: { containers: [{ name: 'app' }], restartPolicy: 'Always', ...(hostNetwork && { hostNetwork }) },
		status: {
			phase,
			...(ip !== undefined && { podIP: ip.split(' ')[0], podIPs: ip.split(' ').map((each) => ({ ip: each })) }),
			containerStatuses: [
				{
					name: 'app',
					ready: true,
					restartCount: 0,
					containerID: `${runtime}://${appIdOf(pod)}`,
					state: { running: {} },
				},
			],
		},
	};
}
