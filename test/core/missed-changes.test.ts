import { describe, expect, it } from 'vitest';
import { describeMissedChanges } from '../../source/core/missed-changes.ts';
import type { RuntimeRecord, RuntimeState } from '../../source/core/runtime-record.ts';

function record(id: string, state: RuntimeState, more: Partial<RuntimeRecord> = {}): RuntimeRecord {
	return { id, runtime: 'docker', name: `k8s_app_web_default_uid_1`, labels: {}, state, ...more };
}

function changes(before: RuntimeRecord[], after: RuntimeRecord[], told: string[] = []) {
	return describeMissedChanges(before, after, new Set(told), 9_000).map(({ id, type, at, exitCode }) => [
		id,
		type,
		at,
		exitCode,
	]);
}

describe('describeMissedChanges', () => {
	it.each([
		['nothing', [record('a', 'running')], [record('a', 'running')], []],
		[
			'an end',
			[record('a', 'running')],
			[record('a', 'exited', { finishedAt: 5_000, exitCode: 137 })],
			[['a', 'die', 5_000, 137]],
		],
		['an end without times', [record('a', 'running')], [record('a', 'exited')], [['a', 'die', 9_000, undefined]]],
		[
			'a start',
			[record('a', 'created')],
			[record('a', 'running', { startedAt: 4_000 })],
			[['a', 'start', 4_000, undefined]],
		],
		['a new one', [], [record('a', 'running', { startedAt: 4_000 })], [['a', 'start', 4_000, undefined]]],
		['one made and ended', [], [record('a', 'exited', { finishedAt: 5_000, exitCode: 0 })], [['a', 'die', 5_000, 0]]],
		['one only made', [], [record('a', 'created', { createdAt: 3_000 })], [['a', 'create', 3_000, undefined]]],
		['one that is gone', [record('a', 'running')], [], [['a', 'destroy', 9_000, undefined]]],
		['a dead one that is gone', [record('a', 'exited')], [], [['a', 'destroy', 9_000, undefined]]],
		[
			'a restart in between',
			[record('a', 'running', { startedAt: 1_000 })],
			[record('a', 'running', { startedAt: 4_000 })],
			[['a', 'start', 4_000, undefined]],
		],
		[
			'a run in between',
			[record('a', 'exited', { startedAt: 1_000 })],
			[record('a', 'exited', { startedAt: 4_000, finishedAt: 5_000, exitCode: 3 })],
			[['a', 'die', 5_000, 3]],
		],
		['the dead that stay dead', [record('a', 'exited', { startedAt: 1 })], [record('a', 'exited')], []],
	] satisfies [string, RuntimeRecord[], RuntimeRecord[], unknown[]][])('tells of %s', (_, before, after, expected) => {
		expect(changes(before, after)).toEqual(expected);
	});

	it('leaves out what the stream has told, and sorts by time', () => {
		const before = [record('a', 'running'), record('b', 'running'), record('c', 'running')];
		const after = [
			record('a', 'exited', { finishedAt: 7_000 }),
			record('b', 'exited', { finishedAt: 6_000 }),
			record('c', 'exited', { finishedAt: 5_000 }),
		];
		expect(changes(before, after, ['b:die']).map(([id]) => id)).toEqual(['c', 'a']);
	});

	it('says whose it was and how it is known', () => {
		const [event] = describeMissedChanges([record('a', 'running')], [], new Set(), 1);
		expect(event).toMatchObject({
			pod: 'web',
			kubeNamespace: 'default',
			container: 'app',
			attempt: 1,
			message: 'seen by listing',
		});
	});
});
