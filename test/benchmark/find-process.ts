import { readdirSync, readFileSync } from 'node:fs';

/** The pid of the process with this name (as /proc/PID/comm has it), if there is one. */
export function findProcess(name: string): number | undefined {
	return readdirSync('/proc')
		.filter((entry) => /^\d+$/.test(entry))
		.map(Number)
		.find((pid) => readName(pid) === name);
}

function readName(pid: number): string | undefined {
	try {
		return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
	} catch {
		// it has ended
		return undefined;
	}
}
