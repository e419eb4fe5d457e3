import { describe, expect, it } from 'vitest';
import type { Observation } from '../../source/core/observation.ts';
import type { ContainerProcess } from '../../source/core/process.ts';
import type { RuntimeRecord } from '../../source/core/runtime-record.ts';
import { observe } from '../helpers/snapshot.ts';

const start = 1_795_000_000_000;

function process(containerId: string, pid: number, startedAt = start): ContainerProcess {
	return { containerId, pid, startTicks: pid * 10, startedAt, linuxNamespaces: { net: pid } };
}

function record(id: string, more: Partial<RuntimeRecord> = {}): RuntimeRecord {
	return { id, runtime: 'docker', name: id, labels: {}, state: 'running', ...more };
}

const at = start + 60_000;
const listing = (...records: RuntimeRecord[]): Observation => ({
	at,
	source: 'docker',
	kind: 'runtime-listing',
	records,
});
const records = (...list: RuntimeRecord[]): Observation => ({
	...{ at, source: 'docker', kind: 'runtime-records' as const, records: list, gone: [] },
});
const gone = (...ids: string[]): Observation => ({
	...{ at, source: 'docker', kind: 'runtime-records' as const, records: [], gone: ids },
});
const scan = (...processes: ContainerProcess[]): Observation => ({
	...{ at, source: 'proc', kind: 'process-listing', host: { linuxNamespaces: {} }, processes },
});

const first = record('a', { pid: 10, startedAt: start + 100 });
const second = record('a', { pid: 20, startedAt: at });
const ended = record('a', { state: 'exited', startedAt: start + 100, finishedAt: at, exitCode: 0 });
const other = record('other', { pid: 50, startedAt: start });
const ran = [listing(first, other), scan(process('a', 10), process('other', 50))];
/** In another pid namespace none of the runtime's pids is to be found. */
const nested = [
	listing(record('a', { pid: 9_010, startedAt: start + 100 }), record('other', { pid: 9_050, startedAt: start })),
	scan(process('a', 10), process('other', 50)),
];

describe('the process of a run that is over', () => {
	it.each<[string, readonly Observation[]]>([
		['its record has another pid now', [...ran, records(second)]],
		['its record has ended', [...ran, records(ended)]],
		['its record has ended, and started again', [...ran, records(ended, second)]],
		['it is gone', [...ran, gone('a')]],
		['it is not listed any more', [...ran, listing(other)]],
		['it is listed as ended', [...ran, listing(record('a', { state: 'exited' }), other)]],
		// the clock was put back a day in between
		[
			'its record has another pid, and an earlier start',
			[...ran, records({ ...second, startedAt: start - 86_400_000 })],
		],
		[
			'it had not been inspected, and others have their pids',
			[listing(record('a'), other), scan(process('a', 10), process('other', 50)), records(second)],
		],
		[
			'it was scanned before anything was listed, and others have their pids',
			[scan(process('a', 10), process('other', 50)), listing(second, other)],
		],
		['its record has ended, in another pid namespace', [...nested, records(ended)]],
	])('goes when %s', (_, observations) => {
		const state = observe(observations);
		expect([...(state.processes?.keys() ?? [])]).toEqual(['other']);
		// its namespaces can live on
		expect(state.endedProcesses.get('a')).toMatchObject({ pid: 10 });
	});

	it.each<[string, readonly Observation[]]>([
		['its record says what it said', [...ran, records(first)]],
		['its record was only listed', [...ran, listing(record('a'), other)]],
		['its record does not tell what state it is in', [...ran, records(record('a', { state: 'unknown' }))]],
		['it is only known as ended', [scan(process('a', 10), process('other', 50)), listing(ended, other)]],
		['pids are another pid namespace’s', nested],
		[
			'pids are another pid namespace’s, also when it starts again and has been read already',
			[...nested, records(ended), scan(process('a', 10), process('other', 50)), records({ ...second, pid: 9_020 })],
		],
		[
			'it started after the run of its record did',
			[scan(process('a', 10, at + 1), process('other', 50)), listing(second, other)],
		],
		// gVisor: the runtime names one process for all containers of a pod
		[
			'its record still names another',
			[...ran, records(second), scan(process('a', 10), process('other', 50)), listing(second, other)],
		],
		[
			'it lives on though its record has ended',
			[...ran, records(ended), scan(process('a', 10), process('other', 50)), gone('a')],
		],
	])('stays when %s', (_, observations) => {
		expect([...(observe(observations).processes?.keys() ?? [])].sort()).toEqual(['a', 'other']);
	});

	it('is nobody’s before the first scan', () => {
		expect(observe([listing(first), records(ended)]).processes).toBeUndefined();
	});
});
