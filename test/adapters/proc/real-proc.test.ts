import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readlinkSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readContainerProcess } from '../../../source/adapters/proc/container-process.ts';
import { pickFirstProcess, readLivingStat } from '../../../source/adapters/proc/first-process.ts';
import { readLinuxNamespaces } from '../../../source/adapters/proc/namespaces.ts';
import { createPidIndex } from '../../../source/adapters/proc/pid-index.ts';
import { listPids } from '../../../source/adapters/proc/read-proc.ts';
import { readBootClock } from '../../../source/adapters/proc/scan.ts';
import { linuxNamespaceKinds } from '../../../source/core/linux-namespace.ts';

describe('this machine’s /proc', () => {
	test('this very process', () => {
		const stat = readLivingStat('/proc', process.pid);
		if (!stat) return expect.fail('it does not see itself');
		const read = readContainerProcess('/proc', stat, { containerId: 'this' }, readBootClock('/proc', 100));
		expect(read.denied).toBe(false);
		expect(read.process).toMatchObject({ containerId: 'this', pid: process.pid });
		expect(stat.parentPid).toBe(process.ppid);
		expect(read.process.nsPids?.[0]).toBe(process.pid);
		expect(`${read.process.command}\n`).toBe(readFileSync('/proc/self/comm', 'utf8'));
		for (const kind of linuxNamespaceKinds) {
			expect(`${kind}:[${read.process.linuxNamespaces[kind]}]`).toBe(readlinkSync(`/proc/self/ns/${kind}`));
		}
		// btime has whole seconds, and Node counts its uptime from a little after the process began
		const began = Date.now() - process.uptime() * 1000;
		expect(Math.abs((read.process.startedAt ?? 0) - began)).toBeLessThan(3_000);
	});

	test('a child with a pid', async () => {
		const child = spawn('sleep', ['60']);
		onTestFinished(() => void child.kill());
		await once(child, 'spawn');
		const pid = child.pid ?? 0;
		expect(listPids('/proc')).toContain(pid);
		expect(pickFirstProcess('/proc', [process.pid, pid])?.pid).toBe(process.pid);
		child.kill();
		await once(child, 'exit');
		expect(readLivingStat('/proc', pid)).toBeUndefined();
		expect(readLinuxNamespaces(`/proc/${pid}`)).toEqual({ linuxNamespaces: {}, denied: false });
	});

	test('the index knows every process that lives from beginning to end', async () => {
		const index = createPidIndex('/proc', Date.now);
		const before = listPids('/proc');
		await index.refresh('all', new AbortController().signal);
		const after = new Set(listPids('/proc'));
		const missing = before.filter((pid) => after.has(pid) && !index.has(pid));
		expect(missing).toEqual([]);
		expect(index.has(process.pid)).toBe(true);
	});
});
