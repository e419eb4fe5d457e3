import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readNetTables } from '../../../../source/adapters/proc/inside/read-net-tables.ts';
import { readProcesses } from '../../../../source/adapters/proc/inside/read-processes.ts';
import { readSockets } from '../../../../source/adapters/proc/inside/read-sockets.ts';
import { scanPods } from '../../../../source/adapters/proc/inside/scan-pods.ts';
import { readBootClock } from '../../../../source/adapters/proc/scan.ts';
import { parseNamespaceLink } from '../../../../source/core/proc-namespace-link.ts';
import { containerId } from '../run-source.ts';
import { createInsideTree } from './inside-tree.ts';

const id = containerId('ab');
const containers = [{ id, name: 'this', role: 'container' as const }];
const request = { podUid: 'here', containers, want: { processes: true, sockets: true } };
const { signal } = new AbortController();
const inode = (kind: string) => parseNamespaceLink(readlinkSync(`/proc/self/ns/${kind}`))?.inode;

/** This machine's processes as those of one container. */
function readReal(pids: readonly number[], previous = {}) {
	const members = pids.map((pid) => ({ pid, containerId: id, pidNamespace: inode('pid') }));
	const reading = { procDir: '/proc', bootClock: readBootClock('/proc', 100), now: Date.now };
	return readProcesses({ ...request, ...previous }, members, reading, signal);
}

function start(command: string, words: readonly string[]): ChildProcess {
	const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'ignore'] });
	onTestFinished(() => void child.kill('SIGKILL'));
	return child;
}

describe('this machine’s processes', () => {
	test('a child: command line, user, start, memory as the kernel says', async () => {
		const child = start('sh', ['-c', 'echo ready; exec sleep 60']);
		await once(child.stdout ?? child, 'data');
		const { namespaces } = await readReal([process.pid, child.pid ?? 0]);
		const rows = namespaces.flatMap(({ processes }) => processes);
		expect(rows.map(({ pid, depth }) => [pid, depth])).toEqual([
			[process.pid, 0],
			[child.pid, 1],
		]);
		expect(rows[1]).toMatchObject({ parentPid: process.pid, uid: process.geteuid?.(), user: userInfo().username });
		const own = rows[0];
		expect(own?.commandLine).toContain(readFileSync('/proc/self/cmdline', 'utf8').split('\0')[0]);
		expect(Math.abs((own?.startedAt ?? 0) - (Date.now() - process.uptime() * 1000))).toBeLessThan(3_000);
		expect(own?.residentBytes).toBeGreaterThan(10_000_000);
		expect(own?.threads).toBeGreaterThan(1);
	});

	test('CPU % of one that computes is about a core', async () => {
		// real time is what is measured here: it says when enough of it has passed
		const busy = 'console.log(1); const t = Date.now(); while (Date.now() - t < 700); console.log(2); for (;;);';
		const child = start(process.execPath, ['-e', busy]);
		await once(child.stdout ?? child, 'data');
		const first = await readReal([child.pid ?? 0]);
		await once(child.stdout ?? child, 'data');
		const second = await readReal([child.pid ?? 0], { previous: { processes: first } });
		const percent = second.namespaces[0]?.processes[0]?.cpu.percent ?? 0;
		expect(percent).toBeGreaterThan(5);
		expect(percent).toBeLessThan(130);
	});

	test('a zombie, and who has not waited for it', async () => {
		// the shell becomes a program that knows nothing of its child
		const child = start('sh', ['-c', 'sh -c "echo \\$\\$" & exec sleep 60']);
		const [text] = (await once(child.stdout ?? child, 'data')) as [Buffer];
		const zombie = Number(text.toString());
		const pids = [child.pid ?? 0, zombie];
		let read = await readReal(pids);
		while (!read.namespaces[0]?.zombies) read = await readReal(pids);
		expect(read.namespaces[0]?.zombies).toMatchObject({
			pids: [zombie],
			parents: [{ parent: { pid: child.pid, container: 'this' }, count: 1 }],
		});
		expect(read.namespaces[0]?.processes.find(({ pid }) => pid === zombie)?.commandLine).toBe('[sh]');
	});

	test('one that has ended is left out', async () => {
		const child = start('true', []);
		await once(child, 'exit');
		expect(await readReal([child.pid ?? 0])).toEqual({ namespaces: [], omitted: 0 });
	});
});

describe('this machine’s sockets', () => {
	const read = async (pids: readonly number[]) => {
		const tables = await readNetTables('/proc/self', signal);
		if (!tables) return expect.fail('no tables');
		const members = pids.map((pid) => ({ pid, containerId: id }));
		return readSockets(request, members, { procDir: '/proc', tables, host: true }, signal);
	};

	test('a port of this process, and a connection to it', async () => {
		const server = createServer();
		onTestFinished(() => void server.close());
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		const { port } = server.address() as { port: number };
		const client = connect(port, '127.0.0.1');
		onTestFinished(() => void client.destroy());
		const [accepted] = (await once(server, 'connection')) as [ReturnType<typeof connect>];
		onTestFinished(() => void accepted.destroy());
		const sockets = await read([process.pid]);
		const owner = { container: 'this', containerId: id, pids: [process.pid] };
		expect(sockets.listening.filter(({ local }) => local.port === port)).toMatchObject([
			{ protocol: 'tcp', local: { address: '127.0.0.1', port }, uid: process.geteuid?.(), owners: [owner] },
		]);
		expect(sockets.connections.filter(({ to }) => to.port === port)).toMatchObject([
			{ from: { port: client.localPort, owners: [owner] }, to: { address: '127.0.0.1', owners: [owner] } },
		]);
		expect(sockets.flows).toContainEqual({ from: 'this', to: 'this', port, count: 1 });
	});

	test('a socket with a path', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'pausetop-unix-'));
		onTestFinished(() => rmSync(folder, { recursive: true }));
		const server = createServer();
		onTestFinished(() => void server.close());
		server.listen(join(folder, 'ä b'));
		await once(server, 'listening');
		const { unix } = await read([process.pid]);
		expect(unix.listening).toContainEqual(
			expect.objectContaining({
				path: join(folder, 'ä b'),
				type: 'stream',
				owners: [expect.objectContaining({ pids: [process.pid] })],
			}),
		);
	});
});

test('2,000 processes: one pass, and nothing but cgroup and namespace links of strangers is read', async () => {
	const tree = createInsideTree();
	for (let pid = 1_000; pid < 3_000; pid += 1) tree.set({ pid, lean: true });
	tree.set({ pid: 500, cgroup: `/docker/${id}`, namespaces: { net: 4026539999 } });
	// a stranger's other files are not even looked at
	for (let pid = 1_000; pid < 3_000; pid += 1) rmSync(join(tree.root, `proc/${pid}/stat`));
	const began = performance.now();
	const { members } = await scanPods(join(tree.root, 'proc'), [request], { net: 1, pid: 4026531836 }, signal);
	expect(performance.now() - began).toBeLessThan(1_000);
	expect(members.get('here')).toMatchObject([{ pid: 500, net: 4026539999 }]);
});
