import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { NetworkFile, NodeSurvey } from '../../../core/node-survey.ts';
import { parseNamespaceLink } from '../../../core/proc-namespace-link.ts';
import { readNamespaceFile } from '../pinned-namespaces.ts';
import { readProcLink } from '../read-proc.ts';
import { eachInSlices } from '../slices.ts';
import type { SurveyPlace } from './survey-place.ts';

/** As the tools print them, and where they are: below a mounted host root the link /var/run would lead out of it. */
const directories = [
	{ shown: '/var/run/netns', places: ['run/netns', 'var/run/netns'] },
	{ shown: '/var/run/docker/netns', places: ['run/docker/netns', 'var/run/docker/netns'] },
] as const;

/** Files that are told of. */
const limit = 5_000;

/** Reads the files that keep network namespaces alive. Throws what reading a folder that is there throws. */
export function readNetworkFiles(previous: NodeSurvey | undefined, { hostRoot, now }: SurveyPlace): NetworkFile[] {
	const known = new Map(previous?.networkFiles?.map((file) => [`${file.path} ${file.inode}`, file]));
	return directories
		.flatMap(({ shown, places }) =>
			listFirst(hostRoot, places).map(({ name, file }) => ({ path: join(shown, name), file })),
		)
		.slice(0, limit)
		.flatMap(({ path, file }) => {
			const inode = readNamespaceFile(file);
			if (inode === undefined) return [];
			const createdAt = readAge(file);
			const seenSince = known.get(`${path} ${inode}`)?.seenSince ?? now;
			return { path, inode, ...(createdAt !== undefined && { createdAt }), seenSince };
		});
}

function listFirst(hostRoot: string, places: readonly string[]): { name: string; file: string }[] {
	for (const place of places) {
		const directory = join(hostRoot, place);
		try {
			return readdirSync(directory).map((name) => ({ name, file: join(directory, name) }));
		} catch (error) {
			if (!['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
		}
	}
	return [];
}

/**
 * The kernel stamps a namespace's inode when somebody first looks at it, and the mount keeps that inode: so this is when the file came to be,
 * or a little earlier (Linux 6.1).
 */
function readAge(file: string): number | undefined {
	try {
		const { mtimeMs } = statSync(file);
		return mtimeMs > 0 ? Math.floor(mtimeMs) : undefined;
	} catch {
		return undefined;
	}
}

const slice = 200;

/**
 * Adds to each file a process that lives in its namespace: one of a container, else any on the node. Gives undefined where a process may not be
 * looked into, for then nothing can be said to be nobody's.
 */
export async function findResidents(
	files: readonly NetworkFile[],
	networks: NodeSurvey['networks'],
	pids: readonly number[],
	{ procDir, signal, spend }: SurveyPlace,
): Promise<NetworkFile[] | undefined> {
	const residents = new Map([...(networks ?? [])].map(([inode, { pid }]) => [inode, pid]));
	const wanted = new Set(files.map(({ inode }) => inode).filter((inode) => !residents.has(inode)));
	let isDenied = false;
	const look = (pid: number) => {
		const { text, denied } = readProcLink(`${procDir}/${pid}/ns/net`);
		// pid 1, which may be guarded though others are not, lives in the node's own
		isDenied ||= denied === true && pid !== 1;
		const inode = parseNamespaceLink(text ?? '')?.inode;
		if (inode !== undefined && wanted.has(inode)) residents.set(inode, pid);
	};
	// most nodes have no file that no container's process accounts for, and are spared this
	await eachInSlices(wanted.size === 0 ? [] : pids, slice, signal, look, spend);
	if (isDenied) return undefined;
	return files.map((file) => {
		const pid = residents.get(file.inode);
		return pid === undefined ? file : { ...file, pid };
	});
}
