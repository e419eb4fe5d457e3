import { createCriTestClient } from '../helpers/cri-client.ts';
import { toMilliseconds } from './runtime-truth.ts';

/** What CRI tells of one sandbox or container. */
export type CriStatus = {
	isAlive: boolean;
	/** A sandbox's is not told. */
	course: { state: string; startedAt?: string; finishedAt?: string; exitCode?: number };
};

/** By id. */
export type CriStatuses = Map<string, CriStatus>;

/** Asks for all sandboxes and containers, and for the status of each container. */
export async function readCriStatuses(socket: string): Promise<CriStatuses> {
	const client = createCriTestClient(socket);
	try {
		const sandboxes = (await client.call('ListPodSandbox')).items as { id: string; state: string }[];
		const containers = (await client.call('ListContainers')).containers as { id: string }[];
		const statuses = await Promise.all(
			containers.map(
				async ({ id }) => (await client.call('ContainerStatus', { container_id: id })).status as WireStatus,
			),
		);
		return new Map([
			...sandboxes.map(({ id, state }): [string, CriStatus] => [
				id,
				{ isAlive: state === 'SANDBOX_READY', course: { state } },
			]),
			...statuses.map((status): [string, CriStatus] => [status.id, describeStatus(status)]),
		]);
	} finally {
		client.close();
	}
}

/** Times are nanoseconds since the epoch in text, 0 for never. */
type WireStatus = { id: string; state: string; started_at: string; finished_at: string; exit_code: number };

function describeStatus({ state, started_at, finished_at, exit_code }: WireStatus): CriStatus {
	const ended = state === 'CONTAINER_EXITED';
	return {
		isAlive: state === 'CONTAINER_RUNNING',
		course: {
			state: state.replace('CONTAINER_', '').toLowerCase(),
			startedAt: toTime(started_at),
			finishedAt: ended ? toTime(finished_at) : undefined,
			exitCode: ended ? exit_code : undefined,
		},
	};
}

function toTime(nanoseconds: string): string | undefined {
	if (nanoseconds === '0') return undefined;
	return toMilliseconds(new Date(Number(BigInt(nanoseconds) / 1_000_000n)).toISOString());
}
