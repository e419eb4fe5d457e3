import type { PodView, SandboxView } from '../node-view.ts';
import { isAlive } from '../runtime-record.ts';
import type { ActionKind, ActionTarget } from './action.ts';
import type { ActionFacts, ActionPlan, Consequence } from './action-plan.ts';
import { type Choice, chooseSandboxMeans } from './choose-means.ts';
import { formatOperatorCommand } from './operator-command.ts';
import { tellControlPlane, tellKubelet, tellOwn, tellStatic, tellUnknownToApi } from './pod-consequences.ts';
import { findControlPlanePart, isBeingDeleted } from './pod-traits.ts';
import { createSandboxCase, type SandboxCase } from './sandbox-case.ts';
import { selectGoingDown, tellDown } from './sandbox-down.ts';
import { tellNoReturn, tellReturn } from './sandbox-return.ts';
import { note, sortByWeight, warning } from './weigh.ts';

const titles = [
	['restart-sandbox', 'Restart sandbox'],
	['kill-sandbox', 'Kill pause'],
	['stop-sandbox', 'Stop sandbox'],
] as const;

/** What can be done to a pod's current sandbox. Each kind that its runtime has is there, refused ones too. */
export function planSandbox(pod: PodView, facts: ActionFacts): ActionPlan[] {
	const [sandbox] = pod.sandboxes;
	const refused = refuseSandbox(pod, sandbox);
	return titles.flatMap(([kind, title]): ActionPlan[] => {
		const choice: Choice | undefined = sandbox?.runtime
			? chooseSandboxMeans(kind, sandbox, sandbox.runtime)
			: { means: 'signal-term' };
		// without a sandbox nobody knows which kinds its runtime would have
		if (!choice || (!sandbox?.runtime && kind !== 'restart-sandbox')) return [];
		const target = targetSandbox(pod, sandbox);
		const plan = {
			kind,
			title,
			means: choice.means,
			target,
			command: formatOperatorCommand(choice.means, target, undefined),
		};
		const why = refused ?? refuseRestart(kind, pod) ?? choice.refused;
		if (!sandbox || why !== undefined) return [{ ...plan, consequences: [], refused: why }];
		return [{ ...plan, ...describe(createSandboxCase({ kind, choice, pod, sandbox, facts })) }];
	});
}

function describe(the: SandboxCase): Pick<ActionPlan, 'consequences' | 'typedName' | 'goesDown'> {
	const { pod, facts, noReturn } = the;
	const isOwn = pod.containers.some(({ id }) => id !== undefined && id === facts.ownContainerId);
	const needsName = isOwn || noReturn === 'never' || findControlPlanePart(pod) !== undefined;
	return {
		consequences: sortByWeight([
			...tellKubelet(facts),
			...tellOwn(isOwn, 'pod'),
			...tellUnknownToApi(pod, facts),
			...tellNoReturn(the),
			...tellControlPlane(pod),
			...tellHardWay(the),
			...tellDown(the),
			...tellReturn(the),
			...tellStatic(pod),
			...tellPause(the),
		]),
		goesDown: selectGoingDown(the),
		...(needsName && { typedName: pod.name }),
	};
}

function tellHardWay({ choice: { hardWay } }: SandboxCase): Consequence[] {
	if (hardWay === undefined) return [];
	const text = `${hardWay.charAt(0).toUpperCase()}${hardWay.slice(1)}: this is the hard way, the same as Stop sandbox`;
	return [warning('hard-way', text)];
}

function tellPause({ kind, choice, ending }: SandboxCase): Consequence[] {
	if (choice.means === 'stop-pod-sandbox') return [];
	if (kind === 'restart-sandbox') return [note('pause', 'The pause gets TERM and exits with 0')];
	const same = ending === 'kubelet' ? ': to its containers it makes no difference' : '';
	return [note('pause', `The pause gets KILL and exits with 137${same}`)];
}

function refuseSandbox({ matched, phase }: PodView, sandbox: SandboxView | undefined): string | undefined {
	if (phase === 'Succeeded' || phase === 'Failed') {
		if (!sandbox || !isAlive(sandbox.state)) return 'the pod has ended: its pause does not run, and no new one is made';
	}
	if (!sandbox) {
		return matched === 'api'
			? 'no runtime on this node has a sandbox of it: the kubelet is the one to make it'
			: 'its sandbox is gone: the kubelet is the one to make a new one';
	}
	if (!isAlive(sandbox.state)) {
		return 'the pause does not run: nothing to end; the kubelet is the one to make a new sandbox';
	}
	return sandbox.runtime ? undefined : 'no container runtime that pausetop reads lists it';
}

/** What only ends can still be done to a pod on its way out; a restart it cannot have. */
function refuseRestart(kind: ActionKind, pod: PodView): string | undefined {
	if (kind !== 'restart-sandbox' || !isBeingDeleted(pod)) return undefined;
	return 'the pod is being deleted: it goes away anyway, and no new sandbox is made';
}

function targetSandbox({ uid, kubeNamespace, name }: PodView, sandbox: SandboxView | undefined): ActionTarget {
	const { id = '', attempt, runtime = '', pid, startTicks } = sandbox ?? {};
	return { podUid: uid, kubeNamespace, pod: name, role: 'sandbox', id, attempt, runtime, pid, startTicks };
}
