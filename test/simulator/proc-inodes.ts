import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { SimulatedCriNode, SimulatedNode } from '../../source/simulator/create-simulated-node.ts';
import type { Inodes } from './recording.ts';

const kinds = ['ipc', 'mnt', 'net', 'pid', 'uts'];

/** The namespaces of a pod's processes, read from the /proc tree like anybody would, by container (`POD`: the pause). */
export function readInodes(node: SimulatedNode | SimulatedCriNode, pod: string, containers: readonly string[]): Inodes {
	const proc = join(node.hostRoot, 'proc');
	const names = ['POD', ...containers];
	const found = names.flatMap((name) => {
		const { id } = node.findContainer(pod, name) ?? {};
		const pid = readdirSync(proc).find(
			(entry) => /^\d+$/.test(entry) && readFileSync(join(proc, entry, 'cgroup'), 'utf8').includes(id ?? 'none'),
		);
		if (pid === undefined) return [];
		const inodes = kinds.map((kind): [string, number] => {
			return [kind, Number(/\d+/.exec(readlinkSync(join(proc, pid, 'ns', kind)))?.[0])];
		});
		return [[name, Object.fromEntries(inodes)] as const];
	});
	return Object.fromEntries(found);
}
