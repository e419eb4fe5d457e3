import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { parseAccounts } from '../../../core/inside/accounts.ts';
import { readOpen } from './read-bounded.ts';

/** Bytes of an /etc/passwd that are read: about a thousand accounts. */
const limit = 64 * 1024;

/** O_PATH of the kernel's include/uapi/asm-generic/fcntl.h, which Node does not name: finds a file without opening it. */
const pathOnly = 0o10_000_000;

/**
 * The names that a container's own /etc/passwd has for these user ids. The container decides what is there, so nothing is followed: `etc`
 * and `passwd` must be a directory and a plain file below the process's root. Each step goes by a descriptor, so that what was looked at is
 * what is read; a link could lead out of the container, a pipe or a device could hold us or do something.
 */
export function readAccounts(processDir: string, uids: ReadonlySet<number>): ReadonlyMap<number, string> {
	const text = readPlainFile(`${processDir}/root/etc`, 'passwd');
	return text === undefined ? new Map() : parseAccounts(text, uids);
}

function readPlainFile(directory: string, name: string): string | undefined {
	try {
		return withFile(directory, pathOnly | constants.O_DIRECTORY | constants.O_NOFOLLOW, (folder) =>
			withFile(`/proc/self/fd/${folder}/${name}`, pathOnly | constants.O_NOFOLLOW, (found) => {
				if (!fstatSync(found).isFile()) return undefined;
				return withFile(`/proc/self/fd/${found}`, constants.O_RDONLY | constants.O_NONBLOCK, (file) => {
					return readOpen(file, limit).text;
				});
			}),
		);
	} catch {
		// no such file, no permission, a process that has ended: the number is shown instead
		return undefined;
	}
}

function withFile<T>(path: string, flags: number, use: (file: number) => T): T {
	const file = openSync(path, flags);
	try {
		return use(file);
	} finally {
		closeSync(file);
	}
}
