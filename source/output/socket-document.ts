import type { PodSockets } from '../core/inside/pod-sockets.ts';
import type { PodView } from '../core/node-view.ts';
import { describeLook, type InsideLook, identifyPod } from './inside-document.ts';

/**
 * The document of `pausetop sockets -o json`, after what all three begin with (`describeLook`; `kind` is "sockets"):
 * ```
 * {…, pod: {uid, kubeNamespace, name},
 *  netNamespace?: {inode?, host},
 *  listening: [{protocol: "tcp" | "tcp6" | "udp" | "udp6", address, port, uid, inode, owners}],
 *  connections: [{from: {address, port, inode, owners}, to: {address, port, inode, owners}}],
 *  flows: [{from?, to?, port, count}],
 *  others: [{protocol: "tcp" | "udp", state, direction: "in" | "out", count}],
 *  unix: {count, listening: [{type: "stream" | "dgram" | "seqpacket" | "unknown", path?, inode, owners}]},
 *  omitted: {listening, connections, flows, unixListening}, incomplete, ownersUnknown?: {reason, remedy?},
 *  addresses?: [{address, family: 4 | 6, loopback, interface?}], interfaces?: [{name, receivedBytes, sentBytes}],
 *  podIps: {api: [address], match?, missing: [address]},
 *  problems: [{about, detail, remedy?}]}
 * ```
 * with `owners: [{container?, containerId?, pids, command}]`; no owner: no process of the pod, or see `ownersUnknown`. On a pod
 * with the node's network (`netNamespace.host`) only sockets that the pod's processes hold. `connections` are established ones
 * with both ends in the pod, `flows` the same counted by container and port, `others` all that is neither there nor listens.
 * `uid` is the reader's view of the owner's id. `incomplete`: the kernel's tables were longer than what was read. `podIps.match`:
 * whether the namespace has all addresses that the API names. `listening` … `unix` are absent when not readable: see `problems`.
 */
export function createSocketDocument(look: InsideLook) {
	const { pod, inside } = look;
	const { sockets, addresses } = inside;
	return {
		...describeLook('sockets', look, inside.readAt),
		pod: identifyPod(pod),
		...(sockets && describeSockets(sockets)),
		addresses: addresses?.addresses,
		interfaces: addresses?.interfaces,
		podIps: { api: listPodIps(pod), match: addresses?.ipMatches, missing: addresses?.missingIps ?? [] },
		problems: inside.problems,
	};
}

/** The addresses that the API names, all families. */
export function listPodIps({ api, ip }: PodView): readonly string[] {
	const all = api?.status?.podIPs?.map((entry) => entry.ip).filter((text) => text !== '') ?? [];
	return all.length === 0 && ip !== undefined ? [ip] : all;
}

function describeSockets({ netNamespace, host, listening, ...rest }: PodSockets) {
	const { connections, flows, others, unix, omitted, incomplete, ownersUnknown } = rest;
	return {
		netNamespace: { inode: netNamespace, host },
		listening: listening.map(({ local, protocol, uid, inode, owners }) => ({
			protocol,
			...local,
			uid,
			inode,
			owners,
		})),
		connections,
		flows,
		others,
		unix,
		omitted,
		incomplete: incomplete === true,
		ownersUnknown,
	};
}
