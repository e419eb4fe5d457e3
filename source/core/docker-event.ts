import { identityOf } from './correlate/identity-of.ts';
import { dockerRuntime } from './docker-container.ts';
import { wireInteger, wireLabels, wireObject, wireString } from './docker-wire.ts';
import { describeIdentity, describeSubject } from './event-subject.ts';
import type { RuntimeRecord } from './runtime-record.ts';
import type { TimelineEvent } from './timeline-event.ts';

/**
 * Actions that tell of somebody looking at or into a container, not of the container: the kubelet's exec probes alone
 * make three of them a second. `health_status` carries its result in the action's name, as `exec_*` do their command.
 */
const uninteresting =
	/^(exec_|health_status|top$|attach$|detach$|resize$|export$|copy$|archive-path$|extract-to-dir$|commit$|prune$|mount$|unmount$)/;

/**
 * Parses one line of `GET /events` and keeps `timeNano` as its digits: as a number it would lose its last ones, being
 * larger than 2^53. Throws a SyntaxError when the line is not JSON.
 */
export function parseDockerEventLine(line: string): unknown {
	// inside a JSON text the quotes would be escaped, so this finds nothing but the field
	return JSON.parse(line.replace(/"timeNano":\s*(\d+)/, '"timeNano":"$1"'));
}

/** The nanoseconds since the epoch of an event, as digits; for podman and old daemons made from whole seconds if need be. */
export function selectEventNanoseconds(wire: unknown): string | undefined {
	const { timeNano, time } = wireObject(wire);
	const digits = Number.isFinite(timeNano) ? BigInt(Math.trunc(Number(timeNano))).toString() : timeNano;
	if (typeof digits === 'string' && /^\d{10,20}$/.test(digits)) return digits;
	const seconds = wireInteger(time);
	return seconds !== undefined && seconds > 0 ? `${seconds}000000000` : undefined;
}

/** Of an id, as much as Docker itself shows: within one nanosecond it is never two containers'. */
const idInKey = 12;

/**
 * A container's event for the timeline; undefined for other objects' events and for those that change nothing.
 * @param find what is known of a container: events are kept by the ten thousand, and each comes with copies of its own of ids and names
 */
export function normalizeDockerEvent(
	wire: unknown,
	find: (id: string) => RuntimeRecord | undefined = () => undefined,
): TimelineEvent | undefined {
	const event = wireObject(wire);
	const actor = wireObject(event.Actor);
	const action = wireString(event.Action) ?? wireString(event.status);
	const id = wireString(actor.ID) ?? wireString(event.id);
	const nanoseconds = selectEventNanoseconds(event);
	if ((event.Type ?? 'container') !== 'container' || !action || !id || !nanoseconds) return undefined;
	if (uninteresting.test(action)) return undefined;
	const { exitCode, containerExitCode, signal } = wireObject(actor.Attributes);
	const known = find(id);
	return {
		// what is joined is one piece of memory in V8, what is put together in a template is four
		key: [dockerRuntime, nanoseconds, id.slice(0, idInKey), action].join(':'),
		at: Number(nanoseconds.slice(0, -6)),
		source: dockerRuntime,
		type: action,
		id: known?.id ?? id,
		// the attributes are the container's labels too, so another action's `signal` would be a label; podman says `died`
		exitCode: /^died?$/.test(action) ? wireInteger(exitCode ?? containerExitCode) : undefined,
		signal: action === 'kill' ? wireInteger(signal) : undefined,
		...describeActor(actor.Attributes, known),
	};
}

/** Docker sends the container's labels along as attributes, and its name. A kubelet's container keeps both as they are. */
function describeActor(wire: unknown, known: RuntimeRecord | undefined): Partial<TimelineEvent> {
	const identity = known && identityOf(known);
	if (identity) return describeIdentity(identity);
	const attributes = wireLabels(wire);
	return describeSubject({ name: attributes.name ?? '', labels: attributes });
}
