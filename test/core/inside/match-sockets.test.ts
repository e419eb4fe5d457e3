import { describe, expect, test } from 'vitest';
import { matchSockets, socketLimits } from '../../../source/core/inside/match-sockets.ts';
import type { SocketOwner } from '../../../source/core/inside/pod-sockets.ts';
import type { SocketEntry, TcpState, UnixEntry } from '../../../source/core/inside/socket-entry.ts';

function entry(
	protocol: SocketEntry['protocol'],
	local: string,
	remote: string,
	state: TcpState,
	inode: number,
): SocketEntry {
	const end = (text: string) => {
		const colon = text.lastIndexOf(':');
		return { address: text.slice(0, colon), port: Number(text.slice(colon + 1)) };
	};
	return { protocol, local: end(local), remote: end(remote), state, uid: 0, inode };
}

const owners: Record<number, SocketOwner> = {
	1: { container: 'nginx', containerId: 'n', pids: [10, 11], command: 'nginx' },
	2: { container: 'ghost', containerId: 'g', pids: [20], command: 'node' },
	3: { container: 'nginx', containerId: 'n', pids: [11], command: 'nginx' },
	4: { container: 'ghost', containerId: 'g', pids: [20], command: 'node' },
};
const find = (inode: number) => (owners[inode] ? [owners[inode]] : []);
const match = (entries: readonly SocketEntry[], unix: readonly UnixEntry[] = []) => matchSockets(entries, unix, find);

describe('listening', () => {
	test('TCP that listens and UDP that takes from anyone, by port, with owners', () => {
		const { listening, others } = match([
			entry('tcp', '0.0.0.0:2368', '0.0.0.0:0', 'LISTEN', 2),
			entry('udp', '127.0.0.1:53', '0.0.0.0:0', 'CLOSE', 5),
			entry('udp', '0.0.0.0:0', '0.0.0.0:0', 'CLOSE', 6),
			entry('udp', '10.0.0.1:700', '10.0.0.2:53', 'ESTABLISHED', 7),
			entry('tcp6', ':::80', ':::0', 'LISTEN', 1),
		]);
		expect(listening.map(({ protocol, local, owners }) => [protocol, local.port, owners[0]?.container])).toEqual([
			['udp', 53, undefined],
			['tcp6', 80, 'nginx'],
			['tcp', 2368, 'ghost'],
		]);
		expect(listening[1]?.owners).toEqual([owners[1]]);
		expect(others).toEqual([
			{ protocol: 'udp', state: 'CLOSE', direction: 'out', count: 1 },
			{ protocol: 'udp', state: 'ESTABLISHED', direction: 'out', count: 1 },
		]);
	});
});

describe('connections inside', () => {
	test('both ends, the listener’s last, also where it says ::ffff:', () => {
		const { connections, flows, others } = match([
			entry('tcp6', ':::2368', ':::0', 'LISTEN', 2),
			entry('tcp6', '::ffff:127.0.0.1:2368', '::ffff:127.0.0.1:40280', 'ESTABLISHED', 4),
			entry('tcp', '127.0.0.1:40280', '127.0.0.1:2368', 'ESTABLISHED', 3),
		]);
		expect(connections).toEqual([
			{
				from: { address: '127.0.0.1', port: 40280, inode: 3, owners: [owners[3]] },
				to: { address: '::ffff:127.0.0.1', port: 2368, inode: 4, owners: [owners[4]] },
			},
		]);
		expect(flows).toEqual([{ from: 'nginx', to: 'ghost', port: 2368, count: 1 }]);
		expect(others).toEqual([]);
	});

	test('over the pod’s own address, counted', () => {
		const ports = [40_001, 40_002, 40_003];
		const { flows } = match([
			entry('tcp', '10.0.0.7:2368', '0.0.0.0:0', 'LISTEN', 2),
			...ports.flatMap((port) => [
				entry('tcp', `10.0.0.7:${port}`, '10.0.0.7:2368', 'ESTABLISHED', 3),
				entry('tcp', '10.0.0.7:2368', `10.0.0.7:${port}`, 'ESTABLISHED', 4),
			]),
		]);
		expect(flows).toEqual([{ from: 'nginx', to: 'ghost', port: 2368, count: 3 }]);
	});

	test('a listener that is gone: the smaller port is the server’s', () => {
		const { connections } = match([
			entry('tcp', '127.0.0.1:80', '127.0.0.1:5000', 'ESTABLISHED', 4),
			entry('tcp', '127.0.0.1:5000', '127.0.0.1:80', 'ESTABLISHED', 3),
		]);
		expect(connections.map(({ from, to }) => [from.port, to.port])).toEqual([[5000, 80]]);
	});

	test('a larger port that listens on one address only', () => {
		const { connections } = match([
			entry('tcp', '127.0.0.1:9000', '0.0.0.0:0', 'LISTEN', 2),
			entry('tcp', '127.0.0.1:9000', '127.0.0.1:500', 'ESTABLISHED', 4),
			entry('tcp', '127.0.0.1:500', '127.0.0.1:9000', 'ESTABLISHED', 3),
		]);
		expect(connections.map(({ from, to }) => [from.port, to.port])).toEqual([[500, 9000]]);
	});

	test('a socket that is connected to itself', () => {
		const { connections } = match([entry('tcp', '127.0.0.1:7', '127.0.0.1:7', 'ESTABLISHED', 3)]);
		expect(connections).toHaveLength(1);
	});
});

