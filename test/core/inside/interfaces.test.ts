import { describe, expect, test } from 'vitest';
import { parseFibTrie, parseIfInet6, parseNetDev } from '../../../source/core/inside/parse-interfaces.ts';
import { comparePodAddresses, describeAddress } from '../../../source/core/inside/pod-addresses.ts';

const trie = `Main:
  +-- 0.0.0.0/1 2 0 2
     +-- 10.244.0.0/20 2 0 2
           |-- 10.244.0.0
              /20 link UNICAST
           |-- 10.244.0.7
              /32 host LOCAL
        |-- 10.244.15.255
           /32 link BROADCAST
     +-- 127.0.0.0/8 2 0 2
        |-- 127.0.0.0
           /8 host LOCAL
        |-- 127.0.0.1
           /32 host LOCAL
Local:
           |-- 10.244.0.7
              /32 host LOCAL
`;

test('fib_trie: the machine’s own addresses, once', () => {
	expect(parseFibTrie(trie)).toEqual([
		{ address: '10.244.0.7', family: 4, loopback: false },
		{ address: '127.0.0.1', family: 4, loopback: true },
	]);
	expect(parseFibTrie('/32 host LOCAL\n|-- x\n\x1b')).toEqual([]);
});

test('if_inet6', () => {
	const text = `00000000000000000000000000000001 01 80 10 80       lo
fe80000000000000fc62d3fffe48aa0f 05 40 20 80 eth0
garbage
`;
	expect(parseIfInet6(text)).toEqual([
		{ address: '::1', family: 6, loopback: true, interface: 'lo' },
		{ address: 'fe80::fc62:d3ff:fe48:aa0f', family: 6, loopback: false, interface: 'eth0' },
	]);
});

test('dev: names and bytes', () => {
	const text = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo:     344       4    0    0    0     0          0         0      344       4    0    0    0     0       0          0
  eth0:556       6    0    0    0     0          0         0       42       1    0    0    0     0       0          0
  cut: 1 2 3
`;
	expect(parseNetDev(text)).toEqual([
		{ name: 'lo', receivedBytes: 344, sentBytes: 344 },
		{ name: 'eth0', receivedBytes: 556, sentBytes: 42 },
	]);
});

describe('ipMatches', () => {
	const found = [describeAddress('10.244.0.7'), describeAddress('2001:db8::7', 'eth0')];
	test.each([
		[['10.244.0.7'], true, []],
		[['10.244.0.7', '2001:DB8:0::7'], true, []],
		[['10.244.0.8'], false, ['10.244.0.8']],
		[['10.244.0.7', '2001:db8::8'], false, ['2001:db8::8']],
		[[], undefined, []],
		[undefined, undefined, []],
	])('%j', (podIps, ipMatches, missingIps) => {
		expect(comparePodAddresses(found, [], podIps)).toMatchObject({ missingIps });
		expect(comparePodAddresses(found, [], podIps).ipMatches).toBe(ipMatches);
	});

	test('addresses that may not be read prove nothing', () => {
		expect(comparePodAddresses([], [], ['10.0.0.1'])).toEqual({ addresses: [], interfaces: [], missingIps: [] });
	});
});
