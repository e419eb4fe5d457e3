import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { SimulatedProcess } from '../proc/kernel.ts';
import type { SimulatedPair, SimulatedSocket } from './socket.ts';

/** `/proc/PID/fd`: what processes have open. */
export type DescriptorTree = {
	/** Writes those of the processes of one network namespace, as far as they have changed. */
	write(
		processes: readonly SimulatedProcess[],
		sockets: readonly SimulatedSocket[],
		pairs: readonly SimulatedPair[],
	): void;
	forget(pid: number): void;
};

/** Most processes have nothing but these: one directory serves them all. */
const plain = ['/dev/null', 'pipe:[14711]', 'pipe:[14712]'];
const shared = '.fd';

export function createDescriptorTree(directory: string): DescriptorTree {
	/** By pid: the sockets that its directory has. */
	const written = new Map<number, string>();
	mkdirSync(join(directory, shared), { recursive: true });
	writeLinks(join(directory, shared), plain);

	const writeOne = (pid: number, inodes: readonly number[]) => {
		const path = join(directory, String(pid));
		const wanted = inodes.join();
		if (written.get(pid) === wanted || !existsSync(path)) return;
		if (written.has(pid)) rmSync(join(path, 'fd'), { recursive: true, force: true });
		written.set(pid, wanted);
		if (inodes.length === 0) return symlinkSync(`../${shared}`, join(path, 'fd'));
		mkdirSync(join(path, 'fd'));
		writeLinks(join(path, 'fd'), [...plain, ...inodes.map((inode) => `socket:[${inode}]`)]);
	};

	return {
		write(processes, sockets, pairs) {
			const byHolder = new Map<number, number[]>();
			const add = (pid: number, inode: number) => {
				const inodes = byHolder.get(pid);
				if (inodes) inodes.push(inode);
				else byHolder.set(pid, [inode]);
			};
			for (const { inode, holders } of sockets) for (const pid of holders) add(pid, inode);
			for (const { inodes, holders } of pairs)
				for (const [index, pid] of holders.entries()) add(pid, inodes[index] ?? 0);
			for (const { pid } of processes) writeOne(pid, byHolder.get(pid) ?? []);
		},
		forget: (pid) => void written.delete(pid),
	};
}

function writeLinks(path: string, targets: readonly string[]): void {
	for (const [number, target] of targets.entries()) symlinkSync(target, join(path, String(number)));
}
