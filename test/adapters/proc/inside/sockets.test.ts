import { beforeEach, describe, expect, test } from 'vitest';
import { readInside, readInsides } from '../../../../source/adapters/proc/inside/read-inside.ts';
import { containerId } from '../run-source.ts';
import {
	addPod,
	createInsideTree,
	ghostId,
	type InsideTree,
	nginxId,
	podNet,
	podUid,
	requestPod,
} from './inside-tree.ts';

const now = () => 1_795_310_000_000;
const heading = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const line = (local: string, remote: string, state: string, inode: number, uid = 0) =>
	`   0: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000 ${uid} 0 ${inode} 1 0 100 0 0 10 0\n`;

const anyV6 = `${'0'.repeat(32)}:0050`;
const noneV6 = `${'0'.repeat(32)}:0000`;
const tables = {
	'net/tcp':
		heading +
		line('00000000:0940', '00000000:0000', '0A', 7002) +
		line('0100007F:9C40', '0100007F:0940', '01', 7003) +
		line('0100007F:0940', '0100007F:9C40', '01', 7004) +
		line('0700F40A:9C41', '01010101:01BB', '06', 0),
	'net/tcp6': heading + line(anyV6, noneV6, '0A', 7001),
	'net/udp': heading + line('0100007F:0035', '00000000:0000', '07', 9999),
	'net/unix':
		'Num       RefCount Protocol Flags    Type St Inode Path\n' +
		'0000: 00000002 00000000 00010000 0001 01 7005 /run/app.sock\n0000: 00000003 00000000 00000000 0001 03 8 \n',
	'net/fib_trie': 'Main:\n  |-- 10.244.0.7\n     /32 host LOCAL\n  |-- 127.0.0.1\n     /32 host LOCAL\n',
	'net/dev': 'eth0: 556 6 0 0 0 0 0 0 42 1 0 0 0 0 0 0\n',
};

let tree: InsideTree;
beforeEach(() => {
	tree = createInsideTree();
	addPod(tree, tables);
});

const read = (overrides = {}) =>
	readInside(requestPod({ want: { sockets: true }, ...overrides }), { hostRoot: tree.root, now });

test('each port with the container and the processes that hold it', async () => {
	const { sockets, problems } = await read();
	expect(problems).toEqual([]);
	expect(sockets).toMatchObject({ netNamespace: podNet, host: false });
	expect(sockets?.listening).toEqual([
		{ protocol: 'udp', local: { address: '127.0.0.1', port: 53 }, uid: 0, inode: 9999, owners: [] },
		{
			protocol: 'tcp6',
			local: { address: '::', port: 80 },
			uid: 0,
			inode: 7001,
			owners: [{ container: 'nginx', containerId: nginxId, pids: [110, 111], command: 'nginx' }],
		},
		{
			protocol: 'tcp',
			local: { address: '0.0.0.0', port: 2368 },
			uid: 0,
			inode: 7002,
			owners: [{ container: 'ghost', containerId: ghostId, pids: [120], command: 'node' }],
		},
	]);
	expect(sockets?.flows).toEqual([{ from: 'nginx', to: 'ghost', port: 2368, count: 1 }]);
	expect(sockets?.others).toEqual([{ protocol: 'tcp', state: 'TIME_WAIT', direction: 'out', count: 1 }]);
	expect(sockets?.unix).toMatchObject({
		count: 2,
		listening: [{ path: '/run/app.sock', owners: [{ container: 'ghost' }] }],
	});
	expect(sockets).not.toHaveProperty('ownersUnknown');
	expect(sockets).not.toHaveProperty('incomplete');
});

describe('addresses', () => {
	test.each([
		[['10.244.0.7'], true],
		[['10.244.0.99'], false],
		[undefined, undefined],
	])('compared with %j', async (podIps, ipMatches) => {
		const { addresses } = await read({ podIps });
		expect(addresses?.ipMatches).toBe(ipMatches);
		expect(addresses?.interfaces).toEqual([{ name: 'eth0', receivedBytes: 556, sentBytes: 42 }]);
	});
});

test('a process that entered the pod holds a port, in no container', async () => {
	tree.add({ pid: 200, command: 'socat', namespaces: { net: podNet }, descriptors: ['socket:[9999]'] });
	const { sockets } = await read();
	expect(sockets?.listening[0]?.owners).toEqual([{ pids: [200], command: 'socat' }]);
});

