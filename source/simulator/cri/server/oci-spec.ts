import { canonicalImage, imageCommand, pauseImage } from '../../image.ts';
import { containerCgroup } from '../../proc/cgroup-path.ts';
import type { CgroupStyle } from '../../proc/proc-files.ts';
import type { CriProfile } from '../cri-profile.ts';
import type { ContainerRecord, SandboxRecord } from '../cri-record.ts';
import { formatOciNamespaces } from '../namespace-plan.ts';

type Place = { profile: CriProfile; cgroup: CgroupStyle };

/** The OCI runtime specification of a sandbox, as far as tools look at it. */
export function formatSandboxSpec(sandbox: SandboxRecord, { profile, cgroup }: Place): object {
	return {
		ociVersion: '1.0.2-dev',
		process: {
			user: { uid: 0, gid: 0 },
			args: imageCommand(pauseImage),
			cwd: '/',
			noNewPrivileges: true,
			oomScoreAdj: -998,
		},
		root: { path: 'rootfs', readonly: true },
		hostname: sandbox.hostname,
		annotations: formatSandboxAnnotations(sandbox, profile),
		linux: {
			resources: { devices: [{ allow: false, access: 'rwm' }], cpu: { shares: 2 } },
			cgroupsPath: formatCgroupsPath(sandbox.cgroupParent, sandbox.id, { profile, cgroup }),
			namespaces: formatOciNamespaces(sandbox.plan),
		},
	};
}

/** The same of a container. */
export function formatContainerSpec(
	container: ContainerRecord,
	sandbox: SandboxRecord | undefined,
	place: Place,
): object {
	const mounts = container.mounts.map(({ source, destination, readOnly }) => ({
		destination,
		type: 'bind',
		source,
		options: ['rbind', 'rprivate', readOnly ? 'ro' : 'rw'],
	}));
	return {
		ociVersion: '1.0.2-dev',
		process: {
			user: { uid: 0, gid: 0, additionalGids: [0] },
			args: container.command,
			env: container.env,
			cwd: '/',
			oomScoreAdj: 1000,
		},
		root: { path: 'rootfs' },
		mounts: [{ destination: '/proc', type: 'proc', source: 'proc', options: ['nosuid', 'noexec', 'nodev'] }, ...mounts],
		annotations: formatContainerAnnotations(container, sandbox, place.profile),
		linux: {
			resources: { devices: [{ allow: false, access: 'rwm' }], ...formatResources(container) },
			cgroupsPath: formatCgroupsPath(sandbox?.cgroupParent ?? '', container.id, place),
			namespaces: formatOciNamespaces(container.plan),
		},
	};
}

function formatResources({ behaviour: { limits: { cpu, memory } = {} } }: ContainerRecord) {
	return {
		memory: memory === undefined ? {} : { limit: memory },
		cpu: {
			shares: cpu === undefined ? 2 : Math.round(cpu * 1024),
			...(cpu === undefined ? {} : { quota: cpu * 100_000 }),
			period: 100_000,
		},
	};
}

/** A path, or with systemd `slice:prefix:name`. */
function formatCgroupsPath(parent: string, id: string, { profile, cgroup }: Place): string {
	if (cgroup === 'v1-cgroupfs') return containerCgroup(parent, id, cgroup, profile.scope);
	return `${parent}:${profile.scope}:${id}`;
}

function formatSandboxAnnotations(sandbox: SandboxRecord, { name }: CriProfile): Record<string, string> {
	const { name: podName, uid, kubeNamespace } = sandbox.pod;
	if (name === 'cri-o') {
		return {
			...sandbox.annotations,
			'io.kubernetes.cri-o.ContainerType': 'sandbox',
			'io.kubernetes.cri-o.SandboxID': sandbox.id,
			'io.kubernetes.cri-o.KubeName': podName,
			'io.kubernetes.cri-o.Namespace': kubeNamespace,
			...(sandbox.hasInfra ? {} : { 'io.kubernetes.cri-o.Spoofed': 'true' }),
		};
	}
	return {
		'io.kubernetes.cri.container-type': 'sandbox',
		'io.kubernetes.cri.sandbox-id': sandbox.id,
		'io.kubernetes.cri.sandbox-log-directory': sandbox.logDirectory,
		'io.kubernetes.cri.sandbox-name': podName,
		'io.kubernetes.cri.sandbox-namespace': kubeNamespace,
		'io.kubernetes.cri.sandbox-uid': uid,
	};
}

function formatContainerAnnotations(
	container: ContainerRecord,
	sandbox: SandboxRecord | undefined,
	{ name }: CriProfile,
): Record<string, string> {
	if (name === 'cri-o') {
		return {
			...container.annotations,
			'io.kubernetes.cri-o.ContainerType': 'container',
			'io.kubernetes.cri-o.SandboxID': container.sandboxId,
			'io.kubernetes.cri-o.ContainerName': container.name,
			'io.kubernetes.cri-o.ImageName': canonicalImage(container.image),
		};
	}
	return {
		'io.kubernetes.cri.container-name': container.name,
		'io.kubernetes.cri.container-type': 'container',
		'io.kubernetes.cri.image-name': canonicalImage(container.image),
		'io.kubernetes.cri.sandbox-id': container.sandboxId,
		...(sandbox && {
			'io.kubernetes.cri.sandbox-name': sandbox.pod.name,
			'io.kubernetes.cri.sandbox-namespace': sandbox.pod.kubeNamespace,
			'io.kubernetes.cri.sandbox-uid': sandbox.pod.uid,
		}),
	};
}
