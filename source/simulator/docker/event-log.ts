import type { Clock } from '../clock.ts';

/** One message of `GET /events`. */
export type EngineEvent = {
	status?: string;
	id?: string;
	from?: string;
	Type: 'container' | 'network' | 'image';
	Action: string;
	Actor: { ID: string; Attributes: Record<string, string> };
	scope: 'local';
	/** Seconds since the epoch. */
	time: number;
	/** Nanoseconds since the epoch; beyond 2^53, so a multiple of 256 once it is a number. */
	timeNano: number;
};

export type EventLog = {
	emit(type: EngineEvent['Type'], action: string, actor: EngineEvent['Actor'], from?: string): void;
	/** The ones that are still remembered, oldest first. */
	recent(): readonly EngineEvent[];
	subscribe(listener: (event: EngineEvent) => void): () => void;
};

/** As many as Docker remembers (moby daemon/events: eventsLimit). */
const limit = 256;

export function createEventLog(clock: Clock): EventLog {
	const events: EngineEvent[] = [];
	const listeners = new Set<(event: EngineEvent) => void>();
	let lastNano = 0;
	return {
		emit(type, action, actor, from) {
			const now = clock.now();
			// Two events never share a time: readers tell them apart by it.
			lastNano = Math.max(now * 1_000_000, lastNano + 1024);
			const event: EngineEvent = {
				...(type === 'container' ? { status: action, id: actor.ID, from } : {}),
				Type: type,
				Action: action,
				Actor: actor,
				scope: 'local',
				time: Math.floor(now / 1000),
				timeNano: lastNano,
			};
			events.push(event);
			if (events.length > limit) events.shift();
			for (const listener of listeners) listener(event);
		},
		recent: () => events,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}
