import type { NetworkLook } from '../../../core/node-survey.ts';
import { parseNamespaceLink } from '../../../core/proc-namespace-link.ts';
import { readAddresses } from '../inside/read-addresses.ts';
import { readProcLink } from '../read-proc.ts';
import { eachInSlices } from '../slices.ts';
import type { SurveyPlace } from './survey-place.ts';

/** What was found, and whether there were processes that may not be looked into. */
export type NetworksRead = { networks: Map<number, NetworkLook>; denied: number };

/** A link takes about 8 µs, the three files of a network 150. */
const [linkSlice, networkSlice] = [200, 10];

/** Reads each network namespace that one of these processes lives in, once; the host's is left out. */
export async function readNetworks(
	{ pids, hostNet }: { pids: readonly number[]; hostNet?: number },
	{ procDir, signal, spend }: SurveyPlace,
): Promise<NetworksRead> {
	const residents = new Map<number, number[]>();
	let denied = 0;
	const findNetwork = (pid: number) => {
		const { text, denied: isDenied } = readProcLink(`${procDir}/${pid}/ns/net`);
		if (isDenied) denied += 1;
		const inode = parseNamespaceLink(text ?? '')?.inode;
		if (inode === undefined || inode === hostNet) return;
		if (!residents.get(inode)?.push(pid)) residents.set(inode, [pid]);
	};
	await eachInSlices(pids, linkSlice, signal, findNetwork, spend);
	const networks = new Map<number, NetworkLook>();
	const lookInto = ([inode, inside]: [number, number[]]) => {
		const look = readThrough(procDir, inside, inode);
		if (look) networks.set(inode, look);
	};
	await eachInSlices([...residents], networkSlice, signal, lookInto, spend);
	return { networks, denied };
}

/** Processes that are asked in turn: the first may have ended. */
const attempts = 3;

function readThrough(procDir: string, pids: readonly number[], inode: number): NetworkLook | undefined {
	for (const pid of pids.slice(0, attempts)) {
		const read = readAddresses(`${procDir}/${pid}`, undefined);
		// afterwards, since meanwhile it may have ended, and its pid and the number may be another one's
		const isStill = parseNamespaceLink(readProcLink(`${procDir}/${pid}/ns/net`).text ?? '')?.inode === inode;
		// without a single interface nothing was readable: each namespace has its loopback
		if (!read || !isStill || read.interfaces.length === 0) continue;
		return { pid, addresses: read.addresses, interfaces: read.interfaces };
	}
	return undefined;
}
