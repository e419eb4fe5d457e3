import type { DockerInspect } from './docker-truth.ts';
import type { IncarnationEntry } from './document.ts';
import { isInContainer, readNamespaces, readStartTicks } from './proc-truth.ts';

/** One entry of Docker's listing with what /proc says about its first process. */
export type Seen = { inspect: DockerInspect; namespaces?: Record<string, number> };

/** Looks up the first process of each running container. Throws when Docker and /proc do not agree: then something is under way. */
export async function lookIntoProc(inspect: DockerInspect): Promise<Seen> {
	const pid = inspect.State.Pid;
	if (pid === 0) return { inspect };
	const begun = await readStartTicks(pid);
	const namespaces = await readNamespaces(pid);
	const theSame =
		begun !== undefined && begun === (await readStartTicks(pid)) && (await isInContainer(pid, inspect.Id));
	if (!theSame) throw new Error(`docker says that ${inspect.Name} is pid ${pid}; /proc does not`);
	return { inspect, namespaces };
}

/** The fields that sandboxes and containers share. Ended means that it ran and does not any more. */
export function describeIncarnation(seen: Seen, attempt: number | undefined, current: boolean): IncarnationEntry {
	const { State, Config, Id } = seen.inspect;
	const startedAt = toMilliseconds(State.StartedAt);
	const ended = startedAt !== undefined && (State.Status === 'exited' || State.Status === 'dead');
	const hasFailedToStart = State.Status === 'created' && State.ExitCode !== 0;
	return {
		id: Id,
		attempt,
		state: State.Status,
		current,
		pid: State.Pid > 0 ? State.Pid : undefined,
		startedAt,
		finishedAt: ended ? toMilliseconds(State.FinishedAt) : undefined,
		exitCode: ended || hasFailedToStart ? State.ExitCode : undefined,
		image: Config.Image,
		runtime: 'docker',
	};
}

/** `…T01:02:40.202862761Z` → `…T01:02:40.202Z`: cut, not rounded. Docker's year 1 means never. */
export function toMilliseconds(text: string | null | undefined): string | undefined {
	if (text === undefined || text === null || text.startsWith('0001-')) return undefined;
	const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?Z$/.exec(text);
	if (match === null) throw new Error(`not a time in UTC: ${text}`);
	return `${match[1]}.${(match[2] ?? '').padEnd(3, '0').slice(0, 3)}Z`;
}

/** Newest first by the time of creation: an attempt can be given twice when a record was removed by hand. */
export function newestFirst(list: Seen[]): Seen[] {
	return [...list].sort((a, b) => (a.inspect.Created < b.inspect.Created ? 1 : -1));
}
