import { describe, expect, it } from 'vitest';
import { checkArguments } from '../../source/commands/arguments.ts';
import type { InsidePodRequest } from '../../source/commands/inside-form.ts';
import { readInsideForm } from '../../source/commands/inside-form.ts';
import { runPs } from '../../source/commands/ps.ts';
import { UsageError } from '../../source/core/usage-error.ts';
import type { WireRequest } from '../../source/wire.ts';
import { createIo, requestFor } from '../helpers/command.ts';
import { nginxNamespace, openInsideBench, pauseNamespace } from './inside-bench.ts';

const { node, bench } = openInsideBench();

async function ps(request: Partial<InsidePodRequest> = {}, where: Partial<WireRequest> = {}) {
	const io = createIo();
	const whole = { pod: 'pause-test', kubeNamespace: 'default', ...request };
	const code = await runPs(whole, requestFor(node(), { hostRoot: bench().root, ...where }), io);
	return { code, stdout: io.stdout(), stderr: io.stderr() };
}

describe('the table', () => {
	it('a tree for each pid namespace, the pause’s first', async () => {
		const { code, stdout, stderr } = await ps();
		expect([code, stderr]).toEqual([0, '']);
		expect(stdout.replaceAll(/ (?:59|60)m /g, ' 60m ')).toContain(
			`pid namespace ${pauseNamespace} of pause: PID 1 is /pause (pid 100)
PID  NSPID  CONTAINER  USER   STAT  AGE  %CPU     RSS  COMMAND
100      1  pause      65535  S     60m   0.0  1000Ki  /pause
`,
		);
		expect(stdout).toContain(`\npid namespace ${nginxNamespace} of nginx: PID 1 is nginx -g daemon off; (pid 110)\n`);
		// 360 s in an hour
		expect(stdout).toMatch(/\n110 +1 +nginx +0 +S +(?:59|60)m +(?:9\.9|10\.0) +1000Ki {2}nginx -g daemon off;\n/);
		expect(stdout).toMatch(/\n111 +7 +nginx +101 +S .* {3}\\_ nginx: worker process\n/);
		expect(stdout).toMatch(/\n112 +8 +nginx +0 +Z .* - {3}\\_ \[date\] <defunct>\n/);
		expect(stdout).toContain('\n1 zombie (pid 112)\n  nginx of nginx (pid 110), PID 1 here, has not waited for it\n');
	});

	it('is safe to draw, and keeps secrets', async () => {
		const { stdout } = await ps();
		expect(stdout.replaceAll('\n', '')).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
		expect(stdout).toMatch(/node index\.js --password=\S+ \\x1b\[2J\\x9b1m\n/);
		expect(stdout).not.toContain('hunter2');
	});

	it('is cut at the terminal’s edge, but not when wide', async () => {
		const narrow = (await ps({ width: 60 })).stdout.split('\n');
		expect(Math.max(...narrow.map((line) => line.length))).toBe(60);
		const wide = (await ps({ width: 60, output: 'wide' })).stdout;
		expect(wide).toMatch(/PPID .*START .*THR +TIME +%CPU +%NOW/);
		expect(wide).toMatch(/\n110 +1 +1 +nginx +0 +S +\S+Z +\d+m +1 +00:06:00 +\S+ +0\.0 +1000Ki/);
	});
});

describe('json', () => {
	it('has everything, by the contract’s names', async () => {
		const { code, stdout, stderr } = await ps({ output: 'json' });
		expect([code, stderr]).toEqual([0, '']);
		expect(stdout).not.toMatch(/hunter2|[\x7f-\x9f]/);
		const document = JSON.parse(stdout);
		expect(document).toMatchObject({
			...{ schema: 'pausetop/v1', kind: 'processes', node: { name: node().nodeName }, omitted: 0, problems: [] },
			pod: { kubeNamespace: 'default', name: 'pause-test' },
		});
		expect(Object.keys(document)).toEqual([
			'schema',
			'kind',
			'takenAt',
			'node',
			'sources',
			'pod',
			'pidNamespaces',
			'omitted',
			'problems',
		]);
		const tree = document.pidNamespaces.find(({ inode }: { inode: number }) => inode === nginxNamespace);
		expect(tree).toMatchObject({
			...{ kind: 'container', first: { pid: 110, innerPid: 1, container: 'nginx', command: 'nginx' } },
			zombies: { pids: [112], parents: [{ parent: { pid: 110 }, count: 1 }], reaper: { pid: 110 } },
		});
		expect(tree.processes[0]).toEqual({
			...{ pid: 110, parentPid: 1, depth: 0, innerPid: 1, container: 'nginx', uid: 0, state: 'S', zombie: false },
			containerId: node().findContainer('pause-test', 'nginx')?.id,
			...{ threads: 1, startedAt: expect.stringMatching(/^\d{4}-.*Z$/), cpuMilliseconds: 360_000, cpuPercent: 0 },
			...{ cpuPercentSinceStart: expect.closeTo(10, 0), residentBytes: 1_024_000 },
			...{ command: 'nginx', commandLine: 'nginx -g daemon off;' },
		});
	});
});

it('reads the simulated node as it is: one tree where the pid namespace is shared', async () => {
	const { code, stdout, stderr } = await ps({ pod: 'pause-test2' }, { hostRoot: node().hostRoot });
	expect([code, stderr]).toEqual([0, '']);
	expect(stdout).toMatch(/^pid namespace \d+, shared: PID 1 is \/pause \(pid \d+\)\n/);
	expect(stdout.match(/^pid namespace/gm)).toHaveLength(1);
	for (const container of ['pause', 'nginx', 'ghost', 'busybox'])
		expect(stdout).toMatch(new RegExp(`^ *\\d+ +\\d+ +${container} `, 'm'));
});

describe('what is not there', () => {
	it('no such pod, here or in this namespace', async () => {
		expect(await ps({ pod: 'nobody' })).toEqual({
			...{ code: 1, stdout: '' },
			stderr: 'pausetop: pod "nobody" not found on this node in namespace default\n',
		});
		expect((await ps({ kubeNamespace: 'elsewhere' })).stderr).toBe(
			'pausetop: pod "pause-test" not found on this node in namespace elsewhere; there is one in: default\n',
		);
		expect((await ps({ pod: '\x1b[2J\n' })).stderr).toContain('pod "\\x1b[2J\\n" not found');
	});

	it('a pod without processes: why', async () => {
		const { code, stdout, stderr } = await ps({ pod: 'done' });
		expect([code, stdout]).toEqual([0, '']);
		expect(stderr).toBe('pausetop: no process of pod "done" runs on this node: it is Completed\n');
		expect(JSON.parse((await ps({ pod: 'done', output: 'json' })).stdout)).toMatchObject({ pidNamespaces: [] });
	});

	it('no pod named, two named, or a form that only get has', async () => {
		await expect(ps({ pod: undefined })).rejects.toThrow(new UsageError('ps takes a pod: pausetop ps POD'));
		expect(() => checkArguments({ command: 'ps', input: ['a', 'b'], flags: {} })).toThrow(/too many arguments/);
		expect(() => readInsideForm({ command: 'ps', input: [], flags: { output: 'yaml' } }, 80)).toThrow(
			new UsageError('ps -o is one of: wide, json'),
		);
	});

	it('namespaces that may not be read: what can be is printed, the remedy said once, and the code tells', async () => {
		bench().add({
			pid: 111,
			parentPid: 110,
			cgroup: bench().cgroupOf('nginx'),
			namespaces: { pid: undefined, net: undefined },
		});
		const { code, stdout, stderr } = await ps();
		expect([code, stdout.includes('/pause')]).toEqual([3, true]);
		expect(stderr).toMatch(/^pausetop: pause-test: namespaces of 1 of 6 processes are not readable\n {2}next: .+\n$/);
	});

	it('no runtime: what the API and /proc know', async () => {
		const { code, stderr } = await ps({}, { runtimes: ['docker:///nonexistent.sock'] });
		expect(code).toBe(3);
		expect(stderr).toMatch(/docker failed/);
	});

	it('no /proc: nothing, and why', async () => {
		const { code, stdout, stderr } = await ps({}, { hostRoot: '/nonexistent' });
		expect([code, stdout]).toEqual([1, '']);
		expect(stderr).toMatch(/pausetop: .*\/nonexistent\/proc(.|\n)*next: /);
	});

	it('interrupted: nothing half', async () => {
		const io = createIo();
		const reading = runPs(
			{ pod: 'pause-test', kubeNamespace: 'default', output: 'wide' },
			requestFor(node(), { hostRoot: bench().root }),
			io,
		);
		io.stop();
		await reading;
		expect(io.stdout()).toBe('');
	});
});
