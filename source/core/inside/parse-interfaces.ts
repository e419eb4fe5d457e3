import { parseNetworkOrderIpv6 } from './inet-address.ts';
import { describeAddress, type InterfaceAddress, type NetInterface } from './pod-addresses.ts';

/**
 * The namespace's own IPv4 addresses from /proc/PID/net/fib_trie: leaves `|-- 10.244.0.7` that are followed by
 * `/32 host LOCAL`. The file holds them twice, in tables Main and Local.
 */
export function parseFibTrie(text: string): InterfaceAddress[] {
	const found = new Set<string>();
	let leaf: string | undefined;
	for (const line of text.split('\n')) {
		leaf = /^\s*\|-- (\d+\.\d+\.\d+\.\d+)$/.exec(line)?.[1] ?? leaf;
		if (leaf !== undefined && /^\s*\/32 host LOCAL/.test(line)) found.add(leaf);
	}
	return [...found].map((address) => describeAddress(address));
}

/** IPv6 addresses from /proc/PID/net/if_inet6: address, interface number, prefix, scope, flags, name. */
export function parseIfInet6(text: string): InterfaceAddress[] {
	return text.split('\n').flatMap((line) => {
		const [hex = '', , , , , name] = line.trim().split(/\s+/);
		const address = parseNetworkOrderIpv6(hex);
		return address && name ? [describeAddress(address, name)] : [];
	});
}

/** Interfaces with their counters from /proc/PID/net/dev. */
export function parseNetDev(text: string): NetInterface[] {
	return text.split('\n').flatMap((line) => {
		// a name may hold a colon (an alias), the counters do not
		const [, name, counters = ''] = /^\s*(\S+):\s*((?:\d+\s*){16})$/.exec(line) ?? [];
		const fields = counters.trim().split(/\s+/).map(Number);
		const [receivedBytes, sentBytes] = [fields[0], fields[8]];
		return name !== undefined && receivedBytes !== undefined && sentBytes !== undefined
			? [{ name, receivedBytes, sentBytes }]
			: [];
	});
}
