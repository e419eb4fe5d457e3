import { expect, test } from 'vitest';
import type { InsideProcesses, PidNamespaceTree, TreeProcess } from '../../source/core/inside/inside-processes.ts';
import { textWidth } from '../../source/format/width.ts';
import { formatProcesses } from '../../source/output/process-text.ts';

const now = 1_795_310_000_000;

function process(pid: number, overrides: Partial<TreeProcess> = {}): TreeProcess {
	const cpu = { total: 0, since: { at: now, total: 0 } };
	return {
		...{ pid, parentPid: 1, startTicks: pid, innerPid: pid - 100, container: 'app', uid: 0, user: 'root' },
		...{ state: 'S', threads: 1, startedAt: now - 600_000, cpu, residentBytes: 1_000_000 },
		...{ command: 'sh', commandLine: 'sh', depth: 0 },
		...overrides,
	};
}

function print(trees: readonly PidNamespaceTree[], options: { wide?: boolean; width?: number; omitted?: number } = {}) {
	const { wide = false, width, omitted = 0 } = options;
	const processes: InsideProcesses = { namespaces: trees, omitted };
	return formatProcesses(processes, { now, wide, ...(width !== undefined && { width }) });
}

const shared: PidNamespaceTree = {
	inode: 4026532475,
	kind: 'shared',
	first: { pid: 101, innerPid: 1, container: 'pause', command: 'pause', name: '/pause' },
	processes: [
		process(101, {
			container: 'pause',
			user: undefined,
			command: 'pause',
			commandLine: '/pause',
			residentBytes: 704_512,
		}),
		process(110, {
			container: 'nginx',
			commandLine: 'nginx: master process',
			cpu: { total: 90_000, percent: 12.59, since: { at: now, total: 90_000 } },
		}),
		process(111, { container: 'nginx', user: 'www', uid: 101, parentPid: 110, depth: 1, commandLine: 'nginx: worker' }),
		process(120, { container: undefined, via: 'pid+net', commandLine: 'strace -p 110' }),
	],
};

test('a tree for each namespace, with its PID 1, averages as ps has them, and who has only entered', () => {
	const lines = print([shared]);
	expect(lines).toBe(
		[
			'pid namespace 4026532475, shared: PID 1 is /pause (pid 101)',
			'PID  NSPID  CONTAINER         USER  STAT  AGE  %CPU    RSS  COMMAND',
			'101      1  pause             0     S     10m   0.0  688Ki  /pause',
			'110     10  nginx             root  S     10m  15.0  977Ki  nginx: master process',
			'111     11  nginx             www   S     10m   0.0  977Ki   \\_ nginx: worker',
			'120     20  (in its pid+net)  root  S     10m   0.0  977Ki  strace -p 110',
			'',
		].join('\n'),
	);
});

test('wide has parents, start, threads, CPU time and the use of this moment', () => {
	const busy = process(110, {
		threads: 4,
		cpu: { total: 93_784_000, percent: 12.59, since: { at: now, total: 93_784_000 } },
		startedAt: Date.UTC(2026, 10, 20, 1, 2, 3),
	});
	expect(
		print([{ ...shared, processes: [busy] }], { wide: true, width: 40 })
			.split('\n')
			.slice(1),
	).toEqual([
		'PID  PPID  NSPID  CONTAINER  USER  STAT  START                 AGE  THR         TIME  %CPU  %NOW    RSS  COMMAND',
		'110     1     10  app        root  S     2026-11-20T01:02:03Z   2d    4  01-02:03:04  54.0  12.5  977Ki  sh',
		'',
	]);
});

test('a process that has just begun has no average', () => {
	const young = process(110, { startedAt: now - 400, cpu: { total: 390, since: { at: now, total: 390 } } });
	expect(print([{ ...shared, processes: [young] }])).toMatch(/ 0s +- /);
});

test.each([
	[{ kind: 'container', inode: 5, processes: [process(110)] }, 'pid namespace 5 of app'],
	[
		{ kind: 'host', inode: 5, processes: [process(110)] },
		"pid namespace 5, the node's: only the pod's processes are shown",
	],
	[{ kind: 'unknown', processes: [process(110)] }, 'pid namespace (not readable) of app'],
	[
		{ kind: 'unknown', inode: 5, processes: [process(110, { container: undefined })] },
		'pid namespace 5, of no known container',
	],
] as const)('%o is called', (tree, title) => {
	expect(print([tree]).split('\n')[0]).toBe(title);
});

