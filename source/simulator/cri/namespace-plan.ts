import type { LinuxNamespaceKind } from '../../core/linux-namespace.ts';
import type { NamespaceChoice, Pin } from '../proc/kernel.ts';
import { CriError, statusCode } from './cri-error.ts';
import type { CriProfile } from './cri-profile.ts';
import type { ContainerConfig, SandboxConfig, SandboxRecord } from './cri-record.ts';
import type { Tasks } from './tasks.ts';

/** Which namespaces a first process gets: for the kernel, and as the OCI specification says it. */
export type NamespacePlan = Record<LinuxNamespaceKind, PlannedNamespace>;

export type PlannedNamespace = {
	choice: NamespaceChoice;
	/** What it joins; absent for one of its own, or the host's. */
	path?: string;
};

const own: PlannedNamespace = { choice: 'own' };
const host: PlannedNamespace = { choice: 'host' };

/** Of a sandbox's first process. Kept namespaces are joined. */
export function planSandbox({ modes }: SandboxConfig, pins: readonly Pin[]): NamespacePlan {
	const kept = (kind: LinuxNamespaceKind, otherwise: PlannedNamespace) => planPinned(pins, kind) ?? otherwise;
	const unlessHost = (mode: string) => (mode === 'NODE' ? host : own);
	return {
		net: kept('net', unlessHost(modes.network)),
		ipc: kept('ipc', unlessHost(modes.ipc)),
		// With the host's network containerd leaves a pod the host's name as well, CRI-O does not.
		uts: kept('uts', unlessHost(modes.network)),
		pid: unlessHost(modes.pid),
		mnt: own,
		user: kept('user', modes.user === 'POD' ? own : host),
		cgroup: host,
		time: host,
	};
}

/** Of a container's first process. @throws CriError when it should join one that has ended */
export function planContainer(
	{ pid }: Pick<ContainerConfig, 'pid'>,
	sandbox: SandboxRecord,
	{ profile, tasks, unified }: { profile: CriProfile; tasks: Pick<Tasks, 'get'>; unified: boolean },
): NamespacePlan {
	const join = (kind: LinuxNamespaceKind, id: string): PlannedNamespace => {
		const task = tasks.get(id);
		if (task === undefined || task.exit !== undefined) {
			throw new CriError(statusCode.unknown, `failed to get the task of ${id}: no running task found: not found`);
		}
		return { choice: { of: task.pid }, path: `/proc/${task.pid}/ns/${kind}` };
	};
	// A container joins the sandbox's process with containerd, and what files keep with CRI-O.
	const share = (kind: LinuxNamespaceKind) =>
		(profile.dropsInfra ? planPinned(sandbox.pins, kind) : undefined) ?? join(kind, sandbox.id);
	const { network, ipc, user } = sandbox.modes;
	return {
		net: network === 'NODE' ? host : share('net'),
		ipc: ipc === 'NODE' ? host : share('ipc'),
		uts: network === 'NODE' && !profile.dropsInfra ? host : share('uts'),
		pid: planPid(pid, sandbox, join),
		mnt: own,
		user: user === 'POD' ? share('user') : host,
		cgroup: unified ? own : host,
		time: host,
	};
}

function planPid(
	{ mode, targetId = '' }: ContainerConfig['pid'],
	sandbox: SandboxRecord,
	join: (kind: LinuxNamespaceKind, id: string) => PlannedNamespace,
): PlannedNamespace {
	if (mode === 'NODE') return host;
	if (mode === 'CONTAINER') return own;
	return join('pid', mode === 'POD' ? sandbox.id : targetId);
}

function planPinned(pins: readonly Pin[], kind: LinuxNamespaceKind): PlannedNamespace | undefined {
	const pin = pins.find((each) => each.kind === kind);
	return pin && { choice: { inode: pin.inode }, path: pin.path };
}

/** What a sandbox's first process really gets on the host, whatever was specified for the pod. */
export function planIsolated(handler: string, plan: NamespacePlan): NamespacePlan {
	if (handler === '') return plan;
	if (handler === 'runsc') return { ...plan, user: own };
	// A virtual machine's monitor stays in the host's namespaces, but for the network that it passes on.
	return { ...planHelper(), net: plan.net };
}

/** What a process inside gVisor or a virtual machine has on the host: it stands beside the sandbox's process. */
export function planHelper(): NamespacePlan {
	return { net: host, ipc: host, uts: host, pid: host, mnt: own, user: host, cgroup: host, time: host };
}

const ociWords: Readonly<Partial<Record<LinuxNamespaceKind, string>>> = {
	pid: 'pid',
	ipc: 'ipc',
	uts: 'uts',
	mnt: 'mount',
	net: 'network',
	user: 'user',
	cgroup: 'cgroup',
};

/** `linux.namespaces` of the OCI runtime specification; what is the host's is left out. */
export function formatOciNamespaces(plan: NamespacePlan): { type: string; path?: string }[] {
	return (Object.keys(ociWords) as LinuxNamespaceKind[])
		.filter((kind) => plan[kind].choice !== 'host')
		.map((kind) => {
			const { path } = plan[kind];
			return { type: ociWords[kind] ?? kind, ...(path === undefined ? {} : { path }) };
		});
}

/** The same for the kernel. */
export function chooseNamespaces(plan: NamespacePlan): Record<LinuxNamespaceKind, NamespaceChoice> {
	const entries = Object.entries(plan).map(([kind, { choice }]) => [kind, choice]);
	return Object.fromEntries(entries) as Record<LinuxNamespaceKind, NamespaceChoice>;
}
