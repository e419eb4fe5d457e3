import { isRunning } from '../action/pod-traits.ts';
import { containerStatuses, parseContainerId } from '../correlate/api-index.ts';
import type { KubeContainerStatus } from '../kube-pod.ts';
import { parseKubeTime } from '../kubectl/parse-kube-time.ts';
import type { ContainerView, PodView } from '../node-view.ts';
import type { FindingEvidence } from './finding.ts';
import type { FindingFacts, FindingRule, Suspicion } from './finding-rule.ts';
import { clock, type FindingText, say } from './finding-text.ts';
import { inspectCommand } from './inspect-command.ts';
import { kubectlGetStatus } from './kubectl-command.ts';
import { readKubeletLog, repairKubeletFirst } from './kubelet-unit.ts';
import { namePod, podSubject } from './pod-subject.ts';
import { isAmong, parseScheme } from './runtime-scheme.ts';
import { isThrough, isWanted } from './wanted-pod.ts';

/** How long API server and runtime may differ, milliseconds: two looks of this program at the runtime's whole listing. */
const lag = 60_000;

export const stateDisagreesRule: FindingRule = {
	id: 'state-disagrees',
	title: 'API and runtime disagree about a container',
	meaning:
		'The API server says that a container runs and the runtime says that it does not (or the other way round), or the API server names a container that the runtime does not have, and has done so for longer than the kubelet needs to tell. Whoever reads kubectl is misled.',
	needs: ['api', 'runtime'],
	find(facts) {
		return facts.view.pods.filter(isJudged).flatMap((pod) => {
			return pod.containers.flatMap((container) => suspect(pod, container, facts));
		});
	},
};

/** A pod on its way out is told of when it is gone; of one that failed (evicted, say) the statuses are not kept up. */
function isJudged(pod: PodView): boolean {
	return isWanted(pod) || (isThrough(pod) && pod.containers.some(isRunning));
}

function suspect(pod: PodView, container: ContainerView, facts: FindingFacts): readonly Suspicion[] {
	const { apiSays, current, name } = container;
	const status = pod.api && containerStatuses(pod.api).find((each) => each.name === name);
	if (apiSays === undefined || !current || !status || (isThrough(pod) && !isRunning(container))) return [];
	const apiId = parseContainerId(status.containerID);
	// nobody to ask: a container of a runtime that was not found is not missing
	if (container.id === undefined && !isAmong(facts.state.records.keys(), parseScheme(status.containerID))) return [];
	// the one that it names runs as it says: that another one runs beside it is the finding duplicate-container
	if (status.state?.running && isRunning(container) && runsBeside(pod, apiId, container.id)) return [];
	const isDown = facts.kubelet.fault !== undefined;
	const says =
		container.id === undefined ? say`the runtime does not have it` : say`the runtime says ${container.state}`;
	return [
		{
			key: `${pod.uid}/${name}/${container.id ?? apiId ?? ''}`,
			severity: 'warning',
			subject: podSubject(pod, { container: name, id: container.id ?? apiId }),
			since: findBeginning(pod, container, status),
			patience: lag,
			summary: say`${namePod(pod)}: of ${name} the API server says ${apiSays}, ${says}${isDown ? '; the kubelet, which would tell, is down' : ''}`,
			evidence: collectEvidence(pod, container, status),
			todo: [
				...(isDown ? [repairKubeletFirst] : [readKubeletLog(facts.state.node, pod.name)]),
				{
					text: say`Believe the runtime until both say the same: kubectl's READY, STATUS and RESTARTS of this pod are old`,
				},
			],
		},
	];
}

function runsBeside({ containers }: PodView, id: string | undefined, newest: string | undefined): boolean {
	return id !== undefined && id !== newest && containers.some((other) => other.id === id && isRunning(other));
}

/** The newest time that either side names: before it they agreed, or were about another run. */
function findBeginning(
	{ containers }: PodView,
	{ id, startedAt, finishedAt }: ContainerView,
	{ containerID, state, lastState }: KubeContainerStatus,
): number | undefined {
	// since when it waits the API server does not say
	if (id === undefined || !(state?.running || state?.terminated)) return undefined;
	const own = [startedAt, finishedAt].filter((time) => time !== undefined);
	if (own.length === 0) return undefined;
	// beside one that was started by hand or lost from sight the one that the API server names may live on for long
	const named = containers.find((other) => other.id === parseContainerId(containerID));
	const told = [
		named?.finishedAt,
		parseKubeTime(state?.running?.startedAt),
		parseKubeTime(state?.terminated?.finishedAt),
		parseKubeTime(lastState?.terminated?.finishedAt),
	].filter((time) => time !== undefined);
	return Math.max(...own, ...told);
}

function collectEvidence(pod: PodView, container: ContainerView, status: KubeContainerStatus): FindingEvidence[] {
	const { id, runtime, state, name, apiSays } = container;
	const apiId = parseContainerId(status.containerID)?.slice(0, 12);
	const command = inspectCommand(container, 'container', 'state');
	return [
		{
			what: `${name} by the API server`,
			value: say`${apiSays ?? ''}${describeApiTime(status)}${apiId === undefined ? '' : `, ${apiId}`}`,
			source: 'kube',
			command: kubectlGetStatus(pod, container, 'state'),
		},
		{
			what: `${name} by the runtime`,
			value: id === undefined ? say`not listed` : say`${state}${describeTime(container)}, ${id.slice(0, 12)}`,
			source: runtime ?? (id === undefined ? 'pausetop' : 'proc'),
			...(command !== undefined && { command }),
		},
	];
}

function describeTime({ startedAt, finishedAt }: ContainerView): FindingText {
	if (finishedAt !== undefined) return say` since ${clock(finishedAt)}`;
	return startedAt === undefined ? [] : say` since ${clock(startedAt)}`;
}

function describeApiTime({ state }: KubeContainerStatus): FindingText {
	const at = parseKubeTime(state?.running?.startedAt ?? state?.terminated?.finishedAt);
	return at === undefined ? [] : say` since ${clock(at)}`;
}
