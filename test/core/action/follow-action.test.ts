import { describe, expect, it } from 'vitest';
import type { ActionMeans, ActionTarget } from '../../../source/core/action/action.ts';
import { findRecordFault, hasTargetEnded, selectGrace } from '../../../source/core/action/follow-action.ts';
import type { ContainerProcess } from '../../../source/core/process.ts';
import type { RuntimeRecord, RuntimeState } from '../../../source/core/runtime-record.ts';
import { emptyState } from '../../../source/store/reduce.ts';

const target: ActionTarget = {
	podUid: 'uid',
	kubeNamespace: 'default',
	pod: 'web',
	role: 'container',
	container: 'nginx',
	id: 'id',
	runtime: 'docker',
	pid: 10,
	startTicks: 100,
};
const confirmed: RuntimeRecord = {
	id: 'id',
	runtime: 'docker',
	name: 'nginx',
	labels: {},
	state: 'running',
	pid: 10,
	startedAt: 1_000,
};
const process: ContainerProcess = { containerId: 'id', pid: 10, startTicks: 100, linuxNamespaces: {} };

function stateWith(record: Partial<RuntimeRecord> | undefined, processes?: readonly ContainerProcess[]) {
	const records = record ? [[confirmed.id, { ...confirmed, ...record }] as const] : [];
	return {
		...emptyState,
		records: new Map([['docker', new Map(records)]]),
		...(processes && { processes: new Map(processes.map((each) => [each.containerId, each])) }),
	};
}

describe('the confirmed incarnation', () => {
	it.each<[string, Partial<RuntimeRecord> | undefined, boolean]>([
		['runs as before', {}, false],
		['is listed without its times', { pid: undefined, startedAt: undefined }, false],
		['is paused', { state: 'paused' }, false],
		['is in a state that nobody knows', { state: 'unknown' }, false],
		['has ended', { state: 'exited' }, true],
		['is dead', { state: 'dead' }, true],
		['is being removed', { state: 'removing' }, true],
		['is a sandbox that is not ready any more', { state: 'notready' }, true],
		['is gone', undefined, true],
		['runs again with another pid', { pid: 11 }, true],
		['runs again with another start', { startedAt: 2_000 }, true],
	])('%s', (_, record, expected) => {
		expect(hasTargetEnded({ means: 'docker-stop', target }, confirmed, stateWith(record))).toBe(expected);
	});

	it('of a runtime that has listed nothing yet cannot be told', () => {
		expect(hasTargetEnded({ means: 'docker-stop', target }, confirmed, emptyState)).toBe(false);
	});

	it.each<[string, ActionMeans, readonly ContainerProcess[] | undefined, boolean]>([
		['there', 'signal-term', [process], false],
		['gone', 'signal-term', [], true],
		['another one', 'signal-kill', [{ ...process, pid: 11 }], true],
		['another one with the same pid', 'signal-kill', [{ ...process, startTicks: 101 }], true],
		['not known', 'signal-kill', undefined, false],
		['gone, but it was the runtime that was asked', 'docker-stop', [], false],
	])('after a signal its process is %s', (_, means, processes, expected) => {
		expect(hasTargetEnded({ means, target }, confirmed, stateWith({}, processes))).toBe(expected);
	});
});

describe('a record read right before the call', () => {
	it.each<[string, Partial<RuntimeRecord> | undefined, string | undefined]>([
		['is the one', {}, undefined],
		['is the one, paused', { state: 'paused' }, undefined],
		['is gone', undefined, 'it is gone'],
		['has ended', { state: 'exited' }, 'it has ended: the runtime says exited'],
		['has never run', { state: 'created' }, 'it does not run: the runtime says created'],
		['has another pid', { pid: 11 }, 'it has been started anew since: another incarnation under the same id'],
		['has another start', { startedAt: 2 }, 'it has been started anew since: another incarnation under the same id'],
	])('%s', (_, record, expected) => {
		expect(findRecordFault(target, confirmed, record && { ...confirmed, ...record })).toBe(expected);
	});

	it('the runtime’s pid may be another one than that of the first process (gVisor)', () => {
		const guest = { ...confirmed, pid: 99 };
		expect(findRecordFault(target, guest, guest)).toBeUndefined();
	});

	it('without /proc the runtime’s pid is the one that was confirmed', () => {
		const { startTicks: _, ...bare } = target;
		const other = { ...confirmed, pid: 99 };
		expect(findRecordFault(bare, other, other)).toContain('started anew');
	});
});

describe('how long it may live on', () => {
	it.each<[ActionMeans, number | undefined, number]>([
		['docker-stop', 30, 30_000],
		['docker-stop', undefined, 10_000],
		['stop-container', 0, 0],
		['stop-pod-sandbox', undefined, 10_000],
		['docker-kill', 30, 0],
		['task-term', 30, 0],
		['signal-kill', undefined, 0],
	])('%s with %s s: %s ms', (means, graceSeconds, expected) => {
		expect(selectGrace({ means, graceSeconds })).toBe(expected);
	});
});

it.each<RuntimeState>(['running', 'ready', 'paused', 'restarting'])(
	'nothing speaks against one that is %s',
	(state) => {
		expect(findRecordFault(target, confirmed, { ...confirmed, state })).toBeUndefined();
	},
);
