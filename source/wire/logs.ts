import type { CriEndpoint } from '../adapters/cri/cri-endpoint.ts';
import { readCriLogState } from '../adapters/cri/log-path.ts';
import { resolveInRoot } from '../adapters/kube/host-file.ts';
import { followLogFile } from '../adapters/log-files/follow-log-file.ts';
import { listLogAttempts } from '../adapters/log-files/list-log-attempts.ts';
import type { EmitLog } from '../core/log/log-line.ts';
import type { LogOptions, LogTarget } from '../core/log/log-options.ts';
import { formatLogDirectory } from '../core/log/log-path.ts';
import { SourceError } from '../core/source.ts';
import type { Runtime } from './runtimes.ts';

/**
 * Reads or follows one container's log: through Docker, or from the kubelet's log file where the runtime is asked over CRI or has
 * forgotten the container. Resolves at its end, with `follow` once the container has ended, or when `signal` aborts. Rejects with
 * a SourceError. While `emit` is pending nothing is read.
 */
export type FollowLog = (target: LogTarget, options: LogOptions, emit: EmitLog, signal: AbortSignal) => Promise<void>;

export function createFollowLog(findRuntimes: () => readonly Runtime[], hostRoot: string | undefined): FollowLog {
	return async (target, options, emit, signal) => {
		const runtime = findRuntimes().find(({ name }) => name === target.runtime);
		if (runtime && target.id !== undefined) await runtime.followLog(target, options, emit, signal);
		else await followRemains(target, options, emit, signal, hostRoot);
	};
}

/** The log of a container of a CRI runtime, which writes it into a file and does not read it back. */
export async function followCriLog(
	endpoint: CriEndpoint,
	target: LogTarget,
	{ options, emit, signal, hostRoot }: { options: LogOptions; emit: EmitLog; signal: AbortSignal; hostRoot?: string },
): Promise<void> {
	const { id = '' } = target;
	const state = await readCriLogState(endpoint, id, { signal });
	if (state === undefined) return followRemains(target, options, emit, signal, hostRoot);
	const { path } = state;
	if (path === undefined) {
		throw new SourceError(`container "${target.container}" writes no log: whoever made it named no log file`, {
			remedy: `crictl inspect ${id.slice(0, 13)} says more`,
		});
	}
	const isRunning = async () => {
		try {
			return (await readCriLogState(endpoint, id, { signal }))?.running ?? false;
		} catch {
			// a runtime that is being restarted has not ended its containers
			return true;
		}
	};
	const locate = () => resolveInRoot(path, hostRoot);
	await followLogFile({ ...options, locate, isRunning, emit, signal });
}

/** The newest log file of an attempt, or of one before it, of which no runtime knows any more. */
async function followRemains(
	target: LogTarget,
	options: LogOptions,
	emit: EmitLog,
	signal: AbortSignal,
	hostRoot: string | undefined,
): Promise<void> {
	const locate = (path: string) => resolveInRoot(path, hostRoot);
	const folder = formatLogDirectory(target);
	const { attempt: newest = Number.POSITIVE_INFINITY } = target;
	const attempt = listLogAttempts(folder, locate).find((candidate) => candidate <= newest);
	if (attempt === undefined) {
		throw new SourceError(`previous terminated container "${target.container}" in pod "${target.pod}" not found`, {
			remedy: `the kubelet keeps the last one or two, in ${folder}`,
		});
	}
	const path = `${folder}/${attempt}.log`;
	await followLogFile({ ...options, locate: () => locate(path), isRunning: async () => false, emit, signal });
}
