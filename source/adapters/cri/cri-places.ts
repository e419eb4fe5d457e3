import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
	findEndpointSetting,
	type ParsedEndpoint,
	parseCriEndpoint,
	parseCriRuntimeFlag,
} from '../../core/cri-endpoint-text.ts';

export type FindCriOptions = {
	/** `--runtime`, each as given. Those that are not CRI's (`docker://`) are left to others. */
	runtimes: readonly string[];
	/** The caller's environment: of it only this is looked at. */
	env?: { CONTAINER_RUNTIME_ENDPOINT?: string };
	/** Where the node's file system is mounted. */
	hostRoot?: string;
	/** What the kubelet's command line says, with paths as the kubelet sees them. */
	kubelet?: { containerRuntimeEndpoint?: string; config?: string };
};

/** One place where a runtime may be, and who says so. */
export type CriPlace = {
	endpoint: ParsedEndpoint;
	/** `--runtime`, `/etc/crictl.yaml`, `CONTAINER_RUNTIME_ENDPOINT`, `kubelet`; absent for a usual place. */
	origin?: string;
	/** The runtime that the user says it is. */
	expected?: string;
};

const crictlConfig = '/etc/crictl.yaml';

/** containerd, CRI-O, cri-dockerd, dockershim (until 1.23), k3s and rke2, k0s, microk8s. */
const usualPlaces: readonly string[] = [
	'/run/containerd/containerd.sock',
	'/run/crio/crio.sock',
	'/var/run/crio/crio.sock',
	'/run/cri-dockerd.sock',
	'/var/run/cri-dockerd.sock',
	'/var/run/dockershim.sock',
	'/run/k3s/containerd/containerd.sock',
	'/run/k0s/containerd.sock',
	'/var/snap/microk8s/common/run/containerd.sock',
];

const expectedNames = { containerd: 'containerd', crio: 'cri-o', cri: 'cri' } as const;

/** What the user asked for with `--runtime`, as the user sees it; nothing else is then looked for. */
export function listAskedPlaces({ runtimes }: FindCriOptions): CriPlace[] {
	return runtimes.flatMap((runtime): CriPlace[] => {
		const flag = parseCriRuntimeFlag(runtime);
		if (!flag) return [];
		return [{ endpoint: flag.endpoint, origin: '--runtime', expected: expectedNames[flag.scheme] }];
	});
}

/** Where somebody configured it, then the usual places. */
export async function listPlaces({ env, hostRoot, kubelet }: FindCriOptions): Promise<CriPlace[]> {
	const configured: [origin: string, text: string | undefined][] = [
		[crictlConfig, await readSetting(crictlConfig, 'runtime-endpoint', hostRoot)],
		['CONTAINER_RUNTIME_ENDPOINT', env?.CONTAINER_RUNTIME_ENDPOINT],
		['kubelet', kubelet?.containerRuntimeEndpoint],
		['kubelet', kubelet?.config && (await readSetting(kubelet.config, 'containerRuntimeEndpoint', hostRoot))],
	];
	return [
		...configured.flatMap(([origin, text]) =>
			text ? [{ origin, endpoint: below(parseCriEndpoint(text), hostRoot) }] : [],
		),
		...usualPlaces.map((path) => ({ endpoint: below({ path }, hostRoot) })),
	];
}

async function readSetting(file: string, key: string, hostRoot: string | undefined): Promise<string | undefined> {
	try {
		return findEndpointSetting(await readFile(hostRoot ? join(hostRoot, file) : file, 'utf8'), key);
	} catch {
		return undefined;
	}
}

/** Below a host root /var/run is a link that leads out of it, to our own /run. */
function below(endpoint: ParsedEndpoint, hostRoot: string | undefined): ParsedEndpoint {
	if (!hostRoot || 'why' in endpoint) return endpoint;
	const path = endpoint.path.replace(/^\/var\/run\//, '/run/');
	return { path: path.startsWith(join(hostRoot, '/')) ? path : join(hostRoot, path) };
}
