import { describe, expect, test } from 'vitest';
import { buildProcessTrees, type TreeContext } from '../../../source/core/inside/build-process-trees.ts';
import type { InsideProcess } from '../../../source/core/inside/inside-process.ts';

const context: TreeContext = {
	containers: [
		{ id: 'p', name: 'pause', role: 'sandbox' },
		{ id: 'a', name: 'app', role: 'container' },
		{ id: 'b', name: 'box', role: 'container' },
	],
	hostPidNamespace: 1,
	findOutside: (pid) => (pid === 1 ? { pid, command: 'systemd' } : pid === 900 ? { pid, command: 'shim' } : undefined),
};

const names: Record<string, string> = { p: 'pause', a: 'app', b: 'box' };

function process(pid: number, parentPid: number, containerId: string, overrides: Partial<InsideProcess> = {}) {
	const container = names[containerId];
	return {
		pid,
		parentPid,
		startTicks: pid,
		pidNamespace: 500,
		...(container !== undefined && { container }),
		containerId,
		state: 'S',
		threads: 1,
		cpu: { total: 0, since: { at: 0, total: 0 } },
		command: `c${pid}`,
		commandLine: `/bin/c${pid} -f`,
		...overrides,
	} satisfies InsideProcess;
}

const outline = (processes: readonly InsideProcess[], other: Partial<TreeContext> = {}) =>
	buildProcessTrees(processes, { ...context, ...other }).map(({ kind, first, processes: rows }) => [
		kind,
		first?.name,
		rows.map(({ pid, depth }) => `${'>'.repeat(depth)}${pid}`).join(' '),
	]);

test('a shared namespace has /pause as PID 1 and comes first', () => {
	expect(
		outline([
			process(5, 900, 'a', { pidNamespace: 400, innerPid: 1 }),
			process(12, 900, 'b', { innerPid: 7 }),
			process(10, 900, 'p', { innerPid: 1 }),
			process(14, 12, 'b', { innerPid: 9 }),
			process(13, 12, 'b', { innerPid: 8 }),
			process(15, 13, 'b', { innerPid: 10 }),
		]),
	).toEqual([
		['shared', '/pause', '10 12 >13 >>15 >14'],
		['container', '/bin/c5 -f', '5'],
	]);
});

test('age is the start, not the pid: those begin again', () => {
	const tree = [
		process(30_000, 900, 'a', { startTicks: 1, innerPid: 1 }),
		process(20, 30_000, 'a', { startTicks: 9 }),
		process(30_001, 30_000, 'a', { startTicks: 2 }),
		process(7, 900, 'b', { startTicks: 50, pidNamespace: 600 }),
	];
	expect(outline(tree)).toEqual([
		['container', '/bin/c30000 -f', '30000 >30001 >20'],
		['container', undefined, '7'],
	]);
});

test('the host’s namespace has no PID 1 of the pod', () => {
	const tree = [process(10, 900, 'p', { pidNamespace: 1, innerPid: 10 }), process(11, 900, 'a', { pidNamespace: 1 })];
	expect(outline(tree)).toEqual([['host', undefined, '10 11']]);
});

test('who only entered makes no namespace a shared one', () => {
	const tree = [process(10, 900, 'a', { innerPid: 1 }), process(11, 900, 'elsewhere', { via: 'pid+net' })];
	expect(outline(tree)).toEqual([['container', '/bin/c10 -f', '10 11']]);
});

test('unreadable namespaces: told apart by container', () => {
	const tree = [process(10, 900, 'a', { pidNamespace: undefined }), process(11, 900, 'b', { pidNamespace: undefined })];
	expect(outline(tree)).toEqual([
		['unknown', undefined, '10'],
		['unknown', undefined, '11'],
	]);
});

describe('odd sets', () => {
	test('none', () => {
		expect(outline([])).toEqual([]);
	});

	test('rings and a process that is its own parent: nothing is lost', () => {
		expect(outline([process(3, 4, 'a'), process(4, 3, 'a'), process(5, 5, 'a')])).toEqual([
			['container', undefined, '5 3 >4'],
		]);
	});

	test('a chain of 20,000', () => {
		const chain = Array.from({ length: 20_000 }, (_, index) => process(index + 1, index, 'a'));
		const [tree] = buildProcessTrees(chain, context);
		expect(tree?.processes.at(-1)).toMatchObject({ pid: 20_000, depth: 19_999 });
	});
});

describe('zombies', () => {
	const zombie = { state: 'Z', zombie: true as const };

	test('are counted by parent; PID 1 inherits them', () => {
		const [tree] = buildProcessTrees(
			[
				process(10, 900, 'p', { innerPid: 1 }),
				process(11, 900, 'a', { innerPid: 7 }),
				process(12, 11, 'a', zombie),
				process(13, 11, 'a', zombie),
				process(14, 900, 'a', zombie),
				process(15, 777, 'a', zombie),
			],
			context,
		);
		expect(tree?.zombies).toEqual({
			pids: [12, 13, 14, 15],
			parents: [
				{ parent: { pid: 11, innerPid: 7, container: 'app', command: 'c11' }, count: 2 },
				{ parent: { pid: 900, command: 'shim' }, count: 1 },
			],
			reaper: { pid: 10, innerPid: 1, container: 'pause', command: 'c10' },
		});
	});

	test('in the host’s namespace the machine’s init does', () => {
		const [tree] = buildProcessTrees([process(12, 11, 'a', { ...zombie, pidNamespace: 1 })], context);
		expect(tree?.zombies?.reaper).toEqual({ pid: 1, command: 'systemd' });
	});

	test('none: nothing is said', () => {
		expect(buildProcessTrees([process(10, 900, 'a')], context)[0]).not.toHaveProperty('zombies');
	});
});
