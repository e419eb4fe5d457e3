import { readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { LinuxNamespaceKind, LinuxNamespaces } from '../../core/linux-namespace.ts';
import { parseNamespaceLink } from '../../core/proc-namespace-link.ts';

/**
 * The inodes of namespaces that are bind-mounted on files, `/var/run/netns/<uuid>`: stat(2) of such a file gives the number that
 * a link in /proc/PID/ns has. What cannot be read, or is no namespace file any more, is left out.
 */
export function readPinnedNamespaces(
	paths: Readonly<Partial<Record<LinuxNamespaceKind, string>>>,
	hostRoot = '',
): LinuxNamespaces {
	const entries = Object.entries(paths).map(
		([kind, path]) => [kind, readNamespaceFile(join('/', hostRoot, path))] as const,
	);
	return Object.fromEntries(entries.filter(([, inode]) => inode !== undefined));
}

/** The number of the namespace that is mounted on a file. Undefined when none is, or it may not be read. */
export function readNamespaceFile(path: string): number | undefined {
	try {
		return parseNamespaceLink(readlinkSync(path))?.inode;
	} catch {
		// a file, not a link: the usual case
	}
	try {
		const { ino, dev } = statSync(path);
		// nsfs has no block device; a file that is left over without its mount lies on a disk or tmpfs like its folder
		return dev === statSync(join(path, '..')).dev ? undefined : ino;
	} catch {
		return undefined;
	}
}
