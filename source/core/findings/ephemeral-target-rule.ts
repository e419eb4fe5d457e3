import { isRunning } from '../action/pod-traits.ts';
import type { ContainerView, PodView } from '../node-view.ts';
import type { FindingEvidence } from './finding.ts';
import type { FindingRule, Suspicion } from './finding-rule.ts';
import { say } from './finding-text.ts';
import { namePod, podSubject } from './pod-subject.ts';
import { shellWord } from './shell-word.ts';

/** How old both have to be, milliseconds: while a container starts, its process is still in namespaces that it leaves. */
const startTime = 30_000;

export const ephemeralTargetRule: FindingRule = {
	id: 'ephemeral-target',
	title: "Ephemeral container is not in its target's pid namespace",
	meaning:
		"An ephemeral container was asked to join another container's processes (kubectl debug --target), but its pid namespace is a different one: it does not see them. Runtimes without namespace targeting ignore the wish without a word (k8s#98362, k3s#3381).",
	needs: ['api', 'processes', 'namespaces'],
	find: ({ view }) => view.pods.flatMap(suspectPod),
};

function suspectPod(pod: PodView): readonly Suspicion[] {
	return (pod.api?.spec.ephemeralContainers ?? []).flatMap(({ name, targetContainerName }) => {
		const own = findRunning(pod, name);
		const target = targetContainerName ? findRunning(pod, targetContainerName) : undefined;
		return own && target ? suspect(pod, own, target) : [];
	});
}

function findRunning({ containers }: PodView, name: string): ContainerView | undefined {
	return containers.find((container) => container.name === name && container.current && isRunning(container));
}

function suspect(pod: PodView, own: ContainerView, target: ContainerView): readonly Suspicion[] {
	const [ownUse, targetUse] = [own.linuxNamespaces?.pid, target.linuxNamespaces?.pid];
	if (ownUse?.inode === undefined || targetUse?.inode === undefined || ownUse.inode === targetUse.inode) return [];
	// in a guest the host's numbers say nothing
	if (pod.sandboxes[0]?.isolated) return [];
	const since =
		own.startedAt === undefined || target.startedAt === undefined
			? undefined
			: Math.max(own.startedAt, target.startedAt);
	return [
		{
			key: `${pod.uid}/${own.id ?? own.name}/${target.id ?? target.name}`,
			severity: 'warning',
			subject: podSubject(pod, { container: own.name, id: own.id }),
			since,
			patience: startTime,
			summary: say`${namePod(pod)}: the ephemeral container ${own.name} does not see the processes of ${target.name}, its target: it is in another pid namespace`,
			evidence: [describe(own, ownUse.inode), describe(target, targetUse.inode)],
			todo: [
				{
					text: say`Look at the processes of ${target.name} from the node instead: it sees all of the pod's`,
					command: `pausetop ps -n ${shellWord(pod.kubeNamespace)} ${shellWord(pod.name)}`,
				},
				{
					text: say`Make a new ephemeral container if ${target.name} was restarted since; else the runtime does not support targets`,
				},
			],
		},
	];
}

function describe({ name, pid }: ContainerView, inode: number): FindingEvidence {
	return {
		what: `pid namespace of ${name}`,
		value: say`${inode}`,
		source: 'proc',
		...(pid !== undefined && { command: `readlink /proc/${pid}/ns/pid` }),
	};
}
