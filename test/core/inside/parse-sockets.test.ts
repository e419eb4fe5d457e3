import { describe, expect, test } from 'vitest';
import { parseInetSocket } from '../../../source/core/inside/parse-inet-socket.ts';
import { parseUnixSocket } from '../../../source/core/inside/parse-unix-socket.ts';

describe('parseInetSocket', () => {
	test('a listening socket of both families, as a kernel 6.18 prints it', () => {
		const line =
			'   0: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1539623 1 00000000faa411d0 100 0 0 10 0';
		expect(parseInetSocket(line, 'tcp6', true)).toEqual({
			protocol: 'tcp6',
			local: { address: '::', port: 80 },
			remote: { address: '::', port: 0 },
			state: 'LISTEN',
			uid: 0,
			inode: 1539623,
		});
	});

	test('a connection', () => {
		const line =
			'  12: 0100007F:9D58 0100007F:0940 01 00000000:00000000 02:00000A1B 00000000  1000        0 4242 2 0 20 4 30 10 -1';
		expect(parseInetSocket(line, 'tcp', true)).toEqual({
			protocol: 'tcp',
			local: { address: '127.0.0.1', port: 40280 },
			remote: { address: '127.0.0.1', port: 2368 },
			state: 'ESTABLISHED',
			uid: 1000,
			inode: 4242,
		});
	});

	test.each([
		'  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
		'',
		'   0: 0100007F:9D58 0100007F:0940 01 00000000:00000000 02:00000A1B 00000000  1000',
		'   0: 0100007F:9D58 0100007F:0940 FF 0:0 0:0 0 0 0 1',
		'   0: 0100007F:9D58 0100007F:0940 00 0:0 0:0 0 0 0 1',
		'   0: 0100007F 0100007F:0940 01 0:0 0:0 0 0 0 1',
		'   0: 0100007F:9D58 0100007F:0940 01 0:0 0:0 0 root 0 1',
		'\x1b[2J garbage',
	])('%j is none', (line) => {
		expect(parseInetSocket(line, 'tcp', true)).toBeUndefined();
	});
});

describe('parseUnixSocket', () => {
	test.each([
		[
			'000000000d309a4b: 00000002 00000000 00010000 0001 01 16304 /run/docker.sock',
			{ type: 'stream', listening: true, inode: 16304, path: '/run/docker.sock' },
		],
		[
			'ffff8881: 00000002 00000000 00010000 0005 01   7 @a b',
			{ type: 'seqpacket', listening: true, inode: 7, path: '@a b' },
		],
		['00000000: 00000003 00000000 00000000 0002 03 99', { type: 'dgram', listening: false, inode: 99 }],
		['00000000: 00000003 00000000 00000000 0003 03 99', { type: 'unknown', listening: false, inode: 99 }],
	])('%s', (line, expected) => {
		expect(parseUnixSocket(line)).toEqual(expected);
	});

	test.each(['Num       RefCount Protocol Flags    Type St Inode Path', '', '/second/line/of/a/path', '00: 1 2'])(
		'%j is none',
		(line) => {
			expect(parseUnixSocket(line)).toBeUndefined();
		},
	);
});
