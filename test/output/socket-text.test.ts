import { expect, test } from 'vitest';
import { comparePodAddresses, describeAddress } from '../../source/core/inside/pod-addresses.ts';
import type { PodSockets, SocketOwner } from '../../source/core/inside/pod-sockets.ts';
import { textWidth } from '../../source/format/width.ts';
import { formatSockets } from '../../source/output/socket-text.ts';

const nginx: SocketOwner = { container: 'nginx', containerId: 'b1', pids: [110, 111, 112, 113, 114], command: 'nginx' };
const ghost: SocketOwner = { container: 'ghost', containerId: 'c2', pids: [120], command: 'node' };

const sockets: PodSockets = {
	netNamespace: 4026532476,
	host: false,
	listening: [
		{ protocol: 'tcp', local: { address: '0.0.0.0', port: 80 }, uid: 0, inode: 1, owners: [nginx] },
		{ protocol: 'tcp6', local: { address: '::', port: 2368 }, uid: 0, inode: 2, owners: [ghost] },
		{ protocol: 'udp', local: { address: '127.0.0.1', port: 53 }, uid: 0, inode: 3, owners: [] },
	],
	connections: [
		{
			from: { address: '127.0.0.1', port: 40_000, inode: 4, owners: [nginx] },
			to: { address: '::ffff:127.0.0.1', port: 2368, inode: 5, owners: [ghost] },
		},
		{
			from: { address: '127.0.0.1', port: 40_001, inode: 6, owners: [] },
			to: { address: '::ffff:127.0.0.1', port: 2368, inode: 7, owners: [ghost] },
		},
	],
	flows: [
		{ from: 'nginx', to: 'ghost', port: 2368, count: 1 },
		{ to: 'ghost', port: 2368, count: 1 },
	],
	others: [{ protocol: 'tcp', state: 'TIME_WAIT', direction: 'in', count: 17 }],
	unix: { count: 9, listening: [{ type: 'stream', inode: 8, path: '@agent', owners: [nginx, ghost] }] },
	omitted: { listening: 0, connections: 0, flows: 0, unixListening: 0 },
};

const addresses = comparePodAddresses(
	[describeAddress('10.244.0.7'), describeAddress('127.0.0.1')],
	[],
	['10.244.0.7'],
);

test('listeners with their owners, connections, counts, unix sockets, addresses', () => {
	expect(formatSockets(sockets, addresses, ['10.244.0.7'], { wide: false })).toBe(
		`network namespace 4026532476
addresses 10.244.0.7 127.0.0.1
podIP by the API 10.244.0.7: the pod has it

listening
PROTO  LOCAL         CONTAINER  PID             COMMAND
tcp    0.0.0.0:80    nginx      110,111,112,+2  nginx
tcp6   [::]:2368     ghost      120             node
udp    127.0.0.1:53  -          -               -

connections inside the pod
FROM   TO             COUNT
nginx  -> ghost:2368      1
?      -> ghost:2368      1

other sockets
PROTO  STATE      DIRECTION  COUNT
tcp    TIME_WAIT  in            17

unix sockets: 9, of these listening
TYPE    PATH    CONTAINER    PID             COMMAND
stream  @agent  nginx,ghost  110,111,112,+3  nginx,node
`,
	);
});

test('wide names connections one by one', () => {
	expect(formatSockets(sockets, undefined, [], { wide: true })).toContain(`
connections inside the pod
FROM   ADDRESS          TO        ADDRESS
nginx  127.0.0.1:40000  -> ghost  [::ffff:127.0.0.1]:2368
?      127.0.0.1:40001  -> ghost  [::ffff:127.0.0.1]:2368
`);
});

const bare = { ...sockets, listening: [], connections: [], flows: [], others: [], unix: { count: 0, listening: [] } };

test('nothing there is said, and that only the pod’s own are shown on the node’s network', () => {
	expect(formatSockets({ ...bare, host: true }, undefined, [], { wide: false })).toBe(
		"network namespace 4026532476, the node's: only the pod's own sockets are shown\n\nnothing listens\n",
	);
});

test('an address of the API that the pod does not have', () => {
	const ips = ['10.244.0.7', 'fd00::9'];
	const differing = comparePodAddresses(addresses.addresses, [], ips);
	expect(formatSockets(undefined, differing, ips, { wide: false })).toBe(
		'addresses 10.244.0.7 127.0.0.1\npodIP by the API 10.244.0.7 fd00::9: the pod does NOT have fd00::9\n',
	);
});

test('owners that could not be asked are not the same as none', () => {
	const blind = { ...sockets, ownersUnknown: { reason: 'not root' } };
	expect(formatSockets(blind, undefined, [], { wide: false })).toMatch(/udp +127\.0\.0\.1:53 +\? +\? +\?\n/);
});

test('what was left out is said', () => {
	const omitted = { listening: 1, connections: 2, flows: 3, unixListening: 4 };
	const text = formatSockets({ ...sockets, omitted, incomplete: true }, undefined, [], { wide: false });
	expect(text.match(/\d more are not shown/g)).toEqual([
		'1 more are not shown',
		'3 more are not shown',
		'4 more are not shown',
	]);
	expect(text).toContain("the kernel's tables are longer than what was read");
});

test.each([80, 40])('in %s columns nothing wraps, whatever is in it', (width) => {
	const evil = '\x1b[2J\n\u202e名前'.repeat(20);
	const owner = { container: evil, pids: [1_234_567, 1_234_568, 1_234_569, 4], command: evil };
	const hostile: PodSockets = {
		...sockets,
		listening: [
			{
				protocol: 'tcp6',
				local: { address: 'fe80::1234:5678:9abc:def0', port: 65_535 },
				uid: 0,
				inode: 1,
				owners: [owner],
			},
		],
		flows: [{ from: evil, to: evil, port: 1, count: 1 }],
		unix: { count: 1, listening: [{ type: 'seqpacket', inode: 1, path: `/${evil}`, owners: [owner] }] },
	};
	const lines = formatSockets(hostile, addresses, [evil], { wide: false, width }).split('\n');
	for (const line of lines) {
		expect(textWidth(line)).toBeLessThanOrEqual(width);
		expect(line).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202e]/);
	}
});
