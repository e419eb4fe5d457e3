import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Kernel, Pin } from './kernel.ts';

/**
 * Writes the files that keep namespaces into a host's tree, and keeps them so. On a real node each is a bind mount of a
 * namespace, whose inode stat(2) tells. A file in a directory of ours cannot have a chosen inode, so each is a symbolic link that
 * says it, as those of /proc/PID/ns do: `net:[4026532250]`.
 */
export function createPinTree(kernel: Kernel, root: string): void {
	const write = ({ path, kind, inode }: Pin) => {
		const file = join(root, path);
		mkdirSync(dirname(file), { recursive: true });
		symlinkSync(`${kind}:[${inode}]`, file);
	};
	for (const pin of kernel.pins()) write(pin);
	kernel.observe({ pinned: write, unpinned: ({ path }) => rmSync(join(root, path), { force: true }) });
}
