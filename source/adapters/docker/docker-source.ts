import type { Clock } from '../../core/clock.ts';
import { dockerRuntime } from '../../core/docker-container.ts';
import type { Emit, Source } from '../../core/source.ts';
import { createCallTimes, reportAfterAnswer } from '../call-times.ts';
import { connectDocker } from './docker-client.ts';
import { type DockerEndpoint, resolveEndpoint } from './docker-endpoint.ts';
import { createDockerSession, type DockerSession } from './docker-session.ts';
import { createEventMemory, type EventMemory } from './event-memory.ts';
import { explainDockerError } from './explain-docker-error.ts';
import { timeDockerClient } from './timed-docker-client.ts';

export type DockerSourceOptions = {
	/** Where Docker is, or how to find that out: it is then looked for at each start until one has answered. */
	endpoint: DockerEndpoint | (() => Promise<DockerEndpoint>);
	/** `none`: no inspection, so no times, and exit codes only as far as the listing has them. */
	inspect: 'all' | 'none';
	clock: Clock;
	/** Events from here on, milliseconds since the epoch; from the first run on unless given. Docker keeps the newest 256. */
	eventsSince?: number;
	/** Milliseconds between two listings that repair what the events may have missed. 30 s unless given. */
	relistEvery?: number;
	/** Longest wait for an answer, milliseconds. 5 s unless given. */
	requestTimeout?: number;
};

type Settings = Required<Omit<DockerSourceOptions, 'eventsSince'>>;

/**
 * Watches Docker's containers: events wake, inspections tell, a slow listing repairs. A source of its own for each
 * endpoint; it remembers, from one run to the next, how far it has read the events.
 */
export function createDockerSource(options: DockerSourceOptions): Source {
	const settings = withDefaults(options);
	let endpoint = typeof options.endpoint === 'function' ? undefined : options.endpoint;
	const memory = createEventMemory(options.eventsSince);
	return {
		name: dockerRuntime,
		async run(emit, signal) {
			if (signal.aborted) return;
			const stop = new AbortController();
			const abort = () => stop.abort();
			signal.addEventListener('abort', abort, { once: true });
			try {
				const found = endpoint ?? (await resolveEndpoint(options.endpoint));
				// once it has answered it is not looked for elsewhere: a daemon that restarts comes back at its place
				const keep = () => {
					endpoint = found;
				};
				await watch({ endpoint: found, settings, memory, emit, signal: stop.signal, onConnected: keep });
			} catch (error) {
				if (!signal.aborted) throw error;
			} finally {
				signal.removeEventListener('abort', abort);
				stop.abort();
			}
		},
	};
}

type Watch = {
	endpoint: DockerEndpoint;
	settings: Settings;
	memory: EventMemory;
	emit: Emit;
	signal: AbortSignal;
	onConnected(): void;
};

async function watch({ endpoint, settings, memory, emit, signal, onConnected }: Watch): Promise<void> {
	const { inspect, clock } = settings;
	const times = createCallTimes({
		clock,
		signal,
		report: reportAfterAnswer(signal, (call) =>
			emit({ at: clock.now(), source: dockerRuntime, kind: 'runtime-calls', calls: [call] }),
		),
	});
	const client = timeDockerClient(
		await connectDocker(endpoint, { requestTimeout: settings.requestTimeout, signal }),
		times,
	);
	onConnected();
	const session = createDockerSession({ client, endpoint, inspect, clock, emit, signal, memory });
	// first the events, then the listing: what happens in between is then told by an event
	const stream = await client.events(memory.since(clock.now()), signal);
	const destroy = () => stream.destroy();
	signal.addEventListener('abort', destroy, { once: true });
	const alarm = createAlarm();
	try {
		await Promise.all([session.follow(stream, alarm.ring), keepListing(session, settings, alarm, signal)]);
	} catch (error) {
		throw explainDockerError(error, endpoint);
	} finally {
		signal.removeEventListener('abort', destroy);
		session.end();
		stream.destroy();
	}
}

async function keepListing(
	session: DockerSession,
	{ clock, relistEvery }: Settings,
	alarm: Alarm,
	signal: AbortSignal,
): Promise<void> {
	while (!signal.aborted) {
		const woken = alarm.set(signal);
		await session.list();
		await clock.sleep(relistEvery, woken);
	}
}

type Alarm = {
	/** A signal that aborts at the next ring, or with `signal`. Set it before reading, so that no ring is missed. */
	set(signal: AbortSignal): AbortSignal;
	ring(): void;
};

function createAlarm(): Alarm {
	let bell = new AbortController();
	return {
		set(signal) {
			bell = new AbortController();
			return AbortSignal.any([signal, bell.signal]);
		},
		ring: () => bell.abort(),
	};
}

function withDefaults({ endpoint, inspect, clock, relistEvery, requestTimeout }: DockerSourceOptions): Settings {
	return { endpoint, inspect, clock, relistEvery: relistEvery ?? 30_000, requestTimeout: requestTimeout ?? 5_000 };
}
