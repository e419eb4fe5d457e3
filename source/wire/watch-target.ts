import type { ActionRequest } from '../core/action/action.ts';
import { hasTargetEnded } from '../core/action/follow-action.ts';
import type { RuntimeRecord } from '../core/runtime-record.ts';
import { reduce } from '../store/reduce.ts';
import type { ActSite } from './act-site.ts';
import { observeRecord } from './fresh-record.ts';
import type { Runtime } from './runtimes.ts';

export type TargetWatch = {
	/** Resolves when the store shows that the confirmed incarnation has ended. Otherwise never. */
	ended: Promise<void>;
	hasEnded(): boolean;
	/** Asks the runtime now. Rejects with nothing: what it cannot say, it may say later. */
	look(): Promise<void>;
	stop(): void;
};

/**
 * Waits for the end of one incarnation. Events tell of it as a rule; for when their stream is down the runtime is asked now and
 * then, and an end that it tells of is given to the store, so that the screen and the action say the same.
 */
export function watchTarget(
	request: ActionRequest,
	confirmed: RuntimeRecord,
	runtime: Pick<Runtime, 'look'>,
	site: ActSite,
): TargetWatch {
	const { store, clock, times } = site;
	const stopping = new AbortController();
	const signal = AbortSignal.any([site.signal, stopping.signal]);
	const hasEnded = () => hasTargetEnded(request, confirmed, store.get());
	const look = () => lookAtTarget(request, confirmed, runtime, { ...site, signal });
	const ended = new Promise<void>((resolve) => {
		const check = () => {
			if (hasEnded()) resolve();
		};
		const unsubscribe = store.subscribe(check);
		stopping.signal.addEventListener('abort', unsubscribe, { once: true });
		check();
	});
	const lookAgain = async () => {
		while (!signal.aborted && !hasEnded()) {
			await clock.sleep(times.lookEvery, signal);
			if (!signal.aborted) await look();
		}
	};
	void lookAgain();
	return { ended, hasEnded, look, stop: () => stopping.abort() };
}

/** An answer that the target still runs is not passed on: it may be older than what the source has said meanwhile. */
async function lookAtTarget(
	{ means, target }: ActionRequest,
	confirmed: RuntimeRecord,
	runtime: Pick<Runtime, 'look'>,
	{ emit, clock, rereadProcess, times, signal, store }: ActSite,
): Promise<void> {
	const { id, pid } = target;
	if (means === 'signal-term' || means === 'signal-kill') rereadProcess({ containerId: id, pid });
	let record: RuntimeRecord | undefined;
	try {
		record = await runtime.look(confirmed, { requestTimeout: times.look, signal });
	} catch {
		return;
	}
	const observation = observeRecord(target, record, clock.now());
	// by the record alone: whether the process has ended is for the store to know
	const asRecord = { means: 'docker-stop' as const, target };
	if (!signal.aborted && hasTargetEnded(asRecord, confirmed, reduce(store.get(), observation))) emit(observation);
}
