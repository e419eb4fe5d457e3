import { expect, it } from 'vitest';
import { isConsistent } from '../../source/core/consistency.ts';
import type { Observation } from '../../source/core/observation.ts';
import type { RuntimeState } from '../../source/core/runtime-record.ts';
import { observe } from '../helpers/snapshot.ts';

function state(records: Record<string, RuntimeState>, processes: string[]) {
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
			processes: processes.map((containerId) => ({ containerId, pid: 1, startTicks: 1, linuxNamespaces: {} })),
		},
	];
	return observe(observations);
}

it.each([
	['all that runs has its process', { a: 'running', b: 'exited' }, ['a'], true],
	['one that runs has none', { a: 'running' }, [], false],
	['one that has ended still has one', { a: 'exited' }, ['a'], false],
	['one is not listed', { a: 'running' }, ['a', 'b'], false],
	['a sandbox without a pause process', { a: 'ready' }, [], true],
	['a sandbox with one', { a: 'ready' }, ['a'], true],
] satisfies [string, Record<string, RuntimeState>, string[], boolean][])('%s', (_, records, processes, expected) => {
	expect(isConsistent(state(records, processes))).toBe(expected);
});

it('cannot tell when one side is missing', () => {
	expect(isConsistent(observe([]))).toBeUndefined();
});
