import { expect, it } from 'vitest';
import { until } from '../helpers/engine-until.ts';
import { readAtRest } from './inside-at-rest.ts';
import { type CgroupTruth, readCgroup } from './inside-cgroup.ts';
import { readInside, type UsageDocument, type UsageEntry } from './inside-documents.ts';
import type { InsideScene } from './inside-scene.ts';

/** What a container's cgroup has, and when it was read: milliseconds. */
type Reading = CgroupTruth & { name: string; id: string; at: number };

/** `pausetop top` against the cgroup files. */
export function testUsage(requireScene: () => InsideScene): void {
	const readTruth = async (pod: string): Promise<Reading[]> => {
		const containers = await requireScene().runtime.find(pod);
		const readings = containers.map(async ({ name, id, pid }) => {
			return { name, id, ...(await readCgroup(pid)), at: performance.now() };
		});
		return (await Promise.all(readings)).sort((a, b) => a.name.localeCompare(b.name));
	};
	const readActual = async (pod: string): Promise<UsageEntry[]> => {
		const { pods } = await readInside<UsageDocument>(['top', pod], requireScene().env);
		const [{ name, containers } = expect.fail('no pod')] = pods;
		expect([pods.length, name]).toEqual([1, pod]);
		return [...containers].sort((a, b) => a.name.localeCompare(b.name));
	};

	it.each(['pause-test', 'pause-test2'])(
		'%s: memory, CPU time and processes of each container',
		async (pod) => {
			const stable = (readings: readonly Reading[]) =>
				JSON.stringify(readings.map(({ id, memory, workingSet, pids }) => [id, memory, workingSet, pids]));
			const { truth, actual } = await readAtRest(
				() => readTruth(pod),
				() => readActual(pod),
				(before, after) => stable(before) === stable(after),
			);
			expect(actual.map(describeEntry)).toEqual(truth.map(describeReading));
			expect(actual.map(({ cpuMillicores }) => cpuMillicores)).toEqual(truth.map(() => expect.any(Number)));
		},
		60_000,
	);

	it('a container that computes against its limit, one process of which was ended for lack of memory', async () => {
		const { before, actual, after } = await until('one container throughout', 30, async () => {
			const [first] = await readBusy(readTruth);
			const [said] = (await readActual('lab5-busy')).filter(({ name }) => name === 'main');
			const [last] = await readBusy(readTruth);
			const isOne = first && said && last && first.id === last.id && first.oomKills > 0;
			return isOne ? { before: first, actual: said, after: last } : undefined;
		});
		expect(actual).toMatchObject({
			containerId: before.id,
			cpuLimitMillicores: 100,
			memoryLimitBytes: 20 * 1024 * 1024,
			oomKills: before.oomKills,
			pids: before.pids,
		});
		expectBetween(actual.cpuMilliseconds * 1e6, before.cpu, after.cpu);
		expectBetween(actual.throttling.periods, before.periods, after.periods);
		expectBetween(actual.throttling.throttledPeriods, before.throttledPeriods, after.throttledPeriods);
		expect(after.throttledPeriods).toBeGreaterThan(before.throttledPeriods);
		expectNear(actual.memoryBytes, before.workingSet, after.workingSet);
		expectNear(actual.memoryWithCacheBytes, before.memory, after.memory);
		// nanoseconds in milliseconds: thousandths of a core are millionths of that
		const millicores = (after.cpu - before.cpu) / (after.at - before.at) / 1000;
		expect(Math.abs((actual.cpuMillicores ?? 0) - millicores)).toBeLessThan(25);
	}, 60_000);
}

async function readBusy(read: (pod: string) => Promise<Reading[]>): Promise<Reading[]> {
	return (await read('lab5-busy')).filter(({ name }) => name === 'main');
}

function describeEntry({ name, containerId, memoryBytes, memoryWithCacheBytes, oomKills, pids }: UsageEntry) {
	return { name, id: containerId, memory: memoryWithCacheBytes, workingSet: memoryBytes, oomKills, pids };
}

function describeReading({ name, id, memory, workingSet, oomKills, pids }: Reading) {
	return { name, id, memory, workingSet, oomKills, pids };
}

function expectBetween(value: number, low: number, high: number): void {
	expect(value).toBeGreaterThanOrEqual(low);
	expect(value).toBeLessThanOrEqual(high);
}

/** Within a few percent of one of two readings, or between them. */
function expectNear(value: number, one: number, other: number): void {
	expectBetween(value, Math.min(one, other) * 0.95, Math.max(one, other) * 1.05);
}
