import type { RuntimeIdentity } from '../core/identity.ts';
import { type LinuxNamespaces, linuxNamespaceKinds } from '../core/linux-namespace.ts';
import type { IncarnationHistory } from '../core/pod-history.ts';
import type { ContainerProcess } from '../core/process.ts';
import { isAlive, type RuntimeRecord, type RuntimeState } from '../core/runtime-record.ts';

/**
 * What is known of an incarnation once one more of its records has been read at `at`. Returns `known` itself when the record
 * says nothing new. Records may be taken in out of order: the one that was read last counts where two differ.
 */
export function mergeRecord(
	known: IncarnationHistory | undefined,
	record: RuntimeRecord,
	identity: RuntimeIdentity,
	process: ContainerProcess | undefined,
	at: number,
): IncarnationHistory {
	const isNewer = known?.seenAt === undefined || at >= known.seenAt;
	const next: IncarnationHistory = {
		...known,
		id: record.id,
		runtime: record.runtime,
		podUid: identity.podUid,
		kubeNamespace: identity.kubeNamespace,
		pod: identity.podName,
		role: identity.role,
		container: identity.containerName ?? known?.container,
		attempt: identity.attempt ?? known?.attempt,
		sandboxId: identity.sandboxId ?? known?.sandboxId,
		createdAt: pickCreation(known?.createdAt, record.createdAt),
		...mergeRun(known, record, isNewer),
		...mergeSightings(known, record.state, at),
		state: isNewer ? record.state : known?.state,
	};
	const living = isAlive(record.state) && isNewer ? mergePid(next, known, record, process) : next;
	if (known && isSame(known, living)) return known;
	return { ...living, seenAt: Math.max(at, known?.seenAt ?? at) };
}

/** The same with its first process, as a look at /proc found it. Returns `known` itself when that is nothing new. */
export function mergeProcess(known: IncarnationHistory, process: ContainerProcess): IncarnationHistory {
	// a scan can be a moment older than the record that says it has ended
	const counts = known.pid === undefined || (known.state !== undefined && isAlive(known.state));
	if (!counts) return known;
	const { pid, startTicks, linuxNamespaces } = process;
	const isKnown = known.pid === pid && known.startTicks === startTicks;
	if (isKnown && isSameNamespaces(known.linuxNamespaces, linuxNamespaces)) return known;
	return { ...known, pid, startTicks, linuxNamespaces };
}

function mergePid(
	next: IncarnationHistory,
	known: IncarnationHistory | undefined,
	record: RuntimeRecord,
	process: ContainerProcess | undefined,
): IncarnationHistory {
	if (process) return mergeProcess(next, process);
	const isNewRun = known?.state !== undefined && hasEnded(known.state);
	const hasOther = record.pid !== undefined && record.pid !== next.pid;
	// what is known of the process is the run's before
	return isNewRun || hasOther ? { ...next, pid: record.pid, startTicks: undefined, linuxNamespaces: undefined } : next;
}

/** A listing cuts the creation to whole seconds (Docker): an inspection's time within that second is the same, but exact. */
function pickCreation(known: number | undefined, read: number | undefined): number | undefined {
	if (known === undefined || read === undefined) return known ?? read;
	const isCut = read % 1000 === 0 && Math.floor(known / 1000) * 1000 === read;
	return isCut ? known : read;
}

/** Times and end of the newest run: Docker can start the same container again, and its record then forgets the run before. */
function mergeRun(
	known: IncarnationHistory | undefined,
	record: RuntimeRecord,
	isNewer: boolean,
): Pick<IncarnationHistory, 'startedAt' | 'finishedAt' | 'exitCode' | 'oomKilled' | 'reason'> {
	const { startedAt, finishedAt, exitCode, oomKilled, reason } = record;
	if (known && !isNewer) {
		return {
			startedAt: known.startedAt ?? startedAt,
			finishedAt: known.finishedAt ?? finishedAt,
			exitCode: known.exitCode ?? exitCode,
			oomKilled: known.oomKilled ?? oomKilled,
			reason: known.reason ?? reason,
		};
	}
	const isNewRun = isAlive(record.state);
	return {
		startedAt: startedAt ?? known?.startedAt,
		finishedAt: finishedAt ?? (isNewRun ? undefined : known?.finishedAt),
		exitCode: exitCode ?? (isNewRun ? undefined : known?.exitCode),
		oomKilled: oomKilled ?? (isNewRun ? undefined : known?.oomKilled),
		reason: reason ?? (isNewRun ? undefined : known?.reason),
	};
}

function mergeSightings(
	known: IncarnationHistory | undefined,
	state: RuntimeState,
	at: number,
): Pick<IncarnationHistory, 'firstSeenAt' | 'aliveSeenAt' | 'endSeenAt' | 'goneSeenAt'> {
	const alive = isAlive(state);
	const endSeenAt = hasEnded(state) ? earlier(known?.endSeenAt, at) : known?.endSeenAt;
	return {
		firstSeenAt: earlier(known?.firstSeenAt, at),
		aliveSeenAt: alive ? earlier(known?.aliveSeenAt, at) : known?.aliveSeenAt,
		endSeenAt: alive && endSeenAt !== undefined && endSeenAt < at ? undefined : endSeenAt,
		goneSeenAt: known?.goneSeenAt !== undefined && known.goneSeenAt >= at ? known.goneSeenAt : undefined,
	};
}

/** `removing` is on the way out, whatever it was before (seen in Docker 20.10). */
function hasEnded(state: RuntimeState): boolean {
	return state === 'exited' || state === 'dead' || state === 'notready' || state === 'removing';
}

function earlier(known: number | undefined, at: number): number {
	return known === undefined ? at : Math.min(known, at);
}

const comparedFields = [
	'podUid',
	'role',
	'container',
	'attempt',
	'sandboxId',
	'createdAt',
	'startedAt',
	'finishedAt',
	'exitCode',
	'oomKilled',
	'reason',
	'state',
	'pid',
	'startTicks',
	'firstSeenAt',
	'aliveSeenAt',
	'endSeenAt',
	'goneSeenAt',
] as const satisfies readonly (keyof IncarnationHistory)[];

function isSame(a: IncarnationHistory, b: IncarnationHistory): boolean {
	return (
		comparedFields.every((field) => a[field] === b[field]) && isSameNamespaces(a.linuxNamespaces, b.linuxNamespaces)
	);
}

function isSameNamespaces(a: LinuxNamespaces = {}, b: LinuxNamespaces = {}): boolean {
	return linuxNamespaceKinds.every((kind) => a[kind] === b[kind]);
}
