import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceRequest } from './sources.ts';

/** Where the node's own / is, and how that is known. */
export type HostRoot = {
	/** Absent: it is our own. */
	path?: string;
	/** For `doctor`. */
	why: string;
};

/** Where a pod of `kubectl debug node/NAME` has it, and a container by custom. */
const usualPlace = '/host';

/**
 * `--host-root` where it is given. Else /host, if something is mounted there, that is another directory than our own /, and has the
 * marks of a node's root: /etc, and a /proc with a process 1. Outside of a container this is not so. `root` is for tests.
 */
export function findHostRoot(asked: string | undefined, root = '/'): HostRoot {
	if (asked !== undefined) return { path: asked, why: 'as --host-root says' };
	const place = join(root, usualPlace);
	const host = identify(place);
	if (host === undefined) return { why: `nothing at ${usualPlace}: not in a container with the node's / there` };
	if (host === identify(root)) return { why: `${usualPlace} is our own /` };
	if (!isMounted(usualPlace, root)) return { why: `${usualPlace} is a folder of our own /, not a mounted one` };
	const missing = ['etc', 'proc/1'].find((mark) => identify(join(place, mark)) === undefined);
	if (missing !== undefined) return { why: `${usualPlace} is mounted, but is no node's /: it has no /${missing}` };
	return { path: place, why: 'found: another / is mounted there, with /etc and /proc' };
}

/** The request with the node's root found, where it did not say. */
export function withHostRoot<T extends SourceRequest>(request: T): T {
	const { path, why } = findHostRoot(request.hostRoot);
	return { ...request, hostRoot: path, hostRootWhy: why };
}

/** Device and inode; undefined for what is not there or cannot be reached. */
function identify(path: string): string | undefined {
	try {
		const { dev, ino } = statSync(path, { bigint: true });
		return `${dev}:${ino}`;
	} catch {
		return undefined;
	}
}

/** Whether a place is a mount of its own, by our mount table (proc_pid_mountinfo(5): the fifth field). */
function isMounted(place: string, root: string): boolean {
	try {
		const table = readFileSync(join(root, 'proc/self/mountinfo'), 'utf8');
		return table.split('\n').some((line) => line.split(' ')[4] === place);
	} catch {
		return false;
	}
}
