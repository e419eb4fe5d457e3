import { readFileSync } from 'node:fs';

/** What a process has used so far, by /proc. */
export type ProcessUsage = {
	/** User and system time in milliseconds; the kernel counts in ticks of 10 ms. */
	cpu: number;
	/** Resident memory now and at its peak, in bytes. */
	resident: number;
	residentPeak: number;
	/** Calls to read(2) and the like, of its own and of children that it has waited for. */
	reads: number;
};

/** Reads /proc/PID/stat and /proc/PID/status. Throws when the process has ended. */
export function readProcessUsage(pid: number): ProcessUsage {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	// Field 2 is in parentheses and may contain blanks; utime and stime are fields 14 and 15 (proc(5))
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	const kibibytes = (name: string): number =>
		Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024;
	return {
		cpu: (Number(fields[11]) + Number(fields[12])) * 10,
		resident: kibibytes('VmRSS'),
		residentPeak: kibibytes('VmHWM'),
		reads: parseReads(readFileSync(`/proc/${pid}/io`, 'utf8')),
	};
}

/** From the text of /proc/PID/io (proc(5)). */
export function parseReads(io: string): number {
	const count = /^syscr: (\d+)$/m.exec(io)?.[1];
	if (count === undefined) throw new Error('this kernel does not count what processes read');
	return Number(count);
}
