/** What a shim was started with: containerd's `containerd-shim*`, and Docker's own `docker-containerd-shim` until 18.06. */
export type ShimCommandLine = {
	/** Of a sandbox with Kubernetes, of a container with Docker. */
	id: string;
	/** `k8s.io`, `moby`. */
	containerdNamespace?: string;
	/** The socket of the containerd that it serves. */
	address?: string;
};

/** The kernel's short names, cut to 15 bytes, of processes that may be shims. */
export const shimCommands = /^(?:containerd-shim|docker-containe)/;

const programs = /(?:^|\/)(?:docker-)?containerd-shim(?:-[a-z0-9-]+)?$/;

/**
 * Reads /proc/PID/cmdline. Undefined for other programs, and for the short calls `… start` and `… delete` that containerd makes of the same
 * program. The first shims have the id as the end of `-workdir`, or as an argument of its own.
 */
export function parseShimCommandLine(cmdline: string): ShimCommandLine | undefined {
	const [program = '', ...words] = cmdline.replace(/\0+$/, '').split('\0');
	if (!programs.test(program) || /^(?:start|delete)$/.test(words.at(-1) ?? '')) return undefined;
	const value = (flag: string) => {
		const at = words.findIndex((word) => word === `-${flag}` || word === `--${flag}`);
		return at < 0 ? undefined : words[at + 1];
	};
	const workdir = value('workdir');
	const id = value('id') ?? workdir?.slice(workdir.lastIndexOf('/') + 1) ?? words.find((word) => isFullId(word));
	if (id === undefined || id === '') return undefined;
	const [containerdNamespace, address] = [value('namespace'), value('address')];
	return { id, ...(containerdNamespace && { containerdNamespace }), ...(address && { address }) };
}

function isFullId(word: string): boolean {
	return /^[0-9a-f]{64}$/.test(word);
}
