import { runCommand } from './run-command.ts';

/** What `docker inspect` prints for one container: the part that the contract is about. */
export type DockerInspect = {
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
export async function readDocker(env: Record<string, string>): Promise<DockerInspect[]> {
	const ids = (await runCommand('docker', ['ps', '-aq', '--no-trunc'], env)).split('\n').filter((line) => line !== '');
	if (ids.length === 0) return [];
	return JSON.parse(await runCommand('docker', ['inspect', ...ids], env)) as DockerInspect[];
}

/** The daemon's version, as `docker version` prints it. */
export async function readDockerVersion(env: Record<string, string>): Promise<string> {
	return (await runCommand('docker', ['version', '--format', '{{.Server.Version}}'], env)).trim();
}

/** The parts of `k8s_<container or POD>_<pod>_<namespace>_<uid>_<attempt>`, the name that dockershim and cri-dockerd give. */
export type KubeletName = { container: string; pod: string; kubeNamespace: string; uid: string; attempt: number };

export function parseKubeletName(name: string): KubeletName | undefined {
	const match = /^\/?k8s_([^_]+)_([^_]+)_([^_]+)_([^_]+)_(\d+)(?:_[0-9a-f]+)?$/.exec(name);
	if (match === null) return undefined;
	const [, container = '', pod = '', kubeNamespace = '', uid = '', attempt = ''] = match;
	return { container, pod, kubeNamespace, uid, attempt: Number(attempt) };
}
