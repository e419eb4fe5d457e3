import { type LinuxNamespaceKind, type LinuxNamespaces, linuxNamespaceKinds } from '../../core/linux-namespace.ts';
import { parseNamespaceLink } from '../../core/proc-namespace-link.ts';
import { readProcLink } from './read-proc.ts';

/** A process's namespaces. */
export type NamespacesRead = {
	/** Without the kinds that may not be read or do not exist in this kernel. */
	linuxNamespaces: LinuxNamespaces;
	/** At least one may not be read. */
	denied: boolean;
};

/** Reads the eight links below /proc/PID/ns of the process with this directory. */
export function readLinuxNamespaces(processDir: string): NamespacesRead {
	const linuxNamespaces: Partial<Record<LinuxNamespaceKind, number>> = {};
	let denied = false;
	for (const kind of linuxNamespaceKinds) {
		const read = readProcLink(`${processDir}/ns/${kind}`);
		const link = read.text === undefined ? undefined : parseNamespaceLink(read.text);
		if (link?.kind === kind) linuxNamespaces[kind] = link.inode;
		denied ||= read.denied === true;
	}
	return { linuxNamespaces, denied };
}
