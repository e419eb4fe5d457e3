/** An event of Docker's, with the moment at which it came in here. */
export type HeardEvent = {
	/** When it happened, by Docker's clock, and when it was heard; milliseconds since the epoch. */
	at: number;
	heardAt: number;
};

/** What is read of a container's event. */
export type DockerEvent = {
	action: string;
	id: string;
	name?: string;
	/** Milliseconds since the epoch. */
	at: number;
};

/** Waits for events in a stream of lines. */
export type EventEar = {
	/** Takes the next line. @param heardAt when it came in; milliseconds since the epoch */
	take(line: string, heardAt: number): void;
	/** The next event of this kind about the container with this id or name. */
	hear(action: string, container: string): Promise<HeardEvent>;
	/** Of containers, so far. */
	count(): number;
	/** When the newest of them came in; milliseconds since the epoch. */
	lastAt(): number | undefined;
};

type Listener = { action: string; container: string; resolve(event: HeardEvent): void };

export function createEventEar(): EventEar {
	const listeners = new Set<Listener>();
	let count = 0;
	let lastAt: number | undefined;
	return {
		take(line, heardAt) {
			const event = parseEventLine(line);
			if (event === undefined) return;
			count++;
			lastAt = heardAt;
			for (const listener of [...listeners]) {
				if (listener.action !== event.action || ![event.id, event.name].includes(listener.container)) continue;
				listeners.delete(listener);
				listener.resolve({ at: event.at, heardAt });
			}
		},
		hear: (action, container) => new Promise((resolve) => listeners.add({ action, container, resolve })),
		count: () => count,
		lastAt: () => lastAt,
	};
}

type WireEvent = {
	Type?: string;
	Action: string;
	Actor: { ID: string; Attributes?: { name?: string } };
	/** Beyond 2^53: right to a microsecond. */
	timeNano: number;
};

/** One line of `GET /events`, or of `docker events --format '{{json .}}'`; undefined if it is not about a container. */
export function parseEventLine(line: string): DockerEvent | undefined {
	if (line.trim() === '') return undefined;
	const { Type, Action, Actor, timeNano } = JSON.parse(line) as WireEvent;
	if (Type !== 'container') return undefined;
	return { action: Action, id: Actor.ID, name: Actor.Attributes?.name, at: timeNano / 1e6 };
}

/** Now, in milliseconds since the epoch with their fractions. */
export function preciseNow(): number {
	return performance.timeOrigin + performance.now();
}
