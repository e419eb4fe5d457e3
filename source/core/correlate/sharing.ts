import {
	type LinuxNamespaceKind,
	type LinuxNamespaces,
	linuxNamespaceKinds,
	type Sharing,
} from '../linux-namespace.ts';
import type { NamespaceUse } from '../node-view.ts';
import type { ContainerProcess } from '../process.ts';
import type { Incarnation } from './incarnation.ts';
import type { NamespaceUsers } from './namespace-users.ts';

/** What is needed to say whose a namespace is. All inodes are of one moment: numbers are given out again. */
export type SharingContext = {
	host: LinuxNamespaces;
	/** Namespaces that a runtime keeps by files, by sandbox id. */
	pinned: Pick<ReadonlyMap<string, LinuxNamespaces>, 'get'>;
	/** The living first processes in each namespace but the host's. */
	users: Pick<NamespaceUsers, 'of'>;
	/** First processes that have ended, by container id. */
	ended: Pick<ReadonlyMap<string, ContainerProcess>, 'get'>;
	/** What to call a container id: `nginx of default/web`, `pause #1 of default/web`. */
	nameOf(containerId: string): string | undefined;
};

/** No kubelet makes a container with its own of these: they are the sandbox's or the host's. */
const alwaysOfSandbox: ReadonlySet<LinuxNamespaceKind> = new Set(['net', 'ipc']);

/** What containers take from a sandbox without a process of its own, as far as CRI runtimes do that. */
const sandboxKinds: ReadonlySet<LinuxNamespaceKind> = new Set(['net', 'ipc', 'uts', 'user']);

/**
 * What a pod's current sandbox is known to hold. `hidden`: it is up, but neither a process nor files show its namespaces.
 * `isolated`: it runs in a guest, of which the host's numbers tell nothing.
 */
export type PauseNamespaces = { sandboxId: string; namespaces: LinuxNamespaces; hidden: boolean; isolated: boolean };

/** Whose each of a container's namespaces is. `pause` is the pod's current sandbox, where that is up. */
export function describeNamespaces(
	container: Incarnation,
	pause: PauseNamespaces | undefined,
	context: SharingContext,
): Record<LinuxNamespaceKind, NamespaceUse> {
	return ofEachKind((kind) => describeNamespace(kind, container, pause, context));
}

/** How a sandbox's namespaces stand to the host. */
export function describePauseNamespaces(
	namespaces: LinuxNamespaces,
	host: LinuxNamespaces,
): Record<LinuxNamespaceKind, Sharing> {
	return ofEachKind((kind) => {
		const inode = namespaces[kind];
		const hostInode = host[kind];
		if (inode === undefined || hostInode === undefined) return 'unknown';
		return inode === hostInode ? 'host' : 'own';
	});
}

/** Made for every container in every view: without lists in between it takes a third of the time. */
function ofEachKind<T>(tell: (kind: LinuxNamespaceKind) => T): Record<LinuxNamespaceKind, T> {
	const told: Partial<Record<LinuxNamespaceKind, T>> = {};
	for (const kind of linuxNamespaceKinds) told[kind] = tell(kind);
	return told as Record<LinuxNamespaceKind, T>;
}

function describeNamespace(
	kind: LinuxNamespaceKind,
	container: Incarnation,
	pause: PauseNamespaces | undefined,
	context: SharingContext,
): NamespaceUse {
	const inode = container.process?.linuxNamespaces[kind];
	if (inode === undefined || pause?.isolated) return { inode, sharing: 'unknown' };
	if (inode === context.host[kind]) return { inode, sharing: 'host' };
	if (inode === pause?.namespaces[kind]) return { inode, sharing: 'pause' };
	if (pause?.hidden && pause.namespaces[kind] === undefined && sandboxKinds.has(kind))
		return { inode, sharing: 'unknown' };
	const of = findOtherUser(kind, inode, container, pause, context);
	if (of) return { inode, sharing: 'other', of };
	// without the host's number it could be the host's
	return { inode, sharing: context.host[kind] === undefined ? 'unknown' : 'own' };
}

function findOtherUser(
	kind: LinuxNamespaceKind,
	inode: number,
	container: Incarnation,
	pause: PauseNamespaces | undefined,
	context: SharingContext,
): string | undefined {
	const users = context.users.of(kind, inode);
	// whoever was in it first has made it: an ephemeral container that joins an app's does not make it foreign to the app
	const since = container.process?.startTicks ?? 0;
	const other = users.find(({ containerId }) => containerId !== container.id);
	if (other && other.startTicks < since)
		return context.nameOf(other.containerId) ?? `container ${other.containerId.slice(0, 12)}`;
	// Its pause has ended or got new namespaces. The container was made in that sandbox and still has the number, so the
	// namespace has lived on.
	const sandboxId = container.sandboxId;
	const maker = sandboxId === undefined ? undefined : context.ended.get(sandboxId);
	const joined = sandboxId !== undefined && container.record?.joins?.[kind] === sandboxId;
	const isLeftOver = alwaysOfSandbox.has(kind) && sandboxId !== undefined && sandboxId !== pause?.sandboxId;
	if (maker?.linuxNamespaces[kind] !== inode && !joined && !isLeftOver) return undefined;
	return `former ${(sandboxId && context.nameOf(sandboxId)) || 'pause'}`;
}
