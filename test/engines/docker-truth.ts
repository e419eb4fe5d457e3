import { runCommand } from './run-command.ts';
import { type Coordinates, type Listed, type RuntimeTruth, toMilliseconds, toNanoseconds } from './runtime-truth.ts';

/** What `docker inspect` prints for one container: the part that the contract is about. */
type DockerInspect = {
	Id: string;
	Name: string;
	Created: string;
	State: { Status: string; Pid: number; ExitCode: number; StartedAt: string; FinishedAt: string };
	Config: { Image: string; Labels: Record<string, string> | null };
	HostConfig: { NetworkMode: string; IpcMode: string; PidMode: string };
};

/**
 * Everything that Docker lists, running or not, as `docker inspect` prints it. One that is removed between listing and
 * inspection fails the reading, which is then repeated by whoever waits for a stable moment.
 */
export async function readDocker(env: Record<string, string>): Promise<RuntimeTruth> {
	const version = (await runCommand('docker', ['version', '--format', '{{.Server.Version}}'], env)).trim();
	const ids = (await runCommand('docker', ['ps', '-aq', '--no-trunc'], env)).split('\n').filter((line) => line !== '');
	const inspected = ids.length > 0 ? JSON.parse(await runCommand('docker', ['inspect', ...ids], env)) : [];
	return { name: 'docker', version, records: (inspected as DockerInspect[]).map(describeInspect) };
}

/** Ended means that it ran and does not any more. */
function describeInspect(inspect: DockerInspect): Listed {
	const { State, Config, Id, Name, Created } = inspect;
	const startedAt = toMilliseconds(State.StartedAt);
	const ended = startedAt !== undefined && (State.Status === 'exited' || State.Status === 'dead');
	const hasFailedToStart = State.Status === 'created' && State.ExitCode !== 0;
	return {
		runtime: 'docker',
		id: Id,
		name: Name.replace(/^\//, ''),
		coordinates: findCoordinates(inspect),
		sandboxId: Config.Labels?.['io.kubernetes.sandbox.id'],
		state: State.Status,
		pid: State.Pid > 0 ? State.Pid : undefined,
		createdAt: toNanoseconds(Created),
		startedAt,
		finishedAt: ended ? toMilliseconds(State.FinishedAt) : undefined,
		exitCode: ended || hasFailedToStart ? State.ExitCode : undefined,
		image: Config.Image,
		joined: findJoined(inspect),
	};
}

/** Its labels say so, or else the kubelet's name for it. */
function findCoordinates({ Config, Name }: DockerInspect): Coordinates | undefined {
	const labels = Config.Labels ?? {};
	const named = parseKubeletName(Name);
	const uid = labels['io.kubernetes.pod.uid'] ?? named?.uid;
	if (uid === undefined) return undefined;
	const isSandbox = labels['io.kubernetes.docker.type'] === 'podsandbox';
	return {
		uid,
		kubeNamespace: labels['io.kubernetes.pod.namespace'] ?? named?.kubeNamespace ?? '',
		name: labels['io.kubernetes.pod.name'] ?? named?.pod ?? '',
		container: isSandbox ? 'POD' : (labels['io.kubernetes.container.name'] ?? named?.container ?? ''),
		attempt: named?.attempt,
	};
}

function findJoined({ HostConfig: { NetworkMode, IpcMode } }: DockerInspect): string[] {
	const modes = { net: NetworkMode, ipc: IpcMode };
	return Object.entries(modes)
		.filter(([, mode]) => mode.startsWith('container:'))
		.map(([kind]) => kind);
}

/** The parts of `k8s_<container or POD>_<pod>_<namespace>_<uid>_<attempt>`, the name that dockershim and cri-dockerd give. */
export type KubeletName = { container: string; pod: string; kubeNamespace: string; uid: string; attempt: number };

export function parseKubeletName(name: string): KubeletName | undefined {
	const match = /^\/?k8s_([^_]+)_([^_]+)_([^_]+)_([^_]+)_(\d+)(?:_[0-9a-f]+)?$/.exec(name);
	if (match === null) return undefined;
	const [, container = '', pod = '', kubeNamespace = '', uid = '', attempt = ''] = match;
	return { container, pod, kubeNamespace, uid, attempt: Number(attempt) };
}
