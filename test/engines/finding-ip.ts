import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Lab } from '../helpers/engine-lab.ts';
import { type FindingPods, isReady } from './finding-pods.ts';

/**
 * Makes a pod with the IP of one that runs, as when the files of host-local were lost: it is the next address that is given away, and
 * nobody has it down. Resolves with the IP.
 */
export async function giveSameIp({ env }: Lab, pods: FindingPods, first: string, second: string): Promise<string> {
	const books = join(dirname(env.KUBECONFIG ?? ''), 'cni', 'ipam', 'pausetop-lab');
	const { podIP = '' } = (await pods.read(first)).status;
	const newest = join(books, 'last_reserved_ip.0');
	const before = await readFile(newest, 'utf8');
	await rm(join(books, podIP));
	await writeFile(
		newest,
		podIP.replace(/\d+$/, (last) => String(Number(last) - 1)),
	);
	await pods.create([second]);
	const pod = await pods.awaits(second, isReady);
	await writeFile(newest, before);
	if (pod.status.podIP !== podIP) throw new Error(`${second} got ${pod.status.podIP}, not ${podIP}`);
	return podIP;
}
