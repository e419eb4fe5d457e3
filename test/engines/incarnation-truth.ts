import type { IncarnationEntry } from './document.ts';
import { isInContainer, readNamespaces, readStartTicks } from './proc-truth.ts';
import type { Listed } from './runtime-truth.ts';

/** One entry of a runtime's listing with what /proc says about its first process. */
export type Seen = Listed & { namespaces?: Record<string, number> };

/** Looks up the first process of each running container. Throws when runtime and /proc do not agree: then something is under way. */
export async function lookIntoProc(listed: Listed): Promise<Seen> {
	const { pid, id, name, runtime } = listed;
	if (pid === undefined) return listed;
	const begun = await readStartTicks(pid);
	const namespaces = await readNamespaces(pid);
	const theSame = begun !== undefined && begun === (await readStartTicks(pid)) && (await isInContainer(pid, id));
	if (!theSame) throw new Error(`${runtime} says that ${name} is pid ${pid}; /proc does not`);
	return { ...listed, namespaces };
}

/** The fields that sandboxes and containers share. */
export function describeIncarnation(seen: Seen, current: boolean): IncarnationEntry {
	const { id, coordinates, state, pid, startedAt, finishedAt, exitCode, image, runtime } = seen;
	return { id, attempt: coordinates?.attempt, state, current, pid, startedAt, finishedAt, exitCode, image, runtime };
}

/** Newest first by the time of creation: an attempt can be given twice when a record was removed by hand. */
export function newestFirst(list: Seen[]): Seen[] {
	return [...list].sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
}
