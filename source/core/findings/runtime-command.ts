import { selectFlavour } from '../action/runtime-flavour.ts';
import type { PodView } from '../node-view.ts';
import { shellWord } from './shell-word.ts';

type Listed = { id?: string; runtime?: string };

const uidLabel = 'io.kubernetes.pod.uid';

/** The command that lists all sandboxes of a pod, ended ones too. */
export function listSandboxes({ uid }: Pick<PodView, 'uid'>, runtime: string | undefined): string | undefined {
	if (runtime === undefined) return undefined;
	const label = shellWord(`${uidLabel}=${uid}`);
	if (selectFlavour(runtime) !== 'docker') return `crictl pods --label ${label}`;
	return `docker ps -a --filter label=${label} --filter label=io.kubernetes.docker.type=podsandbox`;
}

/** The command that lists all containers of a pod, ended ones too, or those of one name. On Docker pauses are among them. */
export function listContainers(
	{ uid }: Pick<PodView, 'uid'>,
	runtime: string | undefined,
	name?: string,
): string | undefined {
	if (runtime === undefined) return undefined;
	const label = shellWord(`${uidLabel}=${uid}`);
	const own = name === undefined ? undefined : shellWord(`io.kubernetes.container.name=${name}`);
	if (selectFlavour(runtime) !== 'docker') {
		return `crictl ps -a --label ${label}${own === undefined ? '' : ` --label ${own}`}`;
	}
	return `docker ps -a --filter label=${label}${own === undefined ? '' : ` --filter label=${own}`}`;
}

/** The command that prints the pid that the runtime gives the first process. */
export function askPid({ id, runtime }: Listed, role: 'container' | 'sandbox'): string | undefined {
	if (id === undefined || runtime === undefined) return undefined;
	const short = shellWord(id.slice(0, 12));
	if (selectFlavour(runtime) === 'docker') return `docker inspect -f '{{.State.Pid}}' ${short}`;
	return `crictl ${role === 'sandbox' ? 'inspectp' : 'inspect'} -o go-template --template '{{.info.pid}}' ${short}`;
}

/** The command that ends a sandbox: Docker's gets TERM; CRI's StopPodSandbox also takes down its network. */
export function stopSandbox({ id, runtime }: Listed): string | undefined {
	if (id === undefined || runtime === undefined) return undefined;
	const short = shellWord(id.slice(0, 12));
	return selectFlavour(runtime) === 'docker' ? `docker stop ${short}` : `crictl stopp ${short}`;
}

/** The command that ends a container, with its grace period in milliseconds. */
export function stopContainer({ id, runtime }: Listed, grace: number): string | undefined {
	if (id === undefined || runtime === undefined) return undefined;
	const tool = selectFlavour(runtime) === 'docker' ? 'docker' : 'crictl';
	return `${tool} stop -t ${Math.ceil(grace / 1000)} ${shellWord(id.slice(0, 12))}`;
}

/** The command that prints the inode of one of a process's namespaces. */
export function readNamespace(pid: number | undefined, kind: 'net' | 'ipc' | 'pid'): string | undefined {
	return pid === undefined ? undefined : `readlink /proc/${pid}/ns/${kind}`;
}

/** The command that ends a pod's sandbox and waits until the kubelet has made it anew. */
export function restartPod({ kubeNamespace, name }: Pick<PodView, 'kubeNamespace' | 'name'>): string {
	return `pausetop restart -n ${shellWord(kubeNamespace)} ${shellWord(name)}`;
}
