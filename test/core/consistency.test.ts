import { describe, expect, it } from 'vitest';
import { isConsistent } from '../../source/core/consistency.ts';
import type { Observation } from '../../source/core/observation.ts';
import type { RuntimeState } from '../../source/core/runtime-record.ts';
import { observe } from '../helpers/snapshot.ts';

/** When the reading began; processes are as old as the node unless a test says otherwise. */
const since = 1_000_000;
const nodeStart = 10_000;

/** @param processes when each container's process has started */
function state(records: Record<string, RuntimeState>, processes: Record<string, number | undefined>) {
	const observations: Observation[] = [
		{
			at: 1,
			source: 'docker',
			kind: 'runtime-listing',
			records: Object.entries(records).map(([id, state]) => ({ id, runtime: 'docker', name: id, labels: {}, state })),
		},
		{
			at: 1,
			source: 'proc',
			kind: 'process-listing',
			host: { linuxNamespaces: {} },
			processes: Object.entries(processes).map(([containerId, startedAt], index) => ({
				...{ containerId, startedAt, pid: 100 + index, startTicks: 1, linuxNamespaces: {} },
			})),
		},
	];
	return observe(observations);
}

const reading = { since, lives: () => true };
const a = nodeStart;

describe('listing and scan', () => {
	it.each([
		['all that runs has its process', { a: 'running', b: 'exited' }, { a }, true],
		['one that runs has none', { a: 'running' }, {}, false],
		['a paused one has none', { a: 'paused' }, {}, false],
		['a sandbox without a pause process', { a: 'ready' }, {}, true],
		['a sandbox with one', { a: 'ready' }, { a }, true],
		['one that has ended has one from before', { a: 'exited' }, { a }, true],
		['one that has ended has a new one', { a: 'exited' }, { a: since + 1 }, false],
		['one that is not listed is as old as the node', { a: 'running' }, { a, b: nodeStart }, true],
		['one that is not listed has just started', { a: 'running' }, { a, b: since + 1 }, false],
		['one that is not listed seems to have started a little before', { a: 'running' }, { a, b: since - 999 }, false],
		['one that is not listed started clearly before', { a: 'running' }, { a, b: since - 1_001 }, true],
		['when one that is not listed started is not known', { a: 'running' }, { a, b: undefined }, false],
		['one that runs has started meanwhile', { a: 'running' }, { a: since + 1 }, true],
	] satisfies [string, Record<string, RuntimeState>, Record<string, number | undefined>, boolean][])(
		'%s',
		(_, records, processes, expected) => {
			expect(isConsistent(state(records, processes), reading)).toBe(expected);
		},
	);
});

describe('a record that names another process than the scan has', () => {
	const states = (startedAt: number) => {
		const record = { id: 'a', runtime: 'docker', name: 'a', labels: {}, state: 'running', pid: 99 } as const;
		const listing: Observation = { at: 1, source: 'docker', kind: 'runtime-listing', records: [record] };
		return observe([listing], state({}, { a: startedAt }));
	};

	it('was started again in between, where the process is new', () => {
		expect(isConsistent(states(since + 1), reading)).toBe(false);
	});

	it('counts in another pid namespace, where the process was there all the time', () => {
		expect(isConsistent(states(nodeStart), reading)).toBe(true);
	});
});

it('takes a process that has ended by now for one that was removed before the listing', () => {
	const both = state({ a: 'running' }, { a, b: nodeStart });
	const asked: string[] = [];
	const lives = ({ containerId }: { containerId: string }) => {
		asked.push(containerId);
		return false;
	};
	expect(isConsistent(both, { since, lives })).toBe(false);
	// what is as it should be is not looked at again
	expect(asked).toEqual(['b']);
});

it('cannot tell when one side is missing', () => {
	expect(isConsistent(observe([]), reading)).toBeUndefined();
});
