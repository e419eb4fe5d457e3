import { type LinuxNamespaceKind, linuxNamespaceKinds } from './linux-namespace.ts';

/** Reads the target of a /proc/PID/ns link, `net:[4026531833]`. Undefined for anything else. */
export function parseNamespaceLink(target: string): { kind: LinuxNamespaceKind; inode: number } | undefined {
	const open = target.indexOf(':[');
	const kind = linuxNamespaceKinds.find((known) => known.length === open && target.startsWith(known));
	const digits = target.slice(open + 2, -1);
	if (!kind || !target.endsWith(']') || !/^\d+$/.test(digits)) return undefined;
	const inode = Number(digits);
	return inode > 0 ? { kind, inode } : undefined;
}

/**
 * Inode of the machine's first pid namespace, fixed in the kernel (PROC_PID_INIT_INO, 0xEFFFFFFC, include/linux/proc_ns.h,
 * since Linux 3.8). A /proc whose pid 1 has another one shows a part of the machine only.
 */
export const initialPidNamespace = 0xef_ff_ff_fc;
