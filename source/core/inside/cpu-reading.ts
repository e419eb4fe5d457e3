/** CPU time used, and how much of a core that was lately. */
export type CpuReading = {
	/** Milliseconds of CPU time since the beginning. */
	total: number;
	/** Percent of one core (two busy threads: 200) between the last two measurements. Absent before there are two. */
	percent?: number;
	/** The measurement that the next one is compared with. */
	since: { at: number; total: number };
};

/** Readings closer together than this (milliseconds) say nothing: the kernel counts a process's time in ticks of 10 ms. */
const shortest = 500;

/** The next reading: `total` milliseconds were used up to `at`. A counter that runs backwards is a new one. */
export function advanceCpu(previous: CpuReading | undefined, at: number, total: number): CpuReading {
	const fresh = { total, since: { at, total } };
	if (!previous || total < previous.since.total || at < previous.since.at) return fresh;
	const elapsed = at - previous.since.at;
	if (elapsed < shortest) return { ...previous, total };
	return { ...fresh, percent: ((total - previous.since.total) / elapsed) * 100 };
}
