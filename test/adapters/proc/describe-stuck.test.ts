import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { describeStuck } from '../../../source/adapters/proc/describe-stuck.ts';
import { readLivingStat } from '../../../source/adapters/proc/first-process.ts';
import { createProcTree, type ProcTree } from './proc-tree.ts';

let tree: ProcTree;

beforeEach(() => {
	tree = createProcTree();
	onTestFinished(tree.close);
});

const describeIt = () => describeStuck(123, tree.root);
const write = (name: string, text: string) => writeFileSync(join(tree.root, 'proc/123', name), text);

test.each([
	['D', 'rpc_wait_bit_killable', 'is in uninterruptible sleep (D, in rpc_wait_bit_killable): it ends when the kernel'],
	['D', '0', 'is in uninterruptible sleep (D): it ends when the kernel'],
	['T', 'do_signal_stop', 'is stopped (T): somebody has sent it STOP'],
	['t', 'ptrace_stop', 'is stopped by a debugger (t)'],
	['S', 'hrtimer_nanosleep', 'lives on (S, in hrtimer_nanosleep)'],
	['R', '0', 'lives on (R)'],
])('%s in %s', (state, wait, words) => {
	tree.set({ pid: 123, command: 'nginx', state });
	write('wchan', wait);
	expect(describeIt()).toMatch(/^pid 123 \(nginx\) /);
	expect(describeIt()).toContain(words);
});

test.each([
	['version 1', '7:freezer:/kubepods/c1\n0::/\n', 'freezer/kubepods/c1', 'freezer.state', 'FROZEN\n', 'THAWED\n'],
	[
		'version 2',
		'0::/kubepods/c1\n',
		'kubepods/c1',
		'cgroup.events',
		'populated 1\nfrozen 1\n',
		'populated 1\nfrozen 0\n',
	],
])('a paused container, cgroup %s', (_, cgroup, folder, file, frozen, thawed) => {
	tree.set({ pid: 123, command: 'nginx', state: 'D' });
	write('cgroup', cgroup);
	expect(describeIt()).toContain('uninterruptible');
	const place = join(tree.root, 'sys/fs/cgroup', folder);
	mkdirSync(place, { recursive: true });
	writeFileSync(join(place, file), frozen);
	expect(describeIt()).toBe('pid 123 (nginx) is frozen: its container is paused');
	writeFileSync(join(place, file), thawed);
	expect(describeIt()).toContain('uninterruptible');
});

test('a zombie, and who does not reap it', () => {
	tree.set({ pid: 45, command: 'containerd-shim' }, { pid: 123, parentPid: 45, command: 'nginx', state: 'Z' });
	expect(describeIt()).toBe(
		'pid 123 (nginx) is a zombie (Z): it has ended, but its parent pid 45 (containerd-shim) does not reap it',
	);
	tree.remove(45);
	expect(describeIt()).toContain('but its parent does not reap it');
});

test('a zombie whose threads live on', () => {
	tree.set({ pid: 123, command: 'nginx', state: 'Z', threads: 3 });
	expect(describeIt()).toBe('pid 123 (nginx) has ended (Z), but not all of its 3 threads');
});

describe('why TERM does nothing', () => {
	const masks = (ignored: string, blocked: string, caught: string, nsPids = '123\t1') =>
		`NSpid:\t${nsPids}\nSigBlk:\t${blocked}\nSigIgn:\t${ignored}\nSigCgt:\t${caught}\n`;
	const none = '0'.repeat(16);
	const term = '0000000000004000';

	test.each([
		[masks(term, none, none), ': it ignores TERM'],
		[masks(none, term, none), ': it blocks TERM'],
		[masks(none, none, none), ': it is PID 1 inside and has no handler for TERM'],
	])('%j', (status, words) => {
		tree.set({ pid: 123, command: 'nginx' });
		write('status', status);
		expect(describeIt()).toBe(`pid 123 (nginx) lives on (S)${words}`);
	});

	test.each([masks(none, none, term), masks(none, none, none, '123'), masks(none, none, none, '123\t7'), ''])(
		'is not told by %j',
		(status) => {
			tree.set({ pid: 123, command: 'nginx' });
			write('status', status);
			expect(describeIt()).toBe('pid 123 (nginx) lives on (S)');
		},
	);
});

test('a name with escape sequences', () => {
	tree.set({ pid: 123, command: '\u001b[2J) Z (', state: 'D' });
	expect(describeIt()).toContain('pid 123 (\\x1b[2J) Z () is in uninterruptible sleep');
});

test('who is gone is not stuck', () => {
	expect(describeIt()).toBeUndefined();
	expect(describeStuck(123, join(tree.root, 'nothing'))).toBeUndefined();
});

async function untilState(pid: number, state: string): Promise<void> {
	while (readLivingStat('/proc', pid)?.state !== state) await new Promise((resolve) => setImmediate(resolve));
}

test('a real process that ignores TERM, and one that is stopped', async () => {
	const child = spawn('sh', ['-c', 'trap "" TERM; echo ready; while :; do sleep 100; done'], {
		stdio: ['ignore', 'pipe', 'ignore'],
		detached: true,
	});
	const pid = child.pid ?? 0;
	const ended = once(child, 'exit');
	try {
		await once(child.stdout, 'data');
		child.kill('SIGTERM');
		// D for as long as it starts its `sleep`
		await untilState(pid, 'S');
		expect(describeStuck(pid)).toMatch(/^pid \d+ \(sh\) lives on \(S(, in \w+)?\): it ignores TERM$/);
		child.kill('SIGSTOP');
		await untilState(pid, 'T');
		expect(describeStuck(pid)).toMatch(/^pid \d+ \(sh\) is stopped \(T\)/);
	} finally {
		process.kill(-pid, 'SIGKILL');
		await ended;
	}
	expect(describeStuck(pid)).toBeUndefined();
});
