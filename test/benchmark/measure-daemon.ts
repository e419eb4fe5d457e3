import { setTimeout as delay } from 'node:timers/promises';
import { findProcess } from './find-process.ts';
import type { NodeUnderTest } from './node-under-test.ts';
import { readProcessUsage } from './process-usage.ts';
import { type Summary, summarize } from './statistics.ts';

export const daemon = 'dockerd';

/** Its process, if the node has one that is its own: a simulated node's engine is not this machine's. */
export function findDaemon(node: NodeUnderTest): number | undefined {
	return node.dockerSocket === undefined || node.flags.includes('--host-root') ? undefined : findProcess(daemon);
}

/** Shares of one core in %. */
export type CpuShare = {
	/** Over the whole time. */
	whole: number;
	/** In each tenth of it: how much it goes up and down by itself. */
	slices: Summary;
};

const sliceCount = 10;

/** What these processes use in the next seconds, all over the same time. */
export async function measureCpu(pids: readonly number[], seconds: number): Promise<CpuShare[]> {
	const readings = [read(pids)];
	for (let slice = 1; slice <= sliceCount; slice++) {
		const [first] = readings;
		await delay(Math.max(0, (first?.at ?? 0) + (slice * seconds * 1000) / sliceCount - performance.now()));
		readings.push(read(pids));
	}
	return pids.map((_, index) => {
		const share = (from: Reading | undefined, to: Reading | undefined): number =>
			from && to ? (100 * ((to.cpu[index] ?? 0) - (from.cpu[index] ?? 0))) / (to.at - from.at) : 0;
		const slices = readings.slice(1).map((reading, before) => share(readings[before], reading));
		return { whole: share(readings[0], readings.at(-1)), slices: summarize(slices) };
	});
}

type Reading = { at: number; cpu: readonly number[] };

function read(pids: readonly number[]): Reading {
	return { at: performance.now(), cpu: pids.map((pid) => readProcessUsage(pid).cpu) };
}
