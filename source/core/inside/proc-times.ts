/** CPU time of a process, from /proc/PID/stat: utime + stime (fields 14 and 15), in clock ticks. Undefined for anything else. */
export function parseCpuTicks(text: string): number | undefined {
	const fields = text
		.slice(text.lastIndexOf(')') + 1)
		.trim()
		.split(' ');
	const user = parseCount(fields[11]);
	const system = parseCount(fields[12]);
	return user === undefined || system === undefined ? undefined : user + system;
}

/** Resident memory in bytes: VmRSS of /proc/PID/status, which `ps` prints too. Zombies and kernel threads have none. */
export function parseResidentBytes(status: string): number | undefined {
	const kilobytes = parseCount(/^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1]);
	return kilobytes === undefined ? undefined : kilobytes * 1024;
}

function parseCount(text: string | undefined): number | undefined {
	return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