test('the others by state and direction, both families together, the most first', () => {
	const { others, connections } = match([
		entry('tcp6', ':::80', ':::0', 'LISTEN', 1),
		entry('tcp6', '::ffff:10.0.0.7:80', '::ffff:10.0.0.9:4000', 'ESTABLISHED', 3),
		entry('tcp6', '::ffff:10.0.0.7:80', '::ffff:10.0.0.9:4001', 'ESTABLISHED', 3),
		entry('tcp', '10.0.0.7:4002', '10.0.0.9:80', 'ESTABLISHED', 3),
		entry('tcp', '127.0.0.1:4003', '127.0.0.1:80', 'TIME_WAIT', 0),
	]);
	expect(connections).toEqual([]);
	expect(others).toEqual([
		{ protocol: 'tcp', state: 'ESTABLISHED', direction: 'in', count: 2 },
		{ protocol: 'tcp', state: 'TIME_WAIT', direction: 'out', count: 1 },
		{ protocol: 'tcp', state: 'ESTABLISHED', direction: 'out', count: 1 },
	]);
});

test('unix sockets: counted, the listening ones by path', () => {
	const { unix } = match(
		[],
		[
			{ type: 'stream', listening: true, inode: 1, path: '/run/b' },
			{ type: 'stream', listening: false, inode: 9 },
			{ type: 'seqpacket', listening: true, inode: 2, path: '@a' },
		],
	);
	expect(unix).toEqual({
		count: 3,
		listening: [
			{ type: 'stream', inode: 1, path: '/run/b', owners: [owners[1]] },
			{ type: 'seqpacket', inode: 2, path: '@a', owners: [owners[2]] },
		],
	});
});

test('20,000 connections: bounded lists, complete numbers, linear time', () => {
	const count = 20_000;
	const entries = Array.from({ length: count }, (_, index) => {
		const client = `10.${index >> 8}.${index & 255}.1:40000`;
		return [
			entry('tcp', '10.0.0.7:80', client, 'ESTABLISHED', 1),
			entry('tcp', client, '10.0.0.7:80', 'ESTABLISHED', 4),
			entry('tcp', `10.0.0.7:${index}`, '0.0.0.0:0', 'LISTEN', 2),
		];
	}).flat();
	const began = performance.now();
	const { listening, connections, flows, omitted } = match(entries);
	expect(performance.now() - began).toBeLessThan(2_000);
	expect(listening).toHaveLength(socketLimits.listening);
	expect(connections).toHaveLength(socketLimits.connections);
	expect(omitted).toEqual({
		listening: count - socketLimits.listening,
		connections: count - socketLimits.connections,
		flows: 0,
		unixListening: 0,
	});
	expect(flows).toEqual([{ from: 'ghost', to: 'nginx', port: 80, count }]);
});
