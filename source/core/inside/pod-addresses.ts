import { canonicalizeIp, type IpAddress, isLoopback } from './inet-address.ts';

/** The addresses that a pod's network namespace really has. */
export type PodAddresses = {
	/** IPv4 first, loopback ones too. */
	addresses: readonly InterfaceAddress[];
	interfaces: readonly NetInterface[];
	/**
	 * Whether the namespace has every one of the API's podIPs. Undefined when the API names none, or the namespace's addresses
	 * may not be read.
	 */
	ipMatches?: boolean;
	/** Those of the API's podIPs that the namespace does not have, as the API spells them. */
	missingIps: readonly string[];
};

export type InterfaceAddress = {
	address: IpAddress;
	family: 4 | 6;
	loopback: boolean;
	/** The kernel tells it for IPv6 only. */
	interface?: string;
};

/** One line of /proc/net/dev; bytes since the interface was made. */
export type NetInterface = { name: string; receivedBytes: number; sentBytes: number };

/** Compares what was found with what the API says. */
export function comparePodAddresses(
	addresses: readonly InterfaceAddress[],
	interfaces: readonly NetInterface[],
	podIps: readonly string[] = [],
): PodAddresses {
	const found = new Set(addresses.map(({ address }) => address));
	const missingIps = addresses.length === 0 ? [] : podIps.filter((ip) => !found.has(canonicalizeIp(ip) ?? ip));
	const comparable = podIps.length > 0 && addresses.length > 0;
	return { addresses, interfaces, ...(comparable && { ipMatches: missingIps.length === 0 }), missingIps };
}

/** An address with what follows from it. */
export function describeAddress(address: IpAddress, name?: string): InterfaceAddress {
	return {
		address,
		family: address.includes(':') ? 6 : 4,
		loopback: isLoopback(address),
		...(name !== undefined && { interface: name }),
	};
}
