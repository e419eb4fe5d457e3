import type { Clock } from '../../core/clock.ts';
import { dockerRuntime } from '../../core/docker-container.ts';
import type { Observation } from '../../core/observation.ts';
import type { RuntimeCall } from '../../core/runtime-facts.ts';
import { createCallTimes, selectSlowCalls } from '../call-times.ts';
import { createContainerInspector } from './container-inspector.ts';
import { createContainerTable } from './container-table.ts';
import { connectDocker } from './docker-client.ts';
import { type DockerEndpoint, resolveEndpoint } from './docker-endpoint.ts';
import { selectDockerHealth } from './docker-health.ts';
import { timeDockerClient } from './timed-docker-client.ts';

export type ReadDockerOptions = {
	endpoint: DockerEndpoint | (() => Promise<DockerEndpoint>);
	/** As for `createDockerSource`. */
	inspect: 'all' | 'none';
	clock: Pick<Clock, 'now'>;
	/** Longest wait for an answer, milliseconds. 5 s unless given. */
	requestTimeout?: number;
	signal?: AbortSignal;
};

/**
 * Looks once, for commands that print and exit: connects, lists, inspects as asked, and gives the health and one whole
 * listing. A container that does not answer is in it as far as the listing tells. Rejects with a SourceError.
 */
export async function readDockerOnce(options: ReadDockerOptions): Promise<readonly Observation[]> {
	const { inspect, clock, requestTimeout = 5_000, signal = new AbortController().signal } = options;
	const endpoint = await resolveEndpoint(options.endpoint);
	const calls: RuntimeCall[] = [];
	const times = createCallTimes({ clock, signal, report: (call) => void calls.push(call) });
	const client = timeDockerClient(await connectDocker(endpoint, { requestTimeout, signal, listsEarly: true }), times);
	const table = createContainerTable();
	const ignore = () => {};
	const inspector = createContainerInspector({
		client,
		table,
		signal,
		onRecord: ignore,
		onGone: ignore,
		onSettled: ignore,
	});
	const { unexplained } = table.takeListing(await client.list(signal));
	if (inspect === 'all') inspector.add(unexplained);
	await inspector.idle();
	signal.throwIfAborted();
	const origin = { at: clock.now(), source: dockerRuntime };
	return [
		{ ...origin, kind: 'runtime-listing', records: table.records() },
		{ ...origin, kind: 'health', ...selectDockerHealth(client.version, endpoint, inspector.trouble()) },
		...selectSlowCalls(calls).map((slow) => ({ ...origin, kind: 'runtime-calls' as const, calls: slow })),
	];
}
