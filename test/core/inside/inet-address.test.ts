import { describe, expect, test } from 'vitest';
import {
	canonicalizeIp,
	isLoopback,
	parseHexAddress,
	parseNetworkOrderIpv6,
	unmapIp,
} from '../../../source/core/inside/inet-address.ts';

describe('parseHexAddress', () => {
	test.each([
		['0100007F', '127.0.0.1'],
		['00000000', '0.0.0.0'],
		['0700F40A', '10.244.0.7'],
		['00000000000000000000000000000000', '::'],
		['00000000000000000000000001000000', '::1'],
		['0000000000000000FFFF00000100007F', '::ffff:127.0.0.1'],
		['B80D0120000000000000000001000000', '2001:db8::1'],
		['000080FE00000000FF11F30802D9CDFE', 'fe80::8f3:11ff:fecd:d902'],
	])('%s on a little-endian machine', (hex, expected) => {
		expect(parseHexAddress(hex, true)).toBe(expected);
	});

	test.each([
		['7F000001', '127.0.0.1'],
		['20010DB8000000000000000000000001', '2001:db8::1'],
	])('%s on a big-endian machine', (hex, expected) => {
		expect(parseHexAddress(hex, false)).toBe(expected);
	});

	test.each(['', '0100007', '0100007G', '0100007F0100007F', '01'.repeat(17)])('%j is none', (hex) => {
		expect(parseHexAddress(hex, true)).toBeUndefined();
	});
});

test('if_inet6 has network order', () => {
	expect(parseNetworkOrderIpv6('fe80000000000000fc62d3fffe48aa0f')).toBe('fe80::fc62:d3ff:fe48:aa0f');
	expect(parseNetworkOrderIpv6('0100007f')).toBeUndefined();
});

describe('canonicalizeIp', () => {
	test.each([
		['10.244.0.7', '10.244.0.7'],
		['2001:0DB8:0:0:0:0:0:1', '2001:db8::1'],
		['2001:db8::1', '2001:db8::1'],
		['::', '::'],
		['1::', '1::'],
		['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
		['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
		['fe80::1%eth0', 'fe80::1'],
		['::FFFF:10.0.0.1', '::ffff:10.0.0.1'],
	])('%s', (text, expected) => {
		expect(canonicalizeIp(text)).toBe(expected);
	});

	test.each(['', 'x', '1.2.3', '1.2.3.256', '1:2:3', ':::', '1::2::3', '1:2:3:4:5:6:7:8:9', 'g::1'])(
		'%j is none',
		(text) => {
			expect(canonicalizeIp(text)).toBeUndefined();
		},
	);
});

test('loopback, in both families', () => {
	expect(['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1', '10.0.0.1', '::'].map(isLoopback)).toEqual([
		true,
		true,
		true,
		true,
		false,
		false,
	]);
	expect(unmapIp('::ffff:10.0.0.1')).toBe('10.0.0.1');
	expect(unmapIp('::ffff:a:b')).toBe('::ffff:a:b');
});
