import type { Clock } from '../../core/clock.ts';
import type { CriEvent } from '../../core/cri-event.ts';
import type { RuntimeRecord } from '../../core/runtime-record.ts';

/** What events have told and the runtime's listing does not show yet, by id. */
export type AwaitedChanges = {
	/** Makes whoever waits for the same id look at once. Tells whether the event is one that shows in the listing. */
	expect(id: string, because: CriEvent['type']): boolean;
	has(id: string): boolean;
	/** Looks until the newest event about the id shows, or for 2.4 s. Gives what was seen last. */
	settle(id: string, look: () => Promise<RuntimeRecord | undefined>): Promise<RuntimeRecord | undefined>;
	forget(id: string): void;
};

/**
 * Milliseconds between two looks. An event comes from below CRI: containerd (1.6) sends `/tasks/start` while StartContainer
 * is still under way, and `/containers/create` before the container is listed (a sandbox: by the time its network takes).
 */
const delays: readonly number[] = [10, 20, 40, 80, 150, 300, 600, 1200];

/** Whether the listing has caught up with an event. Those that are not here do not show in a listing. */
const shows: Partial<Record<CriEvent['type'], (record: RuntimeRecord | undefined) => boolean>> = {
	create: (record) => record !== undefined,
	start: (record) => record !== undefined && record.state !== 'created',
	exit: (record) => record === undefined || record.state === 'exited' || record.state === 'notready',
	delete: (record) => record === undefined,
};

export function createAwaited(clock: Clock, signal: AbortSignal): AwaitedChanges {
	const awaited = new Map<string, (record: RuntimeRecord | undefined) => boolean>();
	/** Ends the pause between two looks at an id. */
	const nudges = new Map<string, AbortController>();

	/** Whether it was cut short by news. */
	const pause = async (id: string, milliseconds: number): Promise<boolean> => {
		const nudge = new AbortController();
		nudges.set(id, nudge);
		await clock.sleep(milliseconds, AbortSignal.any([signal, nudge.signal]));
		nudges.delete(id);
		return nudge.signal.aborted;
	};

	return {
		expect(id, because) {
			const test = shows[because];
			if (test) awaited.set(id, test);
			nudges.get(id)?.abort();
			return test !== undefined;
		},
		has: (id) => awaited.has(id),
		async settle(id, look) {
			for (let round = 0; ; round++) {
				const record = await look();
				const delay = delays[round];
				if (signal.aborted || delay === undefined || (awaited.get(id)?.(record) ?? true)) {
					awaited.delete(id);
					return record;
				}
				if (await pause(id, delay)) round = -1;
			}
		},
		forget: (id) => void awaited.delete(id),
	};
}
