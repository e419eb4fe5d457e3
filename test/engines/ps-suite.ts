import { expect, it } from 'vitest';
import { readAtRest } from './inside-at-rest.ts';
import { type ProcessDocument, type ProcessEntry, readInside } from './inside-documents.ts';
import type { InsideScene } from './inside-scene.ts';
import { type PsRow, type PsTruth, readPsTruth, runPsInside } from './ps-truth.ts';

type Beside = { ps: PsTruth; inside: [number, string][] };

/** `pausetop ps` against `ps` on the node and in a container, and `docker top` or `ctr task ps`. */
export function testProcesses(requireScene: () => InsideScene): void {
	const read = (pod: string) => {
		const { env, runtime } = requireScene();
		return readAtRest(
			async (): Promise<Beside> => ({
				ps: await readPsTruth(runtime, pod),
				inside: await runPsInside(pod, 'busybox', env),
			}),
			() => readInside<ProcessDocument>(['ps', pod], env),
			(before, after) => JSON.stringify(listIdentities(before)) === JSON.stringify(listIdentities(after)),
		);
	};

	it('pause-test: each container has a pid namespace of its own, and in it what ps says', async () => {
		const { truth, actual } = await read('pause-test');
		expectProcesses(actual, truth.ps);
		const trees = actual.pidNamespaces.map(({ kind, first }) => [kind, first?.container, first?.innerPid, first?.name]);
		expect(trees).toEqual([
			['container', 'pause', 1, '/pause'],
			['container', 'nginx', 1, 'nc -ll -p 80 -e nc 127.0.0.1 2368'],
			['container', 'ghost', 1, 'httpd -f -p 2368 -h /www'],
			['container', 'busybox', 1, 'sleep 100000'],
		]);
		// only its own, as ps in it says
		expect(listInside(actual, 'busybox')).toEqual(truth.inside);
	}, 60_000);

	it('pause-test2: one pid namespace for all, and PID 1 of it is /pause', async () => {
		const { truth, actual } = await read('pause-test2');
		expectProcesses(actual, truth.ps);
		const [tree, ...others] = actual.pidNamespaces;
		expect(others).toEqual([]);
		expect(tree).toMatchObject({ kind: 'shared', first: { container: 'pause', innerPid: 1, name: '/pause' } });
		expect(listInside(actual, 'busybox')).toEqual(truth.inside);
		expect(truth.inside[0]).toEqual([1, '/pause']);
		const containers = tree?.processes.filter(({ zombie }) => !zombie).map(({ container }) => container);
		expect(new Set(containers)).toEqual(new Set(['pause', 'nginx', 'ghost', 'busybox']));
	}, 60_000);

	it('host-pid: of the namespace of the node only what is in the container', async () => {
		const { env, runtime } = requireScene();
		const { truth, actual } = await readAtRest(
			async () => {
				const containers = await runtime.find('host-pid');
				return Promise.all(containers.map(async ({ name, id }) => ({ name, pids: await runtime.top(id) })));
			},
			() => readInside<ProcessDocument>(['ps', 'host-pid'], env),
		);
		expect(actual.pidNamespaces).toMatchObject([{ kind: 'host' }]);
		expect(actual.pidNamespaces[0]?.first).toBeUndefined();
		const said = truth.map(({ name }) => ({
			name,
			pids: actual.pidNamespaces[0]?.processes.filter(({ container }) => container === name).map(({ pid }) => pid),
		}));
		expect(said).toEqual(truth);
		expect(actual.pidNamespaces[0]?.processes).toHaveLength(truth.flatMap(({ pids }) => pids).length);
	}, 60_000);
}

function listIdentities({ ps, inside }: Beside) {
	const rows = [...ps].map(([inode, list]) => [
		inode,
		list.map(({ pid, state, startedAt }) => [pid, state, startedAt]),
	]);
	return [rows, inside];
}

/** Every process of ps, and no other; each value of each. */
function expectProcesses({ pidNamespaces, omitted, problems }: ProcessDocument, truth: PsTruth): void {
	expect([omitted, problems]).toEqual([0, []]);
	const said = new Map(pidNamespaces.map(({ inode = 0, processes }) => [inode, sortByPid(processes)]));
	const byInode = (a: readonly [number, unknown], b: readonly [number, unknown]) => a[0] - b[0];
	expect([...said].map(([inode, list]) => [inode, list.map(describeEntry)] as const).sort(byInode)).toEqual(
		[...truth].map(([inode, list]) => [inode, list.map(describeRow)] as const).sort(byInode),
	);
	for (const [inode, rows] of truth) {
		for (const [index, row] of rows.entries()) expectFigures(said.get(inode)?.[index], row);
	}
}

function sortByPid(processes: readonly ProcessEntry[]): ProcessEntry[] {
	return [...processes].sort((a, b) => a.pid - b.pid);
}

function describeEntry({ pid, parentPid, uid, state, threads, zombie, commandLine, container }: ProcessEntry) {
	return { pid, parentPid, uid, state, threads, words: commandLine, ...(!zombie && { container }) };
}

/** The runtime does not list a zombie: cgroup v1 shows it in the root cgroup. */
function describeRow({ pid, parentPid, uid, state, threads, command, container }: PsRow) {
	const words = command.replace(/ <defunct>$/, '');
	return { pid, parentPid, uid, state, threads, words, ...(state !== 'Z' && { container }) };
}

function expectFigures(entry: ProcessEntry | undefined, row: PsRow): void {
	expect(Math.abs(Date.parse(entry?.startedAt ?? '') - row.startedAt)).toBeLessThanOrEqual(2_000);
	if (row.state === 'Z') {
		expect(entry).toMatchObject({ zombie: true });
		expect(entry).not.toHaveProperty('residentBytes');
		return;
	}
	const difference = Math.abs((entry?.residentBytes ?? 0) / 1024 - row.residentKibibytes);
	// the kernel counts pages on each CPU by itself for a while
	expect(difference).toBeLessThanOrEqual(Math.max(512, row.residentKibibytes * 0.05));
}

/** What is in the pid namespace of a container: [PID inside, command]. */
function listInside({ pidNamespaces }: ProcessDocument, container: string): [number, string][] {
	const tree = pidNamespaces.find(({ processes }) => processes.some((process) => process.container === container));
	return (tree?.processes ?? [])
		.map(({ innerPid = 0, commandLine }): [number, string] => [innerPid, commandLine])
		.sort(([a], [b]) => a - b);
}
