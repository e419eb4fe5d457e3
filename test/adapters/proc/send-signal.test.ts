import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type SignalOrder, sendSignal } from '../../../source/adapters/proc/send-signal.ts';
import { NothingDoneError } from '../../../source/core/action/nothing-done-error.ts';
import { parseProcStat } from '../../../source/core/proc-stat.ts';
import { createProcTree, type ProcTree } from './proc-tree.ts';

const containerId = 'c0ffee00'.repeat(8);
const cgroup = `/kubepods.slice/kubepods-pod1.slice/crio-${containerId}.scope`;

/** A real process, and a tree that tells of it as /proc would, were it a container's. */
let child: ChildProcess;
let pid: number;
let startTicks: number;
let tree: ProcTree;

beforeEach(async () => {
	child = spawn('sleep', ['100']);
	onTestFinished(() => void child.kill('SIGKILL'));
	await once(child, 'spawn');
	pid = child.pid ?? 0;
	startTicks = parseProcStat(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.startTicks ?? 0;
	tree = createProcTree();
	onTestFinished(tree.close);
	tree.set({ pid, startTicks, cgroup });
	setSelf([process.pid]);
});

/** NSpid of `self`: our pids from the tree's pid namespace down to our own. */
function setSelf(nsPids: readonly number[]): void {
	mkdirSync(join(tree.root, 'proc/self'), { recursive: true });
	writeFileSync(join(tree.root, 'proc/self/status'), `Name:\tnode\nNSpid:\t${nsPids.join('\t')}\n`);
}

const send = (order: Partial<SignalOrder> = {}) =>
	sendSignal({ pid, startTicks, containerId, signal: 'TERM', hostRoot: tree.root, ...order });

function expectRefusal(order: Partial<SignalOrder>, message: RegExp): NothingDoneError {
	try {
		send(order);
	} catch (error) {
		expect(error).toBeInstanceOf(NothingDoneError);
		expect((error as Error).message).toMatch(message);
		return error as NothingDoneError;
	}
	return expect.fail('it was sent');
}

/** Sends it a signal of our own that ends it, and sees that it was this one that did. */
async function expectUntouched(): Promise<void> {
	const ended = once(child, 'exit');
	child.kill('SIGUSR1');
	expect(await ended).toEqual([null, 'SIGUSR1']);
}

const countOpen = () => readdirSync('/proc/self/fd').length;

test.each(['TERM', 'KILL'] as const)('%s reaches the process that is meant', async (signal) => {
	const ended = once(child, 'exit');
	expect(send({ signal })).toBe('sent');
	expect(await ended).toEqual([null, `SIG${signal}`]);
});

describe('nothing is signalled', () => {
	test('when the pid is another process’s by now', async () => {
		expectRefusal({ startTicks: startTicks + 1 }, /^pid \d+ is another process now: it has started at another time$/);
		await expectUntouched();
	});

	test.each(['/user.slice', `/kubepods.slice/crio-${'b'.repeat(64)}.scope`, `/crio-conmon-${containerId}.scope`])(
		'when it is in %s',
		async (place) => {
			tree.set({ pid, startTicks, cgroup: place });
			expectRefusal({}, /^pid \d+ is not a process of c0ffee00c0ffe$/);
			await expectUntouched();
		},
	);

	test('when it is in no container at all, by this machine’s own /proc', async () => {
		expectRefusal({ hostRoot: undefined }, /is not a process of/);
		expectRefusal({ hostRoot: undefined, startTicks: 1 }, /is another process now/);
		await expectUntouched();
	});

	test('when pausetop is in another pid namespace than the node', async () => {
		setSelf([4711, process.pid]);
		const { message, remedy } = expectRefusal({}, /cannot be signalled from here/);
		expect(message).toContain(`${tree.root}/proc`);
		expect(remedy).toContain('hostPID: true');
		setSelf([process.pid + 1]);
		expectRefusal({}, /cannot be signalled from here/);
		await expectUntouched();
	});

	test('when the tree is no /proc of this machine', async () => {
		const other = createProcTree();
		onTestFinished(other.close);
		other.set({ pid, startTicks, cgroup });
		expectRefusal({ hostRoot: other.root }, /cannot be signalled from here/);
		await expectUntouched();
	});

	test.each([0, -1, 1, Number.NaN, 1.5])('when the pid is %d', (impossible) => {
		expectRefusal({ pid: impossible }, /is not the pid of a container's process/);
	});
});

describe('it has already ended', () => {
	test('and is gone', async () => {
		tree.remove(pid);
		expect(send()).toBe('already-ended');
		await expectUntouched();
	});

	test('and is gone from this machine', async () => {
		const ended = once(child, 'exit');
		child.kill('SIGKILL');
		await ended;
		expect(send()).toBe('already-ended');
		expect(send({ hostRoot: undefined })).toBe('already-ended');
	});

	test('and is a zombie', async () => {
		tree.set({ pid, startTicks, cgroup, state: 'Z' });
		expect(send()).toBe('already-ended');
		await expectUntouched();
	});
});

test('a tree through a link is as good', () => {
	const link = join(tree.root, 'host');
	symlinkSync(tree.root, link);
	expect(send({ hostRoot: link })).toBe('sent');
});

test('no file stays open, whatever comes of it', () => {
	const before = countOpen();
	for (let round = 0; round < 20; round++) {
		expectRefusal({ startTicks: 1 }, /another process/);
		tree.set({ pid, startTicks, cgroup, state: 'Z' });
		send();
		tree.set({ pid, startTicks, cgroup });
	}
	send();
	expect(countOpen()).toBe(before);
});

test('who may not signal it is told so', async () => {
	if (process.getuid?.() !== 0) {
		// pid 2 is the kernel's
		tree.set({ pid: 2, startTicks: 5, cgroup });
		expect(() => send({ pid: 2, startTicks: 5 })).toThrow(/^no permission to signal pid 2$/);
		return;
	}
	// root may do anything: a child of ours becomes nobody
	const script = join(dirname(fileURLToPath(import.meta.url)), 'signal-denied-child.ts');
	const order = JSON.stringify({ pid, startTicks, containerId, signal: 'TERM', hostRoot: tree.root });
	const { stdout } = await promisify(execFile)(process.execPath, [script, order]);
	expect(JSON.parse(stdout)).toEqual({
		name: 'SourceError',
		message: `no permission to signal pid ${pid}`,
		remedy: expect.stringContaining('run as root'),
	});
	await expectUntouched();
});
