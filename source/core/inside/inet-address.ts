/** `10.244.0.7` or, shortened as RFC 5952 says, `fe80::1`. An IPv4 address in IPv6's clothes stays `::ffff:10.244.0.7`. */
export type IpAddress = string;

/**
 * An address of /proc/net/tcp and the like: 8 or 32 hex digits, each 32 bits in the machine's byte order. Undefined for anything else.
 */
export function parseHexAddress(hex: string, littleEndian: boolean): IpAddress | undefined {
	if (!/^(?:[0-9A-Fa-f]{8}){1,4}$/.test(hex)) return undefined;
	const bytes: number[] = [];
	for (let word = 0; word < hex.length; word += 8) {
		const part = [0, 2, 4, 6].map((at) => Number.parseInt(hex.slice(word + at, word + at + 2), 16));
		bytes.push(...(littleEndian ? part.reverse() : part));
	}
	if (bytes.length === 4) return bytes.join('.');
	return bytes.length === 16 ? formatIpv6(bytes) : undefined;
}

/** An IPv6 address of 32 hex digits in network order, as in /proc/net/if_inet6. */
export function parseNetworkOrderIpv6(hex: string): IpAddress | undefined {
	return hex.length === 32 ? parseHexAddress(hex, false) : undefined;
}

/** Any spelling of an address in the one that is used here, so that two can be compared. Undefined when it is none. */
export function canonicalizeIp(text: string): IpAddress | undefined {
	const address = text.replace(/%.*$/, '');
	const v4 = parseIpv4(address);
	if (v4) return v4.join('.');
	const bytes = parseIpv6(address);
	return bytes && formatIpv6(bytes);
}

/** Without the clothes: what an IPv6 socket says about an IPv4 peer. */
export function unmapIp(address: IpAddress): IpAddress {
	return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
}

export function isLoopback(address: IpAddress): boolean {
	return address === '::1' || unmapIp(address).startsWith('127.');
}

/** `0.0.0.0` or `::`: any address of the machine. */
export function isWildcard(address: IpAddress): boolean {
	return address === '0.0.0.0' || address === '::';
}

function parseIpv4(text: string): number[] | undefined {
	if (!/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) return undefined;
	const bytes = text.split('.').map(Number);
	return bytes.every((byte) => byte <= 255) ? bytes : undefined;
}

function parseIpv6(text: string): number[] | undefined {
	const halves = text.split('::');
	if (halves.length > 2 || !text.includes(':')) return undefined;
	const [head, tail] = halves.map(parseGroups);
	if (!head || (halves.length === 2 && !tail)) return undefined;
	if (!tail) return head.length === 16 ? head : undefined;
	const missing = 16 - head.length - tail.length;
	return missing < 0 ? undefined : [...head, ...new Array<number>(missing).fill(0), ...tail];
}

function parseGroups(text: string): number[] | undefined {
	if (text === '') return [];
	const bytes: number[] = [];
	for (const group of text.split(':')) {
		const v4 = parseIpv4(group);
		if (!v4 && !/^[0-9a-f]{1,4}$/i.test(group)) return undefined;
		const value = Number.parseInt(group, 16);
		bytes.push(...(v4 ?? [value >> 8, value & 255]));
	}
	return bytes;
}

function formatIpv6(bytes: readonly number[]): IpAddress {
	const isMapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
	if (isMapped) return `::ffff:${bytes.slice(12).join('.')}`;
	const groups = Array.from({ length: 8 }, (_, index) => ((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0));
	const { start, length } = findLongestZeros(groups);
	const text = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':');
	if (length < 2) return text(groups);
	return `${text(groups.slice(0, start))}::${text(groups.slice(start + length))}`;
}

function findLongestZeros(groups: readonly number[]): { start: number; length: number } {
	let best = { start: 0, length: 0 };
	let run = 0;
	for (const [index, group] of groups.entries()) {
		run = group === 0 ? run + 1 : 0;
		if (run > best.length) best = { start: index - run + 1, length: run };
	}
	return best;
}
