import type { ActionKind } from '../../../source/core/action/action.ts';
import type { ActionFacts, ActionPlan } from '../../../source/core/action/action-plan.ts';
import { planActions } from '../../../source/core/action/plan-actions.ts';
import type { KubePod } from '../../../source/core/kube-pod.ts';
import type { LinuxNamespaceKind } from '../../../source/core/linux-namespace.ts';
import type { ContainerView, NamespaceUse, PodView, SandboxView } from '../../../source/core/node-view.ts';
import { condition, makePod } from '../kubectl/make-pod.ts';

export const now = Date.parse('2026-11-22T03:00:00Z');
const id = (letter: string) => letter.repeat(64);

/** A kubelet that works, and nothing else to consider. */
export const calm: ActionFacts = { now, kubelet: { running: true, ready: 'True', heardAt: now - 20_000 }, stories: [] };

export function makeSandbox(more: Partial<SandboxView> = {}): SandboxView {
	return {
		...{ id: id('a'), attempt: 1, current: true, pid: 100, startTicks: 1000, startedAt: now - 3_600_000 },
		...{ runtime: 'docker', state: 'running', ...more },
	};
}

/** A running container in its own pid namespace, attempt 0, an hour old. */
export function makeContainer(name: string, more: Partial<ContainerView> = {}): ContainerView {
	return {
		...{ name, id: id(name.slice(0, 1)), kind: 'app', attempt: 0, current: true, pid: 200, startTicks: 2000 },
		...{ startedAt: now - 3_600_000, runtime: 'docker', state: 'running', sandboxId: id('a') },
		...more,
	};
}

/** The pid namespace that a container is in, and nothing of the others. */
export function inPidNamespace(inode: number, sharing: NamespaceUse['sharing']): Partial<ContainerView> {
	const unknown = { sharing: 'unknown' } as const;
	const kinds = ['net', 'ipc', 'uts', 'mnt', 'user', 'cgroup', 'time'] as const;
	const rest = Object.fromEntries(kinds.map((kind) => [kind, unknown])) as Record<
		Exclude<LinuxNamespaceKind, 'pid'>,
		NamespaceUse
	>;
	return { linuxNamespaces: { ...rest, pid: { inode, sharing } } };
}

export type PodParts = {
	pod?: Partial<PodView>;
	/** A container without its parts is one that runs. */
	containers?: readonly ContainerView[];
	sandbox?: Partial<SandboxView>;
	metadata?: Partial<KubePod['metadata']>;
	spec?: Partial<KubePod['spec']>;
	status?: KubePod['status'];
};

/** default/web, Ready, with the spec of its containers. */
export function makePodView({ pod, containers, sandbox, metadata, spec, status }: PodParts = {}): PodView {
	const views = containers ?? [makeContainer('nginx'), makeContainer('ghost')];
	const specOf = (...kinds: ContainerView['kind'][]) =>
		views
			.filter(({ kind }) => kinds.includes(kind))
			.map(({ name, kind }) => ({
				name,
				...(kind === 'sidecar' && { restartPolicy: 'Always' }),
			}));
	const api = makePod({
		metadata: { ownerReferences: [{ kind: 'ReplicaSet', name: 'web-5d', controller: true }], ...metadata },
		spec: {
			initContainers: specOf('init', 'sidecar'),
			containers: specOf('app'),
			ephemeralContainers: specOf('ephemeral'),
			...spec,
		},
		status: { conditions: [condition('Ready', 'True'), condition('Initialized', 'True')], ...status },
	});
	return {
		...{ uid: api.metadata.uid, kubeNamespace: api.metadata.namespace, name: api.metadata.name },
		...{ matched: 'api+runtime', api, phase: 'Running', status: 'Running', restarts: 3, ip: '10.244.0.7' },
		...{ sandboxes: [makeSandbox(sandbox)], containers: views },
		...pod,
	};
}

/** The plan of one kind; of a container by its name. */
export function plan(kind: ActionKind, pod: PodView, facts: Partial<ActionFacts> = {}, name = 'nginx'): ActionPlan {
	const container = pod.containers.find((candidate) => candidate.name === name);
	const isContainer = kind === 'restart-container' || kind === 'kill-container';
	if (isContainer && !container) throw new Error(`the pod has no container ${name}`);
	const subject =
		isContainer && container ? ({ role: 'container', container } as const) : ({ role: 'sandbox' } as const);
	const found = planActions(pod, subject, { ...calm, ...facts }).find((candidate) => candidate.kind === kind);
	if (!found) throw new Error(`${kind} is not offered`);
	return found;
}

/** Weight and text of what would come of it: `danger: …`. */
export function tellings({ consequences }: ActionPlan): string[] {
	return consequences.map(({ weight, text }) => `${weight}: ${text}`);
}
