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

async function scanAside(options: { thread?: string; help?: boolean; root?: string }): Promise<unknown> {
	const told = await runBun(child, [JSON.stringify({ root: tree.root, ...options })]);
	const { observations, error } = told as { observations?: Observation[]; error?: unknown };
	return observations ? selectFacts(observations) : error;
}

describe('a scan in a thread of its own', () => {
	test.each([false, true])('sees what one in this thread sees (with help: %s)', async (help) => {
		const seen = await scanHere();
		expect(seen).toMatchObject([{ kind: 'process-listing' }, { kind: 'health', health: 'live' }]);
		expect((seen as [{ processes: unknown[] }])[0].processes).toHaveLength(containers);
		expect(await scanAside({ thread, help })).toEqual(seen);
	});

	test('fails as one in this thread fails', async () => {
		const root = '/nonexistent';
		const source = createProcOnce({ hostRoot: root, clock: Date.now });
		const failure = await source.run(() => {}, new AbortController().signal).catch((error) => error);
		const { message, remedy, health } = failure;
		expect(await scanAside({ thread, root })).toEqual(JSON.parse(JSON.stringify({ message, remedy, health })));
	});

	test('is done here when there is no such thread', async () => {
		expect(await scanAside({ thread: 'file:///nonexistent/thread.js' })).toEqual(await scanHere());
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
