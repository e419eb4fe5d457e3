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
	return selectRereads(observation, state, reduce(state, observation));
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

	describe('what an observation has ended is looked at again', () => {
		const running = reduce(scanned, records(record('known', 'running', 10)));

		it.each([
			['it has ended', records(record('known', 'exited')), [{ containerId: 'known', pid: undefined }]],
			['it runs anew', records(record('known', 'running', 11)), [{ containerId: 'known', pid: 11 }]],
			['it is gone', { ...records(), gone: ['known'] } as Observation, [{ containerId: 'known' }]],
			[
				'it is not listed any more',
				{ at: 2, source: 'docker', kind: 'runtime-listing', records: [] } satisfies Observation,
				[{ containerId: 'known' }],
			],
		])('%s', (_, observation, expected) => {
			expect(rereads(observation, running)).toEqual(expected);
			expect(reduce(running, observation).processes?.has('known')).toBe(false);
		});

		it('but not each time: it is gone', () => {
			const ended = reduce(running, records(record('known', 'exited')));
			expect(rereads(records(record('known', 'exited', 10)), ended)).toEqual([]);
		});
	});

	it('nothing before the first scan: that will see it', () => {
		expect(rereads(records(record('new', 'running', 20)), observe([]))).toEqual([]);
	});
});
