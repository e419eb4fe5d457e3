import type { InsideProcess } from '../../../core/inside/inside-process.ts';
import { parseUidMap } from '../../../core/inside/uid-map.ts';
import { readProcFile, readProcLink } from '../read-proc.ts';
import { readAccounts } from './read-accounts.ts';

/** The same processes with the names of their users; processes in one mount namespace share one /etc/passwd. */
export function addUserNames(procDir: string, processes: readonly InsideProcess[]): InsideProcess[] {
	const groups = new Map<string, InsideProcess[]>();
	for (const process of processes) {
		if (process.zombie || process.uid === undefined) continue;
		// absent when not readable: then neither is its root
		const key = readProcLink(`${procDir}/${process.pid}/ns/mnt`).text;
		if (key === undefined) continue;
		const group = groups.get(key);
		if (group) group.push(process);
		else groups.set(key, [process]);
	}
	const users = new Map<number, string>();
	for (const group of groups.values()) {
		for (const [pid, name] of readNames(procDir, group)) users.set(pid, name);
	}
	return processes.map((process) => {
		const user = users.get(process.pid);
		return user === undefined ? process : { ...process, user };
	});
}

function readNames(procDir: string, group: readonly InsideProcess[]): [number, string][] {
	const directory = `${procDir}/${group[0]?.pid}`;
	const toInside = parseUidMap(readProcFile(`${directory}/uid_map`).text ?? '');
	const inner = group.flatMap(({ pid, uid }) => {
		const mapped = uid === undefined ? undefined : toInside(uid);
		return mapped === undefined ? [] : [[pid, mapped] as const];
	});
	const names = readAccounts(directory, new Set(inner.map(([, uid]) => uid)));
	return inner.flatMap(([pid, uid]) => {
		const name = names.get(uid);
		return name === undefined ? [] : [[pid, name]];
	});
}