test('a pod with the node’s network: only what its own processes hold', async () => {
	const id = containerId('f1');
	tree.add({
		pid: 300,
		cgroup: `/kubepods/pod${podUid}/${id}`,
		command: 'web',
		descriptors: ['socket:[7002]'],
		files: tables,
	});
	tree.remove(100, 110, 111, 120);
	const { sockets } = await read({ containers: [{ id, name: 'web', role: 'container' }] });
	expect(sockets?.host).toBe(true);
	expect(sockets?.listening).toMatchObject([{ local: { port: 2368 }, owners: [{ container: 'web', pids: [300] }] }]);
	expect(sockets?.others).toEqual([]);
	expect(sockets?.unix.count).toBe(0);
});

test('the first process has just ended: another one of the pod is asked', async () => {
	const gone = createInsideTree();
	addPod(gone, {});
	gone.write('proc/111/net/tcp', tables['net/tcp']);
	const { sockets } = await readInside(requestPod({ want: { sockets: true } }), { hostRoot: gone.root, now });
	expect(sockets?.listening.map(({ local }) => local.port)).toEqual([2368]);
});

test('no process lives: says so', async () => {
	tree.remove(100, 110, 111, 120);
	expect(await read()).toMatchObject({
		problems: [{ about: 'sockets', detail: 'no process of the pod lives, so its network cannot be looked into' }],
	});
});

test('garbage and half-written tables', async () => {
	for (const pid of [100, 110, 111, 120]) {
		tree.write(`proc/${pid}/net/tcp`, `\x1b[2J\n\n${tables['net/tcp'].slice(0, 160)}`);
		tree.write(`proc/${pid}/net/tcp6`, '');
		tree.write(`proc/${pid}/net/unix`, 'x'.repeat(300_000));
		tree.write(`proc/${pid}/net/fib_trie`, '\0\0\0');
	}
	const inside = await read({ podIps: ['10.0.0.1'] });
	expect(inside.sockets?.listening.map(({ local }) => local.port)).toEqual([53]);
	expect(inside.sockets?.incomplete).toBe(true);
	expect(inside.addresses?.ipMatches).toBeUndefined();
});

test('20,000 sockets: bounded and told', async () => {
	const count = 20_000;
	const lines = Array.from({ length: count }, (_, index) => {
		const port = (index % 65_536).toString(16).padStart(4, '0').toUpperCase();
		return line(`0100007F:${port}`, '00000000:0000', '0A', 100_000 + index);
	});
	tree.add({
		pid: 130,
		cgroup: `/kubepods/pod${podUid}/${nginxId}`,
		namespaces: { net: podNet },
		descriptors: Array.from({ length: 500 }, (_, index) => `socket:[${100_000 + index}]`),
	});
	for (const pid of [100, 110, 111, 120]) tree.write(`proc/${pid}/net/tcp`, heading + lines.join(''));
	const began = performance.now();
	const { sockets } = await read();
	expect(performance.now() - began).toBeLessThan(3_000);
	// and the two of tcp6 and udp
	expect((sockets?.listening.length ?? 0) + (sockets?.omitted.listening ?? 0)).toBe(count + 2);
	expect(sockets?.listening[3]).toMatchObject({ local: { port: 3 }, owners: [{ container: 'nginx', pids: [130] }] });
});

test('several pods with the node’s network read its tables once', async () => {
	const ids = ['f1', 'f2'].map(containerId);
	for (const [index, id] of ids.entries()) {
		tree.add({
			pid: 300 + index,
			cgroup: `/kubepods/pod${index}/${id}`,
			descriptors: [`socket:[${7001 + index}]`],
			files: tables,
		});
	}
	// the second's own tables are never looked at
	tree.write('proc/301/net/tcp', '');
	const insides = await readInsides(
		ids.map((id, index) => ({
			podUid: `pod-${index}`,
			containers: [{ id, name: `web-${index}`, role: 'container' as const }],
			want: { sockets: true },
		})),
		{ hostRoot: tree.root, now },
	);
	expect(insides.map(({ sockets }) => sockets?.listening.map(({ local }) => local.port))).toEqual([[80], [2368]]);
});
