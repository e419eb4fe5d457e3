import { earliest, type Stamp } from './stamp.ts';

/** One run of a container: from a start to an end, either of which may not have been told. */
export type Run = { started?: Stamp; ended?: Stamp };

/** By how much the time of an event and the time in the record differ that mean the same start or end, milliseconds. */
const sameMoment = 1_500;

/**
 * The runs of one id, oldest first; at least one. `starts` and `ends` are what was streamed; `record` is what the newest record says,
 * which counts only where no event told the same.
 */
export function splitRuns(starts: readonly Stamp[], ends: readonly Stamp[], recorded: Run): readonly Run[] {
	const record = orderRecord(recorded);
	const marks = [
		...addUntold(starts, record.started).map((stamp) => ({ stamp, isStart: true })),
		...addUntold(ends, record.ended, record.started?.at).map((stamp) => ({ stamp, isStart: false })),
	].sort((a, b) => a.stamp.at - b.stamp.at || Number(b.isStart) - Number(a.isStart));
	const runs: Run[] = [];
	for (const { stamp, isStart } of marks) {
		const open = runs.at(-1);
		if (!isStart) {
			if (open && open.ended === undefined) open.ended = stamp;
			else if (!open) runs.push({ ended: stamp });
			continue;
		}
		// started again: the run before has ended, though nobody told when
		if (open && open.ended === undefined) open.ended = { at: stamp.at, seenBy: 'listing' };
		runs.push({ started: stamp });
	}
	return runs.length > 0 ? runs : [{}];
}

/**
 * Docker notes the start of a container when it has returned to it, and takes the end from the process: of one that ends at once
 * the start is later by some milliseconds (12 on 20.10). Only what has ended has an end in its record.
 */
function orderRecord({ started, ended }: Run): Run {
	if (started?.seenBy !== 'record' || ended?.seenBy !== 'record') return { started, ended };
	const isTurned = ended.at < started.at && started.at - ended.at <= sameMoment;
	return { started: isTurned ? { ...started, at: ended.at } : started, ended };
}

function addUntold(told: readonly Stamp[], recorded: Stamp | undefined, since = 0): readonly Stamp[] {
	const kept = mergeNear(told);
	if (!recorded) return kept;
	// what only a listing showed was noticed some time after it happened
	const isNoticed = (at: number) => recorded.seenBy === 'listing' && at <= recorded.at && at >= since - sameMoment;
	const isTold = kept.some(({ at }) => Math.abs(at - recorded.at) <= sameMoment || isNoticed(at));
	return isTold ? kept : [...kept, recorded];
}

/** The same moment told twice counts once, as the better source has it. */
function mergeNear(stamps: readonly Stamp[]): readonly Stamp[] {
	const kept: Stamp[] = [];
	for (const stamp of [...stamps].sort((a, b) => rank(a) - rank(b) || a.at - b.at)) {
		const nearest = earliest(kept.map(({ at }) => Math.abs(at - stamp.at)));
		if (nearest === undefined || nearest > sameMoment) kept.push(stamp);
	}
	return kept;
}

function rank({ seenBy }: Stamp): number {
	return seenBy === 'event' ? 0 : seenBy === 'record' ? 1 : seenBy === 'api' ? 2 : 3;
}
