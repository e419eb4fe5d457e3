import { lstatSync, readFileSync, readlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** As many as the kernel follows (path_resolution(7)). */
const maxLinks = 40;

/** Reads a file of the host whose root directory is mounted at `root`. Errors are those of node:fs. */
export function readHostFile(path: string, root?: string): Buffer {
	return readFileSync(resolveInRoot(path, root));
}

/**
 * The path at which the host's `path` is found here. Links are followed by hand, because an absolute one would lead out of
 * the mount: the kubelet's kubelet-client-current.pem is such a link.
 */
export function resolveInRoot(path: string, root?: string): string {
	if (root === undefined || root === '' || root === '/') return path;
	let [resolved, rest, links] = ['/', split(path), 0];
	while (rest.length > 0) {
		const [part, ...others] = rest;
		rest = others;
		if (part === '..') resolved = dirname(resolved);
		else if (part !== undefined && part !== '.') {
			const target = readLink(join(root, resolved, part));
			if (target === undefined || ++links > maxLinks) resolved = join(resolved, part);
			else {
				if (target.startsWith('/')) resolved = '/';
				rest = [...split(target), ...rest];
			}
		}
	}
	return join(root, resolved);
}

function split(path: string): string[] {
	return path.split('/').filter((part) => part !== '');
}

/** `undefined` for what is no link, or cannot be looked at: reading it then says why. */
function readLink(path: string): string | undefined {
	try {
		return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : undefined;
	} catch {
		return undefined;
	}
}
