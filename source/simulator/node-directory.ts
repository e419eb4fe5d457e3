import {
	accessSync,
	chmodSync,
	constants,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	rmSync,
	statfsSync,
	symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { RuntimeName } from './node-engine.ts';

/** Where a simulated node's socket, kubeconfig and /proc tree lie. */
export type NodeDirectory = {
	root: string;
	socket: string;
	kubeconfig: string;
	proc: string;
	/** Removes what was made; a directory that was there before stays. */
	remove(): void;
};

/** sockaddr_un holds 108 bytes with the closing NUL; unix(7). */
const longestSocketPath = 107;

/** What a process takes in a file system with pages of 4 KiB: five files, two directories, and its part of its pod's tables. */
const bytesPerProcess = 32_768;

/** A CRI runtime's is where it is on a real node, so that it is found below the host's root. */
const sockets: Readonly<Record<RuntimeName, string>> = {
	docker: 'docker.sock',
	containerd: 'run/containerd/containerd.sock',
	'cri-o': 'run/crio/crio.sock',
};

export type DirectoryRequest = {
	/** Default: a fresh directory in memory or, where there is no room for `processes`, among the temporary files. */
	wanted: string | undefined;
	processes: number;
	runtime: RuntimeName;
};

/**
 * @throws Error when the directory's path is too long for a Unix socket in it
 */
export function createNodeDirectory({ wanted, processes, runtime }: DirectoryRequest): NodeDirectory {
	const made =
		wanted === undefined ? makeFresh(chooseParent(processes)) : mkdirSync(wanted, { recursive: true, mode: 0o700 });
	const root = wanted ?? (made as string);
	if (made !== undefined) chmodSync(root, 0o700);
	const paths = {
		socket: join(root, sockets[runtime]),
		kubeconfig: join(root, 'kubeconfig'),
		proc: join(root, 'proc'),
	};
	const host = ['sys', ...(runtime === 'docker' ? [] : ['run', 'var'])].map((name) => join(root, name));
	const remove = () => {
		process.off('exit', remove);
		for (const path of [...Object.values(paths), ...host]) rmSync(path, { recursive: true, force: true });
		if (made !== undefined) rmSync(root, { recursive: true, force: true });
	};
	if (Buffer.byteLength(paths.socket) > longestSocketPath) {
		remove();
		throw new Error(`The path ${paths.socket} is too long for a Unix socket: choose a directory with a shorter one`);
	}
	// A process that ends without closing its node still cleans up.
	process.once('exit', remove);
	if (runtime !== 'docker') makeHostFolders(root, paths.socket);
	return { root, ...paths, remove };
}

/** `/var/run` is `/run`, as on any node for years. */
function makeHostFolders(root: string, socket: string): void {
	mkdirSync(dirname(socket), { recursive: true });
	mkdirSync(join(root, 'var'), { recursive: true });
	symlinkSync('../run', join(root, 'var', 'run'));
}

/** Its name carries this process's pid: what killed processes left behind is found by it, and removed. */
function makeFresh(parent: string): string {
	for (const name of readdirSync(parent)) {
		const pid = /^pausetop-node-(\d+)-/.exec(name)?.[1];
		if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(parent, name), { recursive: true, force: true });
	}
	return mkdtempSync(join(parent, `pausetop-node-${process.pid}-`));
}

function isAlive(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch (cause) {
		// Somebody else's process is alive as well: EPERM.
		return (cause as NodeJS.ErrnoException).code !== 'ESRCH';
	}
}

/** Thousands of links take a second on a disk and some milliseconds in memory. */
function chooseParent(processes: number): string {
	const memory = '/dev/shm';
	try {
		accessSync(memory, constants.W_OK | constants.X_OK);
		const { bavail, bsize, ffree } = statfsSync(memory);
		if (bavail * bsize > processes * bytesPerProcess && ffree > processes * 20) return memory;
	} catch {
		// No such file system, or not for us.
	}
	return tmpdir();
}
