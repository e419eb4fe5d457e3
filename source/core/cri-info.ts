import { type WireObject, wireInteger, wireObject, wireString } from './docker-wire.ts';
import type { LinuxNamespaceKind } from './linux-namespace.ts';

/** What is taken from the verbose `info` of a status. Everything in it is the runtime's own affair, so all is optional. */
export type CriInfo = {
	/** Whether there was anything in it that could be read at all. */
	readable: boolean;
	pid?: number;
	image?: string;
	/** Files that keep a sandbox's namespaces, by kind: `/var/run/netns/cni-…` (containerd), all but pid on CRI-O. */
	pinnedNamespaces?: Partial<Record<LinuxNamespaceKind, string>>;
	/** The kinds of namespaces that a container was put into instead of getting its own; the sandbox's, but for a target's pid. */
	joinedKinds?: readonly LinuxNamespaceKind[];
	/** The container whose pid namespace this one was put into (an ephemeral container's target). */
	targetId?: string;
};

/** The OCI runtime specification's words for the kinds. */
const ociKinds: Readonly<Record<string, LinuxNamespaceKind>> = {
	network: 'net',
	ipc: 'ipc',
	uts: 'uts',
	pid: 'pid',
	mount: 'mnt',
	user: 'user',
	cgroup: 'cgroup',
	time: 'time',
};

/** containerd writes CRI's enums as numbers there, TARGET being 3. */
const targetModes: readonly unknown[] = [3, 'TARGET'];

/**
 * Reads the map `info` of a verbose status: containerd (1.6) and CRI-O have one JSON text under the key `info`; CRI-O
 * before 1.18 had one under each key. What is no JSON or has another shape is simply not known.
 */
export function parseCriInfo(info: unknown): CriInfo {
	const document = parseCriInfoDocument(info);
	const readable = Object.keys(document).length > 0;
	if (!readable) return { readable };
	const pid = wireInteger(document.pid);
	const namespaces = selectNamespaces(document);
	return {
		readable,
		pid: pid !== undefined && pid > 0 ? pid : undefined,
		image: wireString(document.image),
		pinnedNamespaces: selectPinned(namespaces),
		joinedKinds: namespaces.length > 0 ? namespaces.map(([kind]) => kind) : undefined,
		targetId: selectTarget(document),
	};
}

/** The whole of it as one document, for people to look at. It has the environment: mask that before showing it. */
export function parseCriInfoDocument(info: unknown): WireObject {
	const entries = Object.entries(wireObject(info)).flatMap(([key, text]): [string, unknown][] => {
		const value = parseJson(text);
		if (key === 'info') return Object.entries(wireObject(value));
		return value === undefined ? [] : [[key, value]];
	});
	return Object.fromEntries(entries);
}

function parseJson(text: unknown): unknown {
	if (typeof text !== 'string') return undefined;
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** The OCI specification's namespaces that are somebody else's: those with a path. */
function selectNamespaces(document: WireObject): [LinuxNamespaceKind, string][] {
	const { namespaces } = wireObject(wireObject(document.runtimeSpec).linux);
	if (!Array.isArray(namespaces)) return [];
	return namespaces.flatMap((entry): [LinuxNamespaceKind, string][] => {
		const { type, path } = wireObject(entry);
		const kind = typeof type === 'string' && Object.hasOwn(ociKinds, type) ? ociKinds[type] : undefined;
		const file = wireString(path);
		return kind && file?.startsWith('/') ? [[kind, file]] : [];
	});
}

/** A namespace that joins a process's (`/proc/PID/ns/…`) lives with that process and is not pinned. */
function selectPinned(namespaces: readonly [LinuxNamespaceKind, string][]): CriInfo['pinnedNamespaces'] {
	const pinned = namespaces.filter(([, file]) => !file.startsWith('/proc/'));
	return pinned.length > 0 ? Object.fromEntries(pinned) : undefined;
}

/** containerd keeps the request that made the container, in its field names: `config.linux.security_context`. */
function selectTarget(document: WireObject): string | undefined {
	const { security_context } = wireObject(wireObject(document.config).linux);
	const options = wireObject(wireObject(security_context).namespace_options);
	return targetModes.includes(options.pid) ? wireString(options.target_id) : undefined;
}
