import { describe, expect, it } from 'vitest';
import type { Observation } from '../../source/core/observation.ts';
import type { RuntimeRecord, RuntimeState } from '../../source/core/runtime-record.ts';
import { reduce } from '../../source/store/reduce.ts';
import { selectRereads } from '../../source/wire/reread-routing.ts';
import { observe } from '../helpers/snapshot.ts';

const record = (id: string, state: RuntimeState, pid?: number): RuntimeRecord => ({
	id,
	runtime: 'docker',
	name: id,
	labels: {},
	state,
	pid,
});
const scanned = observe([
	{
		at: 1,
		source: 'proc',
		kind: 'process-listing',
		host: { linuxNamespaces: {} },
		processes: [{ containerId: 'known', pid: 10, startTicks: 1, linuxNamespaces: {} }],
	},
]);

function rereads(observation: Observation, state = scanned) {
	return selectRereads(observation, reduce(state, observation));
}

const records = (...list: RuntimeRecord[]): Observation => ({
	at: 2,
	source: 'docker',
	kind: 'runtime-records',
	records: list,
	gone: [],
});

describe('which processes are read again', () => {
	it.each([
		['what runs as known', records(record('known', 'running', 10)), []],
		['what runs, and nobody asked for the pid', records(record('known', 'running')), []],
		['a new one', records(record('new', 'running', 20)), [{ containerId: 'new', pid: 20 }]],
		['one with another pid', records(record('known', 'running', 11)), [{ containerId: 'known', pid: 11 }]],
		['one that has ended', records(record('known', 'exited', 10)), [{ containerId: 'known', pid: undefined }]],
		['one that ended long ago', records(record('old', 'exited')), []],
		['one that is gone', { ...records(), gone: ['known', 'never'] } as Observation, [{ containerId: 'known' }]],
	])('%s', (_, observation, expected) => {
		expect(rereads(observation)).toEqual(expected);
	});

	it('a listing in which something has changed', () => {
		const listing: Observation = {
			at: 2,
			source: 'docker',
			kind: 'runtime-listing',
			records: [record('known', 'exited'), record('new', 'running')],
		};
		expect(rereads(listing).map(({ containerId }) => containerId)).toEqual(['known', 'new']);
	});

	it('nothing before the first scan: that will see it', () => {
		expect(rereads(records(record('new', 'running', 20)), observe([]))).toEqual([]);
	});
});
