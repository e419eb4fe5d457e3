// Bun has no eventLoopUtilization on its global one
import { performance } from 'node:perf_hooks';
import type { Clock } from '../core/clock.ts';
import type { RuntimeCall } from '../core/runtime-facts.ts';

/** Measures calls to a runtime, and tells of those that say something about how fast it is. */
export type CallTimes = {
	/**
	 * Runs `call`; whatever comes of it is passed on. `always`: it is told of however long it takes; else only if it took more than a
	 * second, or the one of that name before it did. What ended because it was left is not told of.
	 */
	measure<T>(name: string, always: boolean, call: () => Promise<T>): Promise<T>;
};

/** Milliseconds. The kubelet itself asks for everything once a second. */
const slow = 1_000;

/** @param options.signal aborts when nobody waits for answers any more */
export function createCallTimes({
	clock,
	signal,
	report,
	busy = () => performance.eventLoopUtilization().active,
}: {
	clock: Pick<Clock, 'now'>;
	signal: AbortSignal;
	report(call: RuntimeCall): void;
	/** How long this program has been at work itself so far, milliseconds: what it does then it does not hear an answer. */
	busy?: () => number;
}): CallTimes {
	const slowNames = new Set<string>();
	return {
		async measure(name, always, call) {
			const at = clock.now();
			const before = busy();
			const tell = (failure?: string) => {
				const passed = Math.max(0, clock.now() - at);
				// where others want the processor, its own work takes long: seen at a load of 20 as 1.9 s, when the kubelet waited 0.5 s at most
				const waited = Math.max(0, passed - (busy() - before));
				const took = failure === undefined && passed > slow && waited <= slow ? waited : passed;
				const wasSlow = slowNames.delete(name);
				if (took > slow) slowNames.add(name);
				if (signal.aborted || (!always && took <= slow && !wasSlow)) return;
				report({ name, at, took, ...(failure !== undefined && { failure }) });
			};
			try {
				const answer = await call();
				tell();
				return answer;
			} catch (error) {
				tell(error instanceof Error ? error.message : String(error));
				throw error;
			}
		},
	};
}

/** One look is no measure of how fast a runtime is as a rule: only what was slow is worth telling. At most one list. */
export function selectSlowCalls(calls: readonly RuntimeCall[]): readonly (readonly RuntimeCall[])[] {
	const slowOnes = calls.filter(({ took }) => took > slow);
	return slowOnes.length > 0 ? [slowOnes] : [];
}

/** Tells of a call only once its answer has gone its way: what the screen waits for comes first. What failed is told at once. */
export function reportAfterAnswer(signal: AbortSignal, tell: (call: RuntimeCall) => void): (call: RuntimeCall) => void {
	return (call) => {
		if (call.failure !== undefined) return tell(call);
		setImmediate(() => {
			if (!signal.aborted) tell(call);
		});
	};
}
