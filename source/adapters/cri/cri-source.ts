import type { Clock } from '../../core/clock.ts';
import type { Emit, Source } from '../../core/source.ts';
import { createCallTimes, reportAfterAnswer } from '../call-times.ts';
import { type CriClient, connectCri } from './cri-client.ts';
import { type CriEndpoint, resolveEndpoint } from './cri-endpoint.ts';
import { type CriSession, createCriSession } from './cri-session.ts';
import { createEventMemory, type EventMemory } from './event-memory.ts';
import { followEvents, selectEventWays } from './event-ways.ts';
import { createListingPace, type ListingPace } from './listing-pace.ts';
import { timeCriClient } from './timed-cri-client.ts';

export type CriSourceOptions = {
	/** Where the runtime is, or how to find that out: it is then looked for at each start until one has answered. */
	endpoint: CriEndpoint | (() => Promise<CriEndpoint>);
	/** The source's name and that of the runtime in its records: `containerd`, `cri-o`. */
	name: string;
	/** `none`: no statuses, so no times, exit codes and IPs. */
	inspect: 'all' | 'none';
	clock: Clock;
	/** Milliseconds between two listings that repair what the events may have missed. 30 s unless given. */
	relistEvery?: number;
	/** Longest wait for an answer, milliseconds. 5 s unless given; a single status is given 2 s at most. */
	requestTimeout?: number;
};

type Settings = Pick<Required<CriSourceOptions>, 'name' | 'inspect' | 'clock' | 'relistEvery' | 'requestTimeout'>;

/**
 * Watches the sandboxes and containers of a CRI runtime. The first listing takes two calls, whatever their number; statuses
 * follow in the background. Events wake, or where there are none an adaptive listing does. It remembers, from one run to the
 * next, what the timeline was told.
 */
export function createCriSource(options: CriSourceOptions): Source {
	const { relistEvery = 30_000, requestTimeout = 5_000, name, inspect, clock } = options;
	const settings: Settings = { name, inspect, clock, relistEvery, requestTimeout };
	let endpoint = typeof options.endpoint === 'function' ? undefined : options.endpoint;
	const memory = createEventMemory();
	return {
		name,
		async run(emit, signal) {
			if (signal.aborted) return;
			const stop = new AbortController();
			const abort = () => stop.abort();
			signal.addEventListener('abort', abort, { once: true });
			try {
				const found = endpoint ?? (await resolveEndpoint(options.endpoint));
				const client = await connectCri(found, { requestTimeout, signal: stop.signal });
				// once it has answered it is not looked for elsewhere: a runtime that restarts comes back at its place
				endpoint = found;
				await watch({ client, endpoint: found, settings, memory, emit, signal: stop.signal });
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
	client: CriClient;
	endpoint: CriEndpoint;
	settings: Settings;
	memory: EventMemory;
	emit: Emit;
	signal: AbortSignal;
};

async function watch({ client, endpoint, settings, memory, emit, signal }: Watch): Promise<void> {
	const { name, inspect, clock, relistEvery } = settings;
	const times = createCallTimes({
		clock,
		signal,
		report: reportAfterAnswer(signal, (call) =>
			emit({ at: clock.now(), source: name, kind: 'runtime-calls', calls: [call] }),
		),
	});
	const timed = timeCriClient(client, times);
	const session = createCriSession({ client: timed, name, endpoint, inspect, clock, emit, signal, memory });
	const pace = createListingPace(relistEvery);
	const wake = new EventTarget();
	try {
		// first the events, then the listing: what happens in between is then told by an event
		await Promise.all([
			keepFollowing(client, session, pace, wake, signal),
			keepListing(session, pace, wake, clock, signal),
		]);
	} finally {
		client.close();
	}
}

/** Ends only when aborted or broken; where there are no events it leaves the work to the listings. */
async function keepFollowing(
	client: CriClient,
	session: CriSession,
	pace: ListingPace,
	wake: EventTarget,
	signal: AbortSignal,
): Promise<void> {
	for (const way of selectEventWays(client.version)) await followEvents(client, way, signal, session.take);
	pace.withoutEvents();
	wake.dispatchEvent(new Event('wake'));
}

async function keepListing(
	session: CriSession,
	pace: ListingPace,
	wake: EventTarget,
	clock: Clock,
	signal: AbortSignal,
): Promise<void> {
	while (!signal.aborted) {
		const woken = new AbortController();
		const abort = () => woken.abort();
		wake.addEventListener('wake', abort, { once: true });
		const isNews = await session.list();
		await clock.sleep(pace.next(isNews), AbortSignal.any([signal, woken.signal]));
		wake.removeEventListener('wake', abort);
	}
}
