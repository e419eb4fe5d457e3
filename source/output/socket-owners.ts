import type { SocketOwner } from '../core/inside/pod-sockets.ts';
import { escapeText } from '../format/escape.ts';

/** Pids that are named of one socket: workers share what their parent opened. */
const namedPids = 3;

/**
 * Containers, pids and command of who holds a socket, escaped. `?` for all of them when the owners could not be asked, `-` when
 * it is no process of the pod.
 */
export function describeOwners(owners: readonly SocketOwner[], unknown: boolean): [string, string, string] {
	if (owners.length === 0) return unknown ? ['?', '?', '?'] : ['-', '-', '-'];
	const pids = owners.flatMap((owner) => owner.pids);
	const rest = pids.length > namedPids ? `,+${pids.length - namedPids}` : '';
	const commands = [...new Set(owners.map(({ command }) => escapeText(command)))];
	return [nameContainers(owners), `${pids.slice(0, namedPids).join(',')}${rest}`, commands.join(',')];
}

/** The containers' names, escaped; `?` for a process in none that is known. */
export function nameContainers(owners: readonly SocketOwner[]): string {
	return owners.length === 0 ? '?' : owners.map(({ container }) => escapeText(container ?? '?')).join(',');
}
