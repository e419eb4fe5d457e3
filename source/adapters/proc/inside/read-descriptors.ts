import { opendirSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { readProcLink } from '../read-proc.ts';

/** Who holds which socket. */
export type SocketHolders = {
	/** Host pids by the socket's inode. */
	pids: Map<number, number[]>;
	/** How many processes did not let their descriptors be read. */
	denied: number;
	/** There were more descriptors than are read. */
	cut: boolean;
};

/** Descriptors of one pod that are read. */
export const descriptorLimit = 200_000;

/** Descriptors between two chances for keys and frames: about 5 µs each. */
const slice = 400;

/** Reads the links /proc/PID/fd/N of these processes for `socket:[inode]`. */
export async function readDescriptors(
	procDir: string,
	pids: readonly number[],
	signal: AbortSignal,
): Promise<SocketHolders> {
	const holders: SocketHolders = { pids: new Map(), denied: 0, cut: false };
	let count = 0;
	for (const pid of pids) {
		for (const link of listSockets(`${procDir}/${pid}/fd`, holders)) {
			const inode = Number(/^socket:\[(\d+)\]$/.exec(link)?.[1] ?? 0);
			if (inode > 0) addHolder(holders.pids, inode, pid);
			count += 1;
			if (count % slice === 0) await setImmediate();
			if (signal.aborted) return holders;
			if (count >= descriptorLimit) return { ...holders, cut: true };
		}
	}
	return holders;
}

function addHolder(holders: Map<number, number[]>, inode: number, pid: number): void {
	const pids = holders.get(inode);
	if (!pids) holders.set(inode, [pid]);
	else if (pids.at(-1) !== pid) pids.push(pid);
}

/** The targets of all links, one by one; a process can have a million. */
function* listSockets(directory: string, holders: SocketHolders): Generator<string> {
	try {
		const folder = opendirSync(directory, { bufferSize: 256 });
		try {
			for (let entry = folder.readSync(); entry; entry = folder.readSync()) {
				yield readProcLink(`${directory}/${entry.name}`).text ?? '';
			}
		} finally {
			folder.closeSync();
		}
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === 'EACCES' || code === 'EPERM') holders.denied += 1;
		// else it has ended: it holds nothing any more
	}
}
