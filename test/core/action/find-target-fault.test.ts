import { describe, expect, it } from 'vitest';
import type { ActionTarget } from '../../../source/core/action/action.ts';
import { findTargetFault } from '../../../source/core/action/find-target-fault.ts';
import type { Observation } from '../../../source/core/observation.ts';
import type { ContainerProcess } from '../../../source/core/process.ts';
import type { RuntimeRecord } from '../../../source/core/runtime-record.ts';
import { observe } from '../../helpers/snapshot.ts';

const now = Date.parse('2026-11-22T03:00:00Z');
const ids = { a: 'a'.repeat(64), b: 'b'.repeat(64), c: 'c'.repeat(64) };

const sandbox: ActionTarget = {
	...{ podUid: 'uid', kubeNamespace: 'default', pod: 'web', role: 'sandbox', id: ids.a, attempt: 1 },
	...{ runtime: 'docker', pid: 100, startTicks: 1000 },
};
const nginx: ActionTarget = { ...sandbox, role: 'container', container: 'nginx' };

function record(id: string, name: string, attempt: number, more: Partial<RuntimeRecord> = {}): RuntimeRecord {
	return {
		...{ id, runtime: 'docker', labels: {}, state: 'running', createdAt: now - 60_000 + attempt * 1000 },
		...{ name: `k8s_${name}_web_default_uid_${attempt}`, ...more },
	};
}

const process = (containerId: string, pid: number, startTicks: number): ContainerProcess => ({
	...{ containerId, pid, startTicks, linuxNamespaces: {} },
});

/** @param processes undefined: /proc was not read */
function fault(target: ActionTarget, records: RuntimeRecord[], processes?: ContainerProcess[]): string | undefined {
	const observations: Observation[] = [{ at: now, source: 'docker', kind: 'runtime-listing', records }];
	const host = { linuxNamespaces: {} };
	if (processes) observations.push({ at: now, source: 'proc', kind: 'process-listing', host, processes });
	return findTargetFault(target, observe(observations));
}

const same = [process(ids.a, 100, 1000)];

describe('the very one that was confirmed', () => {
	it('has no fault', () => {
		expect(fault(sandbox, [record(ids.a, 'POD', 1)], same)).toBeUndefined();
		expect(fault(nginx, [record(ids.a, 'nginx', 1)], same)).toBeUndefined();
	});

	it('also where nothing is known of its process', () => {
		const { pid: _, startTicks: __, ...without } = sandbox;
		expect(fault(without, [record(ids.a, 'POD', 1)])).toBeUndefined();
		expect(fault(sandbox, [record(ids.a, 'POD', 1)])).toBeUndefined();
		expect(fault({ ...sandbox, startTicks: undefined }, [record(ids.a, 'POD', 1, { pid: 100 })], [])).toBeUndefined();
	});

	it('also where another one has come beside it', () => {
		expect(fault(sandbox, [record(ids.a, 'POD', 1), record(ids.b, 'POD', 2)], same)).toBeUndefined();
	});

	it('also in CRI’s words', () => {
		expect(fault(sandbox, [record(ids.a, 'POD', 1, { state: 'ready' })], same)).toBeUndefined();
	});
});

describe('no longer that one', () => {
	const ended = { state: 'exited', exitCode: 0, finishedAt: now - 3_200 } as const;

	it.each<[string, ActionTarget, RuntimeRecord[], ContainerProcess[] | undefined, string]>([
		['gone', sandbox, [], same, 'sandbox #1 (aaaaaaaaaaaa) is gone'],
		[
			'gone, and there is a new one',
			sandbox,
			[record(ids.b, 'POD', 2)],
			same,
			'sandbox #1 (aaaaaaaaaaaa) is gone, replaced by #2 (bbbbbbbbbbbb)',
		],
		['ended', sandbox, [record(ids.a, 'POD', 1, ended)], [], 'sandbox #1 (aaaaaaaaaaaa) ended 3 s ago (exit 0)'],
		[
			'ended, in a CRI runtime that says no more',
			sandbox,
			[record(ids.a, 'POD', 1, { state: 'notready' })],
			[],
			'sandbox #1 (aaaaaaaaaaaa) ended',
		],
		[
			'replaced by the newest of several, not by a dead one, another container or another pod',
			nginx,
			[
				record(ids.a, 'nginx', 1, ended),
				record(ids.b, 'nginx', 2),
				record(ids.c, 'nginx', 3),
				record('d'.repeat(64), 'nginx', 4, { state: 'exited' }),
				record('e'.repeat(64), 'ghost', 5),
				record('f'.repeat(64), 'POD', 6),
				record('0'.repeat(64), 'nginx', 7, { name: 'k8s_nginx_web_default_other_7' }),
			],
			[],
			'nginx #1 (aaaaaaaaaaaa) ended 3 s ago (exit 0), replaced by #3 (cccccccccccc)',
		],
		[
			'removed by hand, attempt 0 again',
			sandbox,
			[record(ids.b, 'POD', 0)],
			[],
			'sandbox #1 (aaaaaaaaaaaa) is gone, replaced by #0 (bbbbbbbbbbbb)',
		],
		[
			'on its way out',
			sandbox,
			[record(ids.a, 'POD', 1, { state: 'removing' })],
			[],
			'sandbox #1 (aaaaaaaaaaaa) is being removed',
		],
		[
			'not started',
			nginx,
			[record(ids.a, 'nginx', 1, { state: 'created' })],
			[],
			'nginx #1 (aaaaaaaaaaaa) has not been started',
		],
		[
			'of unknown state',
			nginx,
			[record(ids.a, 'nginx', 1, { state: 'unknown' })],
			same,
			'nginx #1 (aaaaaaaaaaaa) may have ended: its state is unknown',
		],
		[
			'the same id started anew',
			sandbox,
			[record(ids.a, 'POD', 1)],
			[process(ids.a, 250, 2500)],
			'sandbox #1 (aaaaaaaaaaaa) has been started anew: pid 250 instead of 100',
		],
		[
			'the same id and pid, another start',
			sandbox,
			[record(ids.a, 'POD', 1)],
			[process(ids.a, 100, 2500)],
			'sandbox #1 (aaaaaaaaaaaa) has been started anew: another process has pid 100 now',
		],
		[
			'the same id started anew, by the runtime’s word',
			{ ...sandbox, startTicks: undefined },
			[record(ids.a, 'POD', 1, { pid: 250 })],
			undefined,
			'sandbox #1 (aaaaaaaaaaaa) has been started anew: pid 250 instead of 100',
		],
		[
			'its process is gone, the runtime has not noticed',
			sandbox,
			[record(ids.a, 'POD', 1)],
			[],
			'the process of sandbox #1 (aaaaaaaaaaaa) is gone (pid 100)',
		],
	])('%s', (_, target, records, processes, expected) => {
		expect(fault(target, records, processes)).toBe(expected);
	});

	it('a runtime that has said nothing yet', () => {
		expect(findTargetFault(sandbox, observe([]))).toBe('docker has not listed anything');
	});
});
