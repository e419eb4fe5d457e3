import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { commandLine } from '../helpers/terminal-program.ts';

const execute = promisify(execFile);

/** What `ps`, `sockets` and `top` with `-o json` promise: written down anew, nothing of it is taken from the program. */
type Head = {
	schema: string;
	kind: string;
	takenAt: string;
	problems?: { about: string; detail: string }[];
};

export type ProcessEntry = {
	pid: number;
	parentPid: number;
	depth: number;
	innerPid?: number;
	container?: string;
	containerId?: string;
	via?: string;
	uid?: number;
	user?: string;
	state: string;
	zombie: boolean;
	threads: number;
	startedAt?: string;
	cpuMilliseconds: number;
	residentBytes?: number;
	command: string;
	commandLine: string;
	commandLineCut?: boolean;
};

type Reference = { pid: number; innerPid?: number; container?: string; command: string };

export type PidNamespaceEntry = {
	inode?: number;
	kind: string;
	first?: Reference & { name: string };
	zombies?: { pids: number[]; parents: { parent: Reference; count: number }[]; reaper?: Reference };
	processes: ProcessEntry[];
};

export type ProcessDocument = Head & { pidNamespaces: PidNamespaceEntry[]; omitted: number };

type Owner = { container?: string; containerId?: string; pids: number[]; command: string };
type End = { address: string; port: number; inode: number; owners: Owner[] };

export type SocketDocument = Head & {
	netNamespace: { inode: number; host: boolean };
	listening: ({ protocol: string; uid: number } & End)[];
	connections: { from: End; to: End }[];
	flows: { from?: string; to?: string; port: number; count: number }[];
	others: { protocol: string; state: string; direction: string; count: number }[];
	addresses: { address: string; loopback: boolean }[];
	omitted: { connections: number };
	incomplete: boolean;
	podIps: { api: string[]; match?: boolean; missing: string[] };
};

export type UsageEntry = {
	name: string;
	containerId: string;
	cpuMillicores?: number;
	cpuLimitMillicores?: number;
	cpuMilliseconds: number;
	throttling: { periods: number; throttledPeriods: number };
	memoryBytes: number;
	memoryWithCacheBytes: number;
	memoryLimitBytes?: number;
	oomKills: number;
	pids: number;
};

export type UsageDocument = Head & { pods: { name: string; containers: UsageEntry[] }[] };

/** What `pausetop …`, the program as built, prints. Rejects unless it ends with 0. */
export async function runPausetop(args: readonly string[], env: Record<string, string>): Promise<string> {
	const program = commandLine(args);
	const { stdout } = await execute(program.command, program.args, {
		env: { ...process.env, ...env },
		maxBuffer: 64 * 1024 * 1024,
		timeout: 60_000,
	});
	return stdout;
}

/** `pausetop ps|sockets|top … -o json`. */
export async function readInside<T extends Head>(args: readonly string[], env: Record<string, string>): Promise<T> {
	const document = JSON.parse(await runPausetop([...args, '-o', 'json'], env)) as T;
	if (document.schema !== 'pausetop/v1') throw new Error(`the schema is ${document.schema}`);
	return document;
}
