import { joinNames, verb } from '../action/join-words.ts';
import type { NodeState } from '../node-state.ts';
import type { ZombieProcess } from '../node-survey.ts';
import type { ContainerView, NodeView, PodView, SandboxView } from '../node-view.ts';
import { tidyRemark } from '../tidy-remark.ts';
import type { FindingEvidence, FindingStep } from './finding.ts';
import type { FindingRule, Suspicion } from './finding-rule.ts';
import { clock, type FindingText, say } from './finding-text.ts';
import { kubectlGetPod } from './kubectl-command.ts';
import { namePod, podSubject } from './pod-subject.ts';
import { readNamespace, restartPod } from './runtime-command.ts';
import { shellWord } from './shell-word.ts';

/** Milliseconds that a parent may take to wait for a child: some look only now and then. */
const reapTime = 60_000;
/** So many are a leak that will use up the pids of pod or node; a few stay a few as a rule. */
const many = 10;

export const zombiesRule: FindingRule = {
	id: 'zombies',
	title: 'Zombies that nobody reaps',
	meaning:
		'Processes of the pod have ended, and their parent does not wait for them. Each keeps its pid until the parent ends, and when the limit is reached nothing can be started in the pod any more, exec probes included (kubernetes#81042). PID 1 of the pid namespace inherits what has lost its parent: the pause where the namespace is shared, which reaps, else the app itself, which often does not.',
	needs: ['survey'],
	find({ view, state }) {
		const owners = indexOwners(view);
		const groups = new Map<string, { owner: Owner; zombies: ZombieProcess[] }>();
		for (const zombie of state.survey?.zombies ?? []) {
			// the parent's container: a shim or a daemon of the node that does not wait is not the pod's fault
			const owner = owners.get(zombie.parentContainerId ?? '');
			if (!owner) continue;
			const key = `${owner.pod.uid}/${zombie.parentPid}`;
			const known = groups.get(key);
			if (known) known.zombies.push(zombie);
			else groups.set(key, { owner, zombies: [zombie] });
		}
		return [...groups].map(([key, { owner, zombies }]) => suspect(key, owner, zombies, state));
	},
};

type Owner = { pod: PodView; member: SandboxView | ContainerView };

function indexOwners({ pods }: NodeView): ReadonlyMap<string, Owner> {
	const owners = new Map<string, Owner>();
	for (const pod of pods) {
		for (const member of [...pod.sandboxes, ...pod.containers]) if (member.id) owners.set(member.id, { pod, member });
	}
	return owners;
}

function suspect(key: string, owner: Owner, zombies: readonly ZombieProcess[], state: NodeState): Suspicion {
	const { pod, member } = owner;
	const first = zombies[0] as ZombieProcess;
	const container = 'name' in member ? member.name : undefined;
	const parent = `${tidyRemark(first.parentCommand ?? 'a process')} (pid ${first.parentPid})`;
	const count = zombies.length;
	return {
		key,
		severity: count >= many ? 'warning' : 'info',
		subject: podSubject(pod, { ...(container !== undefined && { container }), id: member.id }),
		// of the one that has been dead longest: those that are reaped late come and go
		since: Math.min(...zombies.map(({ seenSince }) => seenSince)),
		patience: reapTime,
		summary: say`${namePod(pod)} has ${count} ${verb(count, 'zombie', 'zombies')}: ${parent} in ${container ?? 'the pause'} does not wait for ${verb(count, 'its dead child', 'its dead children')}, and each keeps a pid`,
		evidence: [
			{
				what: 'dead',
				value: say`${joinNames(
					zombies.map(({ command, pid }) => `${tidyRemark(command)} (pid ${pid})`),
					4,
				)}`,
				source: 'proc',
				command: `ps -o pid,stat,comm --ppid ${first.parentPid}`,
			},
			{
				what: 'their parent',
				value: say`${parent}`,
				source: 'proc',
				command: `ps -o pid,stat,args -p ${first.parentPid}`,
			},
			...describeInit(owner, first, state),
		],
		todo: advise(owner, first, state),
		avoid: [say`Do not kill zombies: they are dead already, and go when their parent waits for them or ends`],
	};
}

type Init = { pid: number; is: FindingText; isParent: boolean };

/** PID 1 of the pid namespace that the zombie died in. */
function findInit({ pod }: Owner, zombie: ZombieProcess, { processes, host }: NodeState): Init | undefined {
	const inode = zombie.pidNamespace;
	if (inode === undefined) return undefined;
	if (inode === host.linuxNamespaces.pid) {
		return {
			pid: 1,
			is: say`the node's own PID 1: the pod shares the node's processes`,
			isParent: zombie.parentPid === 1,
		};
	}
	for (const member of [...pod.sandboxes, ...pod.containers]) {
		const process = processes?.get(member.id ?? '');
		if (process?.linuxNamespaces.pid !== inode || process.nsPids?.at(-1) !== 1) continue;
		const name = 'name' in member ? member.name : 'the pause';
		const is = say`${tidyRemark(process.command ?? '')} in ${name} (pid ${process.pid} on the node)`;
		return { pid: process.pid, is, isParent: process.pid === zombie.parentPid };
	}
	return undefined;
}

function describeInit(owner: Owner, zombie: ZombieProcess, state: NodeState): FindingEvidence[] {
	const init = findInit(owner, zombie, state);
	const seen: FindingEvidence = {
		what: 'first seen dead at',
		value: say`${clock(zombie.seenSince)}`,
		source: 'pausetop',
	};
	if (!init) return [seen];
	return [seen, { what: 'PID 1 there', value: init.is, source: 'proc', command: readNamespace(init.pid, 'pid') }];
}

function advise(owner: Owner, zombie: ZombieProcess, state: NodeState): FindingStep[] {
	const { pod, member } = owner;
	const isPause = !('name' in member);
	const restart: FindingStep = {
		text: isPause
			? say`Make the sandbox anew to be rid of them for now: all containers of the pod restart`
			: say`Restart the container to be rid of them for now`,
		command: `${restartPod(pod)}${isPause ? '' : ` -c ${shellWord(member.name)}`}`,
	};
	if (isPause) {
		return [{ text: say`Use a pause image that reaps: 3.1 or newer` }, restart];
	}
	const isInit = findInit(owner, zombie, state)?.isParent === true;
	const cure: FindingStep = isInit
		? {
				text: say`Start the app below an init that reaps (tini, dumb-init), or set shareProcessNamespace so that the pause does`,
				command: kubectlGetPod(pod, '{.spec.shareProcessNamespace}'),
			}
		: { text: say`Have the program of the parent repaired: it has to wait for its children` };
	return [cure, restart];
}
