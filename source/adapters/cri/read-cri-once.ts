import type { Clock } from '../../core/clock.ts';
import type { Observation } from '../../core/observation.ts';
import type { RuntimeCall } from '../../core/runtime-facts.ts';
import { createCallTimes, selectSlowCalls } from '../call-times.ts';
import { connectCri } from './cri-client.ts';
import { type CriEndpoint, resolveEndpoint } from './cri-endpoint.ts';
import { selectCriHealth } from './cri-health.ts';
import { createRecordReader } from './record-reader.ts';
import { createRecordTable } from './record-table.ts';
import { timeCriClient } from './timed-cri-client.ts';

export type ReadCriOptions = {
	endpoint: CriEndpoint | (() => Promise<CriEndpoint>);
	/** As for `createCriSource`. */
	name: string;
	inspect: 'all' | 'none';
	clock: Clock;
	/** Longest wait for an answer, milliseconds. 5 s unless given; a single status is given 2 s at most. */
	requestTimeout?: number;
	signal?: AbortSignal;
};

/**
 * Looks once, for commands that print and exit: connects, lists, asks for statuses as told, and gives the health and one whole
 * listing. What does not answer is in it as far as the listing tells. Rejects with a SourceError.
 */
export async function readCriOnce(options: ReadCriOptions): Promise<readonly Observation[]> {
	const { name, inspect, clock, requestTimeout = 5_000, signal = new AbortController().signal } = options;
	const endpoint = await resolveEndpoint(options.endpoint);
	const calls: RuntimeCall[] = [];
	const times = createCallTimes({ clock, signal, report: (call) => void calls.push(call) });
	const client = timeCriClient(await connectCri(endpoint, { requestTimeout, signal }), times);
	try {
		const table = createRecordTable(name);
		const ignore = () => {};
		const on = { onRecord: ignore, onGone: ignore, onSettled: ignore };
		const reader = createRecordReader({ client, table, inspect: 'all', clock, signal, ...on });
		const [sandboxes, containers] = await Promise.all([client.listSandboxes(signal), client.listContainers(signal)]);
		const { unexplained } = table.takeListing({ sandboxes, containers });
		// only its status tells where CRI-O keeps the namespaces of a sandbox that has no pause process
		const needsStatus = (id: string) => client.version.runtime === 'cri-o' && table.get(id)?.state === 'ready';
		reader.readStatuses(inspect === 'all' ? unexplained : unexplained.filter(needsStatus));
		await reader.idle();
		signal.throwIfAborted();
		const origin = { at: clock.now(), source: name };
		return [
			{ ...origin, kind: 'runtime-listing', records: table.records() },
			{ ...origin, kind: 'health', ...selectCriHealth(client.version, endpoint, reader.trouble()) },
			...selectSlowCalls(calls).map((slow) => ({ ...origin, kind: 'runtime-calls' as const, calls: slow })),
		];
	} finally {
		client.close();
	}
}
