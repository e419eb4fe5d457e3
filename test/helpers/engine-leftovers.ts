import { readdir, readFile, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../engines/run-command.ts';

/** Unmounts what is mounted below a directory, the deepest first. */
export async function unmountBelow(directory: string): Promise<void> {
	const points = (await readFile('/proc/self/mountinfo', 'utf8'))
		.split('\n')
		.map((line) => line.split(' ')[4] ?? '')
		.filter((point) => point.startsWith(`${directory}/`))
		.sort()
		.reverse();
	for (const point of points) await runCommand('umount', ['--lazy', point]);
}

/** Removes an empty cgroup with its children, from cgroup v2 and from every controller of v1. */
export async function removeCgroups(path: string): Promise<void> {
	const root = '/sys/fs/cgroup';
	const controllers = await listDirectories(root);
	for (const top of [root, ...controllers.map((name) => join(root, name))]) await removeTree(join(top, path));
}

async function removeTree(directory: string): Promise<void> {
	for (const child of await listDirectories(directory)) await removeTree(join(directory, child));
	await rmdir(directory).catch((error: NodeJS.ErrnoException) => {
		if (error.code !== 'ENOENT') throw error;
	});
}

async function listDirectories(directory: string): Promise<string[]> {
	const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
	return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}
