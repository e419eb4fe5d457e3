import { joinNames, verb } from '../action/join-words.ts';
import type { KubePod } from '../kube-pod.ts';
import type { LinuxNamespaceKind, LinuxNamespaces } from '../linux-namespace.ts';
import type { PodView } from '../node-view.ts';
import type { FindingEvidence } from './finding.ts';
import type { FindingFacts, FindingRule, Suspicion } from './finding-rule.ts';
import { say } from './finding-text.ts';
import { kubectlGetPod } from './kubectl-command.ts';
import { namePod, podSubject } from './pod-subject.ts';

/** Those in which a pod is not the host's neighbour by itself; user only where the pod asks for one of its own. */
const judgedKinds = ['net', 'pid', 'ipc', 'uts', 'mnt', 'user'] as const satisfies readonly LinuxNamespaceKind[];

type JudgedKind = (typeof judgedKinds)[number];

/** How long a process can be seen in the host's namespaces while it starts, milliseconds: until /proc was read twice more. */
const startTime = 60_000;

export const hostNamespaceRule: FindingRule = {
	id: 'host-namespace',
	title: "Pod in the host's namespaces",
	meaning:
		"By their inodes the pause or a container of the pod is in a Linux namespace of the node itself. Where the spec asks for it (hostNetwork, hostPID, hostIPC) that is worth knowing: it sees the node's network, processes or shared memory. Where the spec does not, the pod is less isolated than its spec says.",
	// only a runtime's listing tells what is in a guest
	needs: ['api', 'runtime', 'processes', 'namespaces'],
	find: (facts) => facts.view.pods.flatMap((pod) => suspect(pod, facts)),
};

/** One process that is in a namespace of the host. */
type Use = { kind: JudgedKind; who: string; pid?: number; startedAt?: number; isAsked: boolean };

function suspect(pod: PodView, { view }: FindingFacts): readonly Suspicion[] {
	const { api } = pod;
	// in a guest the host's numbers say nothing
	if (!api || pod.sandboxes[0]?.isolated) return [];
	const uses = findUses(pod, api);
	if (uses.length === 0) return [];
	const unasked = uses.filter(({ isAsked }) => !isAsked);
	const told = unasked.length > 0 ? unasked : uses;
	const kinds = judgedKinds.filter((kind) => told.some((use) => use.kind === kind));
	return [
		{
			key: `${pod.uid}${unasked.length > 0 ? '/unasked' : ''}`,
			severity: unasked.length > 0 ? 'warning' : 'info',
			subject: podSubject(pod),
			since: firstStart(told),
			patience: startTime,
			summary:
				unasked.length > 0
					? say`${namePod(pod)}: ${nameUsers(told)} in the host's ${joinNames(kinds)} ${nouns(kinds)}, and its spec does not ask for that`
					: say`${namePod(pod)} is in the host's ${joinNames(kinds)} ${nouns(kinds)}, as its spec asks`,
			evidence: [...describeUses(told, view.hostNamespaces), ...describeSpec(pod, api, kinds)],
			todo:
				unasked.length > 0
					? [
							{
								text: say`Find out who started it so: a runtime that does not know the wish, or somebody past the kubelet; delete the pod if it is not trusted`,
							},
						]
					: [{ text: say`Nothing, if this is a pod of the node's own: only such pods should have it` }],
		},
	];
}

function nouns(kinds: readonly JudgedKind[]): string {
	return verb(kinds.length, 'namespace', 'namespaces');
}

function nameUsers(uses: readonly Use[]): string {
	const names = [...new Set(uses.map(({ who }) => who))];
	return `${joinNames(names)} ${verb(names.length, 'is', 'are')}`;
}

function findUses(pod: PodView, { spec }: KubePod): Use[] {
	const uses: Use[] = [];
	const add = (who: string, kind: JudgedKind, { pid, startedAt }: Pick<Use, 'pid' | 'startedAt'>) => {
		// every pod is in the host's user namespace that does not ask for its own
		if (kind === 'user' && spec.hostUsers !== false) return;
		uses.push({ kind, who, pid, startedAt, isAsked: asksFor(kind, spec) });
	};
	const sandbox = pod.sandboxes[0];
	for (const kind of judgedKinds) {
		// what only files show has no process that is anywhere
		if (sandbox?.pid !== undefined && sandbox.sharing?.[kind] === 'host') add('pause', kind, sandbox);
		for (const container of pod.containers) {
			if (container.linuxNamespaces?.[kind].sharing === 'host') add(container.name, kind, container);
		}
	}
	return uses;
}

/** With the host's network goes its uts (facts of all runtimes: its host name is that of its network). */
function asksFor(kind: JudgedKind, spec: KubePod['spec']): boolean {
	if (kind === 'net' || kind === 'uts') return spec.hostNetwork === true;
	if (kind === 'pid') return spec.hostPID === true;
	return kind === 'ipc' && spec.hostIPC === true;
}

/** When the first of them began; undefined when one does not tell. */
function firstStart(uses: readonly Use[]): number | undefined {
	const times = uses.map(({ startedAt }) => startedAt).filter((time) => time !== undefined);
	return times.length === uses.length ? Math.min(...times) : undefined;
}

/** One process for each namespace is proof enough. */
function describeUses(uses: readonly Use[], host: LinuxNamespaces): FindingEvidence[] {
	return judgedKinds.flatMap((kind) => {
		const own = uses.filter((use) => use.kind === kind);
		const [first] = own;
		if (!first) return [];
		const { who, pid } = first;
		const more = own.length > 1 ? ` and ${own.length - 1} more` : '';
		const paths = `/proc/1/ns/${kind}${pid === undefined ? '' : ` /proc/${pid}/ns/${kind}`}`;
		return [
			{
				what: `${kind} namespace of ${who}${more}, and of the host`,
				value: say`${host[kind] ?? ''}`,
				source: 'proc',
				command: `readlink ${paths}`,
			},
		];
	});
}

const fields: Readonly<Partial<Record<JudgedKind, 'hostNetwork' | 'hostPID' | 'hostIPC' | 'hostUsers'>>> = {
	...{ net: 'hostNetwork', uts: 'hostNetwork', pid: 'hostPID', ipc: 'hostIPC', user: 'hostUsers' },
};

function describeSpec(pod: PodView, { spec }: KubePod, kinds: readonly JudgedKind[]): FindingEvidence[] {
	const names = [...new Set(kinds.map((kind) => fields[kind]).filter((field) => field !== undefined))];
	return names.map((field) => ({
		what: `spec.${field}`,
		value: say`${spec[field] === undefined ? 'not set' : String(spec[field])}`,
		source: 'kube',
		command: kubectlGetPod(pod, `{.spec.${field}}`),
	}));
}
