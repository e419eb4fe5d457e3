import { parseDockerTime } from './docker-time.ts';
import { type WireObject, wireInteger, wireLabels, wireObject, wireString } from './docker-wire.ts';
import type { LinuxNamespaceKind } from './linux-namespace.ts';
import type { RuntimeRecord, RuntimeState } from './runtime-record.ts';
import { keepCopy } from './same-data.ts';

/** The name of Docker's source, and of the runtime in its records. */
export const dockerRuntime = 'docker';

/** Docker's states by name; the last lines are podman's own words on its compatible socket (seen in its 3.x). */
const states: Readonly<Record<string, RuntimeState>> = {
	created: 'created',
	running: 'running',
	paused: 'paused',
	restarting: 'restarting',
	removing: 'removing',
	exited: 'exited',
	dead: 'dead',
	configured: 'created',
	initialized: 'created',
	stopping: 'running',
	stopped: 'exited',
};

/**
 * One entry of `GET /containers/json`. It has whole seconds for the creation, no other times, and the exit code only
 * in the text of its status: those of `normalizeDockerInspected` are exact. Missing fields stay unknown.
 */
export function normalizeDockerListed(wire: unknown): RuntimeRecord {
	const entry = wireObject(wire);
	const created = wireInteger(entry.Created);
	return {
		id: wireString(entry.Id) ?? '',
		runtime: dockerRuntime,
		name: selectName(entry.Names),
		labels: wireLabels(entry.Labels),
		state: normalizeState(entry.State),
		image: wireString(entry.Image),
		// podman gives the seconds of Go's zero time, a negative number, for an unknown creation
		createdAt: created !== undefined && created > 0 ? created * 1000 : undefined,
		exitCode: parseExitStatus(entry.Status),
		joins: normalizeJoins(entry.HostConfig),
	};
}

/**
 * The answer of `GET /containers/ID/json`. `listed` is what is already known of the same container: its image text is
 * the one that `docker ps` prints, which the inspection does not have once a tag has moved on.
 */
export function normalizeDockerInspected(wire: unknown, listed?: RuntimeRecord): RuntimeRecord {
	const answer = wireObject(wire);
	const config = wireObject(answer.Config);
	const pid = wireInteger(wireObject(answer.State).Pid);
	return {
		id: listed?.id ?? wireString(answer.Id) ?? '',
		runtime: dockerRuntime,
		name: stripSlash(wireString(answer.Name)) ?? listed?.name ?? '',
		labels: config.Labels ? keepCopy(wireLabels(config.Labels), listed?.labels) : (listed?.labels ?? {}),
		image: listed?.image ?? wireString(config.Image) ?? wireString(answer.Image),
		createdAt: parseDockerTime(answer.Created) ?? listed?.createdAt,
		pid: pid !== undefined && pid > 0 ? pid : undefined,
		joins: keepCopy(normalizeJoins(answer.HostConfig), listed?.joins) ?? listed?.joins,
		...normalizeRun(wireObject(answer.State)),
	};
}

/** What the state tells about the newest run. */
function normalizeRun(
	wire: WireObject,
): Pick<RuntimeRecord, 'state' | 'startedAt' | 'finishedAt' | 'exitCode' | 'oomKilled'> {
	const state = normalizeState(wire.Status);
	// of a running container Docker still tells how the run before ended (seen in 20.10 after `docker restart`)
	const runs = state === 'running' || state === 'paused';
	const exitCode = wireInteger(wire.ExitCode);
	// 0 is also what a container has that never ran; one that failed to start has another code (128, 127)
	const hasEnded = !runs && (state !== 'created' || exitCode !== 0);
	return {
		state,
		startedAt: parseDockerTime(wire.StartedAt),
		finishedAt: runs ? undefined : parseDockerTime(wire.FinishedAt),
		exitCode: hasEnded ? exitCode : undefined,
		oomKilled: typeof wire.OOMKilled === 'boolean' ? wire.OOMKilled : undefined,
	};
}

function normalizeState(value: unknown): RuntimeState {
	const word = wireString(value)?.toLowerCase();
	return (word !== undefined && Object.hasOwn(states, word) && states[word]) || 'unknown';
}

/** `Exited (3) 12 seconds ago` → 3. Other statuses tell no exit code. */
function parseExitStatus(status: unknown): number | undefined {
	return wireInteger(/^Exited \((-?\d+)\)/.exec(wireString(status) ?? '')?.[1]);
}

/** The container's own name: the others are links, `/other/alias`. */
function selectName(value: unknown): string {
	const names = Array.isArray(value) ? value.map(wireString).filter((name) => name !== undefined) : [];
	const own = names.find((name) => name.lastIndexOf('/') <= 0) ?? names[0];
	return stripSlash(own) ?? '';
}

function stripSlash(name: string | undefined): string | undefined {
	return name?.replace(/^\//, '');
}

function normalizeJoins(wire: unknown): RuntimeRecord['joins'] {
	const hostConfig = wireObject(wire);
	const joins = {
		...joinOf('net', hostConfig.NetworkMode),
		...joinOf('ipc', hostConfig.IpcMode),
		...joinOf('pid', hostConfig.PidMode),
	};
	return Object.keys(joins).length > 0 ? joins : undefined;
}

function joinOf(kind: LinuxNamespaceKind, mode: unknown): RuntimeRecord['joins'] {
	const id = /^container:(.+)$/.exec(wireString(mode) ?? '')?.[1];
	return id === undefined ? undefined : { [kind]: id };
}
