import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createProcOnce } from '../../../source/adapters/proc/scan-aside.ts';
import { readShare, type Share } from '../../../source/adapters/proc/shared-reading.ts';
import type { Observation } from '../../../source/core/observation.ts';
import { runBun } from '../../helpers/run-bun.ts';
import { createProcTree, type ProcTree } from './proc-tree.ts';

const child = new URL('scan-aside-child.ts', import.meta.url);
const thread = new URL('../../../source/adapters/proc/proc-thread.ts', import.meta.url).href;
const containers = 60;
const idOf = (index: number) => index.toString(16).padStart(64, '0');

let tree: ProcTree;

beforeEach(() => {
	tree = createProcTree();
	onTestFinished(tree.close);
	for (let index = 1; index <= containers; index++) {
		const cgroup = `/docker/${idOf(index)}`;
		const namespaces = { net: 4026540000 + index };
		tree.set(
			{ pid: 1000 + index, cgroup, namespaces },
			{ pid: 3000 + index, parentPid: 1000 + index, cgroup, namespaces },
		);
	}
});

/** Without what is of the moment. */
function selectFacts(observations: readonly Observation[]): unknown {
	return JSON.parse(JSON.stringify(observations, (key, value) => (key === 'at' ? undefined : value)));
}

async function scanHere(): Promise<unknown> {
	const observations: Observation[] = [];
	const source = createProcOnce({ hostRoot: tree.root, clock: Date.now });
	await source.run((observation) => void observations.push(observation), new AbortController().signal);
	return selectFacts(observations);
}

type Told = { observations?: Observation[]; aside?: readonly boolean[]; error?: unknown };

/** In Bun, with what is told of the moment left out. */
async function scanInBun(options: {
	thread?: string;
	help?: boolean;
	root?: string;
	aborted?: boolean;
}): Promise<Told> {
	const told = (await runBun(child, [JSON.stringify({ root: tree.root, ...options })])) as Told;
	return told.observations ? { ...told, observations: selectFacts(told.observations) as Observation[] } : told;
}

describe('a scan in a thread of its own', () => {
	test.each([false, true])('sees what one in this thread sees (with help: %s)', async (help) => {
		const seen = await scanHere();
		expect(seen).toMatchObject([{ kind: 'process-listing' }, { kind: 'health', health: 'live' }]);
		expect((seen as [{ processes: unknown[] }])[0].processes).toHaveLength(containers);
		expect(await scanInBun({ thread, help })).toEqual({ observations: seen, aside: [true] });
	});

	test('fails as one in this thread fails', async () => {
		const root = '/nonexistent';
		const source = createProcOnce({ hostRoot: root, clock: Date.now });
		const failure = await source.run(() => {}, new AbortController().signal).catch((error) => error);
		const { message, remedy, health } = failure;
		expect(await scanInBun({ thread, root })).toEqual({
			error: JSON.parse(JSON.stringify({ message, remedy, health })),
		});
	});

	test.each([
		['none is known', undefined],
		['there is no such code', 'file:///nonexistent/thread.js'],
	])('is done here when %s', async (_, entry) => {
		const options = entry === undefined ? {} : { thread: entry };
		expect(await scanInBun(options)).toEqual({ observations: await scanHere(), aside: [false] });
	});

	test('is not begun when nobody wants it any more', async () => {
		expect(await scanInBun({ thread, aborted: true })).toEqual({ observations: [], aside: [] });
	});
});

describe('containers that two read together', () => {
	const share = (): Share => ({
		procDir: `${tree.root}/proc`,
		look: { clockTicks: 100 },
		containers: Array.from({ length: containers }, (_, index) => [
			idOf(index + 1),
			{ pids: [1001 + index, 3001 + index] },
		]),
		taken: new SharedArrayBuffer(4),
	});

	test('are each read once', () => {
		const ours = share();
		Atomics.add(new Int32Array(ours.taken), 0, 40);
		const part = readShare(ours);
		expect(part.count).toBe(20);
		expect(part.found.map(({ process }) => process.containerId)).toEqual(
			Array.from({ length: 20 }, (_, index) => idOf(41 + index)),
		);
		expect(readShare(ours)).toEqual({ count: 0, found: [] });
	});

	test('that have ended are counted and not found', () => {
		tree.remove(1060, 3060);
		const { count, found } = readShare(share());
		expect([count, found.length]).toEqual([60, 59]);
	});
});
