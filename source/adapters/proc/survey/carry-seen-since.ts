type Seen = { pid: number; startTicks: number; seenSince: number };

/** Since when a process has been as it is: as the look before said, if that found the very same one so; else since `now`. */
export function carrySeenSince(
	previous: readonly Seen[] | undefined,
	now: number,
): (process: { pid: number; startTicks: number }) => number {
	const known = new Map(previous?.map((seen) => [seen.pid, seen]));
	return ({ pid, startTicks }) => {
		const before = known.get(pid);
		return before?.startTicks === startTicks ? before.seenSince : now;
	};
}
