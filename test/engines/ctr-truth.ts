import { existsSync } from 'node:fs';
import { type CriStatuses, readCriStatuses } from './cri-statuses.ts';
import { runCommand } from './run-command.ts';
import { type Listed, type RuntimeTruth, toNanoseconds } from './runtime-truth.ts';

/** What `ctr containers info` prints: the part that the contract is about. */
type CtrInfo = {
	ID: string;
	Labels: Record<string, string> | null;
	Image: string;
	CreatedAt: string;
	Spec: { linux: { namespaces: { type: string; path?: string }[] } };
	/** Each is JSON in base64. */
	Extensions: Record<string, { value: string }> | null;
};

/** The CRI plugin's own note about a sandbox or container, kept by containerd as an extension. */
type CriNote = {
	/** `<pod>_<namespace>_<uid>_<attempt>`, for a container with its name before that. */
	Name: string;
	SandboxID?: string;
	NetNSPath?: string;
	IP?: string;
	Config: {
		/** Of a sandbox with uid and namespace. An attempt of 0 is left out. */
		metadata: { name: string; uid?: string; namespace?: string; attempt?: number };
		image?: { image: string };
	};
};

/** The OCI runtime specification's words for the kinds. */
const ociKinds: Record<string, string> = { network: 'net', mount: 'mnt' };

/**
 * Everything that the CRI plugin of a containerd has made, by `ctr -n k8s.io`: who and whose it is, and whether its task
 * runs. When it started and ended and how only CRI tells, because the plugin deletes a task that has ended. Throws when
 * the two do not agree: then something is under way.
 */
export async function readContainerd(socket: string): Promise<RuntimeTruth> {
	const ctr = (...args: string[]) => runCommand('ctr', ['--address', socket, '--namespace', 'k8s.io', ...args]);
	const version = /Server:\s+Version:\s+(\S+)/.exec(await ctr('version'))?.[1];
	if (version === undefined) throw new Error('ctr version names no version');
	const ids = (await ctr('containers', 'list', '--quiet')).split('\n').filter((line) => line !== '');
	const infos = await Promise.all(ids.map(async (id) => JSON.parse(await ctr('containers', 'info', id)) as CtrInfo));
	const made = infos.filter(({ Labels }) => Labels?.['io.cri-containerd.kind'] !== undefined);
	const pids = parseTasks(await ctr('tasks', 'list'));
	const statuses = await readCriStatuses(socket);
	const listed = [...statuses.keys()].sort().join();
	if (
		listed !==
		made
			.map(({ ID }) => ID)
			.sort()
			.join()
	)
		throw new Error('CRI and ctr do not list the same');
	const sandboxes = new Map(made.filter(isSandbox).map((info) => [info.ID, parseNote(info)]));
	return {
		name: 'containerd',
		version,
		records: made.map((info) => describeInfo(info, { pids, statuses, sandboxes })),
	};
}

/** The pids of what lives, by container id: of TASK PID STATUS. A frozen one lives. */
export function parseTasks(table: string): Map<string, number> {
	const rows = table.split('\n').map((line) => line.trim().split(/\s+/));
	return new Map(
		rows
			.filter(([, , status]) => status === 'RUNNING' || status === 'PAUSED')
			.map(([id = '', pid]) => [id, Number(pid)]),
	);
}

function isSandbox({ Labels }: CtrInfo): boolean {
	return Labels?.['io.cri-containerd.kind'] === 'sandbox';
}

function parseNote(info: CtrInfo): CriNote {
	const kind = isSandbox(info) ? 'sandbox' : 'container';
	const value = info.Extensions?.[`io.cri-containerd.${kind}.metadata`]?.value ?? '';
	return JSON.parse(Buffer.from(value, 'base64').toString()).Metadata as CriNote;
}

type Surroundings = { pids: Map<string, number>; statuses: CriStatuses; sandboxes: Map<string, CriNote> };

function describeInfo(info: CtrInfo, { pids, statuses, sandboxes }: Surroundings): Listed {
	const note = parseNote(info);
	const { metadata, image } = note.Config;
	const attempt = metadata.attempt ?? 0;
	if (!note.Name.endsWith(`_${attempt}`)) throw new Error(`${note.Name} is not the name of attempt ${attempt}`);
	const owner = isSandbox(info) ? note : sandboxes.get(note.SandboxID ?? '');
	const { name = '', namespace = '', uid = '' } = owner?.Config.metadata ?? {};
	const pid = pids.get(info.ID);
	const status = statuses.get(info.ID);
	if (status === undefined || status.isAlive !== (pid !== undefined))
		throw new Error(`CRI and ctr do not agree on whether ${note.Name} runs`);
	const ready = pid === undefined ? 'notready' : 'ready';
	return {
		runtime: 'containerd',
		id: info.ID,
		name: metadata.name,
		coordinates: { kubeNamespace: namespace, name, uid, container: isSandbox(info) ? 'POD' : metadata.name, attempt },
		sandboxId: note.SandboxID,
		pid,
		createdAt: toNanoseconds(info.CreatedAt),
		image: image?.image ?? info.Image,
		joined: findJoined(info),
		...(isSandbox(info) ? { state: ready, ip: findIp(note) } : status.course),
	};
}

/** It has one as long as its network namespace is there, also without its pause. hostNetwork has none. */
function findIp({ IP, NetNSPath }: CriNote): string | undefined {
	return IP && NetNSPath && existsSync(NetNSPath) ? IP : undefined;
}

function findJoined({ Spec }: CtrInfo): string[] {
	return Spec.linux.namespaces.filter(({ path }) => path).map(({ type }) => ociKinds[type] ?? type);
}
