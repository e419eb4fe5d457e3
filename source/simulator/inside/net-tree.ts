import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kernel, SimulatedProcess } from '../proc/kernel.ts';
import { hostNamespaces } from '../proc/namespace-table.ts';
import { isBusy } from '../proc/process-figures.ts';
import type { DescriptorTree } from './descriptor-tree.ts';
import { listPairs, listSockets, type Network } from './list-sockets.ts';
import { formatFibTrie, formatNetDev, formatSocketTable, formatUnixTable, ifInet6 } from './net-files.ts';
import { createProcessGroups } from './process-groups.ts';
import { replaceFile } from './replace-file.ts';

/** The tables of the node's network namespaces. */
export type NetTree = {
	/** What `/proc/PID/net` leads to: all processes of a namespace have the same tables. */
	linkTarget(process: SimulatedProcess): string;
	add(process: SimulatedProcess): void;
	remove(process: SimulatedProcess): void;
	/** Writes a namespace's tables, and the descriptors of its processes. */
	write(net: number): void;
	/** The same of all of them. */
	writeAll(): void;
};

/** Below the proc directory, where a name without digits is no process. */
const folder = '.net';
const shared = '.same';

/** Where the node's own bridges are (CNI's default, Docker's default). */
const bridges = ['10.244.0.1', '172.17.0.1'];

type Parts = { kernel: Kernel; directory: string; descriptors: DescriptorTree; now: () => number };

export function createNetTree({ kernel, directory, descriptors, now }: Parts): NetTree {
	const root = join(directory, folder);
	const groups = createProcessGroups(({ namespaces }) => namespaces.net);
	/** By namespace and file: what stands there. */
	const written = new Map<number, Map<string, string>>();
	mkdirSync(join(root, shared), { recursive: true });
	for (const [name, text] of Object.entries(commonFiles)) writeFileSync(join(root, shared, name), text);

	const describe = (net: number): Network => {
		const address = kernel.findAddress(net);
		const isHost = net === hostNamespaces.net;
		return { processes: groups.get(net), ...(address !== undefined && { address }), isHost };
	};

	const write = (net: number) => {
		const network = describe(net);
		if (network.processes.length === 0) return;
		const known = written.get(net) ?? createFolder(root, net);
		written.set(net, known);
		const at = now();
		const sockets = listSockets(network, at);
		const pairs = listPairs(network);
		const files: Record<string, string> = {
			tcp: formatSocketTable('tcp', sockets),
			tcp6: formatSocketTable('tcp6', sockets),
			unix: formatUnixTable(pairs),
			fib_trie: formatFibTrie(listAddresses(network)),
			dev: formatNetDev(network.address === undefined ? undefined : countPackets(network, at - kernel.bootAt)),
		};
		for (const [name, text] of Object.entries(files)) {
			if (known.get(name) === text) continue;
			writeTable(join(root, String(net), name), text, known.get(name));
			known.set(name, text);
		}
		descriptors.write(network.processes, sockets, pairs);
	};

	return {
		linkTarget: ({ namespaces }) => `../${folder}/${namespaces.net}`,
		add: groups.add,
		remove(process) {
			const { net } = process.namespaces;
			groups.remove(process);
			descriptors.forget(process.pid);
			if (groups.get(net).length > 0) return;
			written.delete(net);
			rmSync(join(root, String(net)), { recursive: true, force: true });
		},
		write,
		writeAll() {
			for (const net of groups.keys()) write(net);
		},
	};
}

/** Tables that most namespaces have empty, and what is the same in all. */
const commonFiles: Readonly<Record<string, string>> = {
	tcp: formatSocketTable('tcp', []),
	tcp6: formatSocketTable('tcp6', []),
	udp: formatSocketTable('udp', []),
	udp6: formatSocketTable('udp6', []),
	unix: formatUnixTable([]),
	if_inet6: ifInet6,
};

function createFolder(root: string, net: number): Map<string, string> {
	mkdirSync(join(root, String(net)));
	for (const name of ['udp', 'udp6', 'if_inet6']) symlinkSync(`../${shared}/${name}`, join(root, String(net), name));
	return new Map();
}

/** @param before what stands there; undefined when nothing does */
function writeTable(path: string, text: string, before: string | undefined): void {
	const name = path.slice(path.lastIndexOf('/') + 1);
	if (before !== undefined) replaceFile(path, text);
	else if (commonFiles[name] === text) symlinkSync(`../${shared}/${name}`, path);
	else writeFileSync(path, text);
}

function listAddresses({ address, isHost }: Network): string[] {
	if (address === undefined) return [];
	return isHost ? [address, ...bridges] : [address];
}

/** Where something is busy, packets come and go. */
function countPackets({ processes }: Network, age: number): number {
	return processes.some(isBusy) ? Math.floor(age / 1_000) : 0;
}
