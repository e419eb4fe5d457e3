import type { KubeContainerStatus, KubePod } from '../kube-pod.ts';
import type { ContainerView, PodView } from '../node-view.ts';
import type { LogTarget } from './log-options.ts';

/** Which container of a pod is meant, or why none can be told, in kubectl's words. */
export type LogChoice = { target: LogTarget } | { problem: string };

/** kubectl's annotation for the container that is meant when none is named (1.21; before it with `.beta` nowhere). */
const defaultAnnotation = 'kubectl.kubernetes.io/default-container';

/**
 * The log that `kubectl logs POD [-c CONTAINER] [-p]` would print. `previous`: the run that the API calls the last one, else
 * the newest attempt before the current one; where nothing but its log file may be left, the target has no id.
 */
export function selectLogTarget(
	pod: PodView,
	{ container, previous = false }: { container?: string; previous?: boolean },
): LogChoice {
	const name = container ?? selectDefault(pod);
	if (name === undefined) return { problem: describeChoices(pod) };
	const chain = pod.containers.filter((candidate) => candidate.name === name);
	const current = chain.find((candidate) => candidate.current) ?? chain[0];
	if (!current) return { problem: `container ${name} is not valid for pod ${pod.name}` };
	if (previous) return selectPrevious(pod, current, chain);
	const newest = chain.find(({ id }) => id !== undefined);
	if (newest) return { target: targetOf(pod, newest) };
	return { problem: describeUnstarted(pod, current) };
}

function describeUnstarted(pod: PodView, { name, state, reason }: ContainerView): string {
	const container = `container "${name}" in pod "${pod.name}"`;
	if (state !== 'waiting') return `${container} is known to no container runtime here`;
	return reason === undefined ? `${container} has not been started` : `${container} is waiting to start: ${reason}`;
}

/** The log of one container of the list, whatever kubectl would choose; `previous`: the attempt before that one. */
export function selectRowLog(pod: PodView, container: ContainerView, { previous = false } = {}): LogChoice {
	const chain = pod.containers.filter(({ name }) => name === container.name);
	if (previous) return selectPrevious(pod, container, chain);
	if (container.id !== undefined) return { target: targetOf(pod, container) };
	return { problem: describeUnstarted(pod, container) };
}

function selectPrevious(pod: PodView, current: ContainerView, chain: readonly ContainerView[]): LogChoice {
	const last = current.current ? findLastRun(pod.api, current.name) : undefined;
	const named = last && chain.find(({ id }) => id === last);
	const older = chain.filter((candidate) => candidate.id !== undefined && isOlder(candidate, current));
	const record = named ?? older[0];
	if (record) return { target: targetOf(pod, record) };
	const { attempt } = current;
	if (attempt !== undefined && attempt > 0)
		return { target: { ...identityOf(pod), container: current.name, attempt: attempt - 1 } };
	return { problem: `previous terminated container "${current.name}" in pod "${pod.name}" not found` };
}

/** An attempt chain is listed newest first; without attempts only the place in it tells. */
function isOlder(candidate: ContainerView, than: ContainerView): boolean {
	if (candidate === than || candidate.current) return false;
	if (candidate.attempt !== undefined && than.attempt !== undefined) return candidate.attempt < than.attempt;
	return (candidate.startedAt ?? 0) <= (than.startedAt ?? Number.POSITIVE_INFINITY);
}

/** The id of the run that the API's `lastState` is about. While a container waits to be started again, that is its newest. */
function findLastRun(api: KubePod | undefined, name: string): string | undefined {
	const { initContainerStatuses = [], containerStatuses = [], ephemeralContainerStatuses = [] } = api?.status ?? {};
	const all: KubeContainerStatus[] = [...initContainerStatuses, ...containerStatuses, ...ephemeralContainerStatuses];
	const id = all.find((status) => status.name === name)?.lastState?.terminated?.containerID;
	return id?.replace(/^[a-z-]+:\/\//, '');
}

function selectDefault(pod: PodView): string | undefined {
	const annotated = pod.api?.metadata.annotations?.[defaultAnnotation];
	if (annotated !== undefined && pod.containers.some(({ name }) => name === annotated)) return annotated;
	const names = namesOf(pod, (kind) => kind === 'app' || kind === 'unknown');
	return names.length === 1 ? names[0] : undefined;
}

/** kubectl's own sentence: `a container name must be specified for pod web, choose one of: [nginx ghost]`. */
function describeChoices(pod: PodView): string {
	const apps = namesOf(pod, (kind) => kind === 'app' || kind === 'unknown');
	const inits = namesOf(pod, (kind) => kind === 'init' || kind === 'sidecar');
	const ephemeral = namesOf(pod, (kind) => kind === 'ephemeral');
	if (apps.length + inits.length + ephemeral.length === 0) return `pod ${pod.name} has no containers on this node`;
	const also = (what: string, names: readonly string[]) =>
		names.length > 0 ? ` or one of the ${what} containers: [${names.join(' ')}]` : '';
	return `a container name must be specified for pod ${pod.name}, choose one of: [${apps.join(' ')}]${also('init', inits)}${also('ephemeral', ephemeral)}`;
}

function namesOf(pod: PodView, wanted: (kind: ContainerView['kind']) => boolean): string[] {
	return [...new Set(pod.containers.filter(({ kind }) => wanted(kind)).map(({ name }) => name))];
}

function identityOf({ uid, kubeNamespace, name }: PodView): Omit<LogTarget, 'container'> {
	return { podUid: uid, kubeNamespace, pod: name };
}

function targetOf(pod: PodView, { id, runtime, name, attempt }: ContainerView): LogTarget {
	return { ...identityOf(pod), runtime, id, container: name, attempt };
}
