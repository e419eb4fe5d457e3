import type { InsideProcess } from '../core/inside/inside-process.ts';

/** A process that is younger (milliseconds) has no average yet: boot time, and with it its start, is known to a second. */
const youngest = 1_000;

/**
 * Percent of one core that a process has used since its start, which is what `ps` calls %CPU (procps, pr_pcpu). Undefined when
 * its start is not known, or was just now.
 */
export function averageCpu({ cpu, startedAt }: InsideProcess, now: number): number | undefined {
	if (startedAt === undefined || now - startedAt < youngest) return undefined;
	return (cpu.total / (now - startedAt)) * 100;
}