const parent = { pid: 110, innerPid: 10, container: 'app', command: 'sh' };
const init = { pid: 101, innerPid: 1, container: 'pause', command: 'pause' };

test.each([
	[
		{ pids: [120], parents: [{ parent, count: 1 }], reaper: init },
		`1 zombie (pid 120)
  sh of app (pid 110) has not waited for it
  pause of pause (pid 101), PID 1 here, has to once their parent has ended`,
	],
	[
		{ pids: [120, 121], parents: [{ parent: init, count: 2 }], reaper: init },
		'2 zombies (pids 120, 121)\n  pause of pause (pid 101), PID 1 here, has not waited for them',
	],
	[
		{
			pids: [120, 121, 122],
			parents: [
				{ parent, count: 2 },
				{ parent: { pid: 7, command: 'shim' }, count: 1 },
			],
		},
		`3 zombies (pids 120, 121, 122)
  sh of app (pid 110) has not waited for 2 of them
  shim (pid 7) has not waited for 1 of them`,
	],
	[{ pids: [120], parents: [] }, '1 zombie (pid 120)\n  no parent of theirs is known'],
	[
		{
			pids: Array.from({ length: 12 }, (_, index) => 120 + index),
			parents: Array.from({ length: 6 }, (_, index) => ({ parent: { pid: index, command: 'sh' }, count: 2 })),
		},
		`12 zombies (pids 120, 121, 122, 123, 124, 125, 126, 127, 128, 129 and 2 more)
${[0, 1, 2, 3, 4].map((pid) => `  sh (pid ${pid}) has not waited for 2 of them`).join('\n')}
  and 1 more have not waited`,
	],
])('zombies %#', (zombies, text) => {
	const dead = process(120, { state: 'Z', zombie: true, command: 'date', residentBytes: undefined });
	const lines = print([{ ...shared, processes: [dead], zombies }]).split('\n');
	expect(lines[2]).toMatch(/ Z .* - {2}\[date\] <defunct>$/);
	expect(lines.slice(3).join('\n').trimEnd()).toBe(text);
});

test('a namespace after another, and what was left out', () => {
	const text = print([shared, { kind: 'container', inode: 6, processes: [process(130)] }], { omitted: 12 });
	expect(text.split('\n\n').map((block) => block.split('\n')[0])).toEqual([
		'pid namespace 4026532475, shared: PID 1 is /pause (pid 101)',
		'pid namespace 6 of app',
		'12 more processes are not shown',
	]);
});

test('a terminal of 80 columns: nothing wraps, the command is cut first', () => {
	const container = 'a-container-with-a-very-long-name-of-sixty-three-characters-abc';
	const long = process(1_234_567, { container, commandLine: 'java '.repeat(800), commandLineCut: true });
	const tree = { ...shared, first: undefined, processes: [...shared.processes, long] };
	const lines = print([tree], { width: 80 }).trimEnd().split('\n');
	for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(80);
	expect(lines[3]).toMatch(/nginx: master p/);
	expect(lines.at(-1)).toMatch(/^1234567 .*a-co.*~.*java.*~$/);
	expect(print([tree])).toContain(`${'java '.repeat(800)} ...\n`);
});

test('what others have named cannot move the cursor, nor make lines of its own', () => {
	const evil = '\x1b[2J\r\nroot\x9b31m\u202e';
	const tree: PidNamespaceTree = {
		...shared,
		first: { pid: 1, command: evil, name: evil },
		processes: [process(110, { container: evil, user: evil, commandLine: evil, command: evil, state: evil })],
		zombies: { pids: [9], parents: [{ parent: { pid: 3, container: evil, command: evil }, count: 1 }] },
	};
	const text = print([tree]);
	expect(text.replaceAll('\n', '')).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202e]/);
	expect(text.split('\n')).toHaveLength(6);
});

test('a chain of forks does not run off to the right', () => {
	const chain = Array.from({ length: 200 }, (_, depth) => process(200 + depth, { depth, commandLine: 'fork' }));
	const lines = print([{ ...shared, processes: chain }]).split('\n');
	expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(130);
	expect(lines[3]).toMatch(/ {2} \\_ fork$/);
});
