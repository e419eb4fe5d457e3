import type { Clock } from '../clock.ts';
import type { Kernel, SimulatedProcess } from '../proc/kernel.ts';
import type { CgroupStyle } from '../proc/proc-files.ts';
import { isBusy } from '../proc/process-figures.ts';
import { createCgroupTree } from './cgroup-tree.ts';
import { createDescriptorTree } from './descriptor-tree.ts';
import { createNetTree } from './net-tree.ts';
import { chooseRoot, writeRoots } from './root-tree.ts';

/** What is found beside a process's own files: sockets, descriptors, cgroups, the root directory. */
export type InsideTree = {
	/** Links of a process's directory, by name. */
	listLinks(process: SimulatedProcess): Record<string, string>;
	/** Takes a process in without writing anything; `writeAll` does that for all of them. */
	add(process: SimulatedProcess): void;
	writeAll(): void;
	/** It stands in /proc. */
	start(process: SimulatedProcess): void;
	/** It has become a zombie, which is in no network but is still counted in its cgroup. */
	die(process: SimulatedProcess): void;
	end(process: SimulatedProcess): void;
	writeNet(net: number): void;
	/** From now on what is busy is written anew again and again; `write` does it for a process's own files. */
	refreshFrom(write: (process: SimulatedProcess, now: number) => void): void;
};

/**
 * Milliseconds between two looks at what is busy. Whoever compares two readings a second apart must find about as much CPU time between
 * them as there was; sockets need not be looked at as often.
 */
const [refreshEvery, netEvery] = [250, 2_000];

type Parts = { kernel: Kernel; directory: string; hostRoot: string; style: CgroupStyle; clock: Clock };

/** @param parts.directory the proc directory */
export function createInsideTree({ kernel, directory, hostRoot, style, clock }: Parts): InsideTree {
	const { now } = clock;
	const net = createNetTree({ kernel, directory, descriptors: createDescriptorTree(directory), now });
	const cgroups = createCgroupTree({ kernel, hostRoot, style, now });
	const busy = new Set<SimulatedProcess>();
	writeRoots(directory);

	const add = (process: SimulatedProcess) => {
		if (!process.zombie) net.add(process);
		cgroups.add(process);
		// The node's own services are not looked into.
		if (isBusy(process) && process.nsPids.length > 1) busy.add(process);
	};
	const leave = (process: SimulatedProcess) => {
		busy.delete(process);
		net.remove(process);
		net.write(process.namespaces.net);
	};

	return {
		listLinks(process) {
			const root = chooseRoot(process);
			return { net: net.linkTarget(process), ...(root !== undefined && { root }) };
		},
		add,
		writeAll() {
			net.writeAll();
			cgroups.writeAll();
		},
		start(process) {
			add(process);
			net.write(process.namespaces.net);
			cgroups.write(process.cgroup);
		},
		die(process) {
			leave(process);
			cgroups.write(process.cgroup);
		},
		end(process) {
			if (!process.zombie) leave(process);
			cgroups.remove(process);
			cgroups.write(process.cgroup);
		},
		writeNet: net.write,
		refreshFrom(write) {
			const refresh = () => {
				clock.setTimeout(refresh, refreshEvery);
				const at = now();
				for (const process of busy) write(process, at);
				for (const cgroup of new Set([...busy].map((process) => process.cgroup))) cgroups.write(cgroup);
			};
			const refreshNet = () => {
				clock.setTimeout(refreshNet, netEvery);
				for (const inode of new Set([...busy].map(({ namespaces }) => namespaces.net))) net.write(inode);
			};
			clock.setTimeout(refresh, refreshEvery);
			clock.setTimeout(refreshNet, netEvery);
		},
	};
}
