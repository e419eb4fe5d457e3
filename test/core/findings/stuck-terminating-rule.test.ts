import { describe, expect, it } from 'vitest';
import { stuckTerminatingRule as rule } from '../../../source/core/findings/stuck-terminating-rule.ts';
import type { NodeSurvey } from '../../../source/core/node-survey.ts';
import type { Observation } from '../../../source/core/observation.ts';
import {
	at,
	eventAt,
	evidenceAt,
	idOf,
	judgeAll,
	kubeletAt,
	nodeAt,
	noPodsAt,
	podAt,
	recordOf,
	recordsAt,
	stateAt,
	stepsAt,
	suspicionOf,
	suspicionsOf,
	textAt,
	wellAt,
	wireTime,
} from './api-bench.ts';

const spec = { containers: [{ name: 'nginx' }] };
/** To be gone at 12:00:00, after 30 s of grace. */
const deleted = (finalizers?: unknown) =>
	podAt(-30, { spec, metadata: { deletionTimestamp: wireTime(0), deletionGracePeriodSeconds: 30, finalizers } });
const alive = recordsAt(1, recordOf('POD', 'running', { pid: 10 }), recordOf('nginx', 'running', { pid: 20 }));
const gone = recordsAt(1, recordOf('POD', 'exited', { finishedAt: at(-20) }));

function surveyed(containerId: string, seconds = 50): Observation {
	const uninterruptible = [
		{ pid: 4711, startTicks: 1, command: 'nginx', containerId, waitsIn: 'nfs_wait', seenSince: at(0) },
	];
	const survey: NodeSurvey = { readAt: at(seconds), uninterruptible, problems: [] };
	return { at: at(seconds), source: 'proc', kind: 'survey', survey };
}

describe('a pod that should be gone', () => {
	it.each([
		['nobody knows why', 180, [deleted(), alive]],
		['nothing of it lives here, and nobody knows why', 180, [deleted(), gone]],
		['the kubelet is down', 30, [nodeAt(0), kubeletAt(0, false), deleted(), alive]],
		['a process cannot be killed', 30, [deleted(), alive, surveyed(idOf('n'), 5)]],
		['the kubelet fails', 30, [deleted(), alive, eventAt(5, 'FailedKillPod', 'error killing pod: no answer')]],
		['it waits for a finalizer', 30, [deleted(['example.org/backup']), gone]],
		['it lives, whatever finalizers it has', 180, [deleted(['example.org/backup']), alive]],
	])('is told of when %s: %d seconds after its grace', (_, seconds, observations) => {
		expect(judgeAll(rule, stateAt(seconds - 1, ...observations)).findings).toEqual([]);
		const found = judgeAll(rule, stateAt(seconds + 1, ...observations)).findings;
		expect(found).toMatchObject([{ since: at(0), noticed: false }]);
	});

	it('names what lives, and with what', () => {
		const found = suspicionOf(rule, stateAt(60, wellAt(60), deleted(), alive));
		expect(textAt(60, found.summary)).toBe(
			'default/web should be gone since 12:00:00: nginx and its sandbox still live here',
		);
		expect(evidenceAt(60, found)).toEqual([
			'deletionTimestamp, with the grace period in it: 12:00:00 [kube]',
			'sandbox aaaaaaaaaaaa: running, pid 10 [docker]',
			'nginx nnnnnnnnnnnn: running, pid 20 [docker]',
		]);
		expect(stepsAt(60, found)).toEqual([
			'Read what the kubelet says $ journalctl -u kubelet --since -15min --no-pager | grep -F c0ffee | tail -n 50',
		]);
		expect(textAt(60, found.avoid?.[0] ?? [])).toContain('only makes the API server forget');
	});

	it('because a process cannot be killed', () => {
		const found = suspicionOf(rule, stateAt(60, wellAt(60), deleted(), alive, surveyed(idOf('n'))));
		expect(textAt(60, found.summary)).toMatch(
			/one of its processes waits in the kernel \(state D\) and cannot be killed$/,
		);
		expect(evidenceAt(60, found)).toContain('process 4711 (nginx): state D, waits in nfs_wait [proc]');
		expect(stepsAt(60, found)[0]).toContain('cat /proc/4711/stack');
	});

	it('not because another pod has such a process', () => {
		const found = suspicionOf(rule, stateAt(60, wellAt(60), deleted(), alive, surveyed(idOf('z'))));
		expect(textAt(60, found.summary)).toMatch(/still live here$/);
	});

	it('because the kubelet fails', () => {
		const event = eventAt(
			40,
			'FailedKillPod',
			'error killing pod: failed to "KillPodSandbox" for "c0ffee": plugin type="calico" failed',
		);
		const found = suspicionOf(
			rule,
			stateAt(60, wellAt(60), deleted(), recordsAt(1, recordOf('POD', 'running')), event),
		);
		expect(textAt(60, found.summary)).toBe(
			'default/web should be gone since 12:00:00: its sandbox still lives here, the kubelet cannot end it: error killing pod: failed to "KillPodSandbox" for "c0ffee": plugin type="calico" failed',
		);
	});

	it('not because the kubelet did not find what is gone', () => {
		const message =
			'error killing pod: failed to "KillPodSandbox" for "c0ffee": "rpc error: code = NotFound desc = …: not found"';
		const state = stateAt(60, wellAt(60), deleted(['test/held']), gone, eventAt(2, 'FailedKillPod', message));
		expect(textAt(60, suspicionOf(rule, state).summary)).toMatch(
			/nothing of it lives here, it waits for the finalizer/,
		);
	});

	it('because the kubelet is down', () => {
		const found = suspicionOf(rule, stateAt(60, nodeAt(60), kubeletAt(60, false), deleted(), alive));
		expect(textAt(60, found.summary)).toMatch(/and the kubelet, which would end it, is down$/);
		expect(stepsAt(60, found)[0]).toContain('see the finding kubelet-down');
	});

	it.each([
		[['example.org/backup'], 'nothing of it lives here, it waits for the finalizer example.org/backup'],
		[undefined, 'nothing of it lives here, but the kubelet has not told the API server so'],
		['no list', 'nothing of it lives here, but the kubelet has not told the API server so'],
	])('with nothing left here, finalizers %j', (finalizers, text) => {
		const found = suspicionOf(rule, stateAt(60, wellAt(60), deleted(finalizers), gone));
		expect(textAt(60, found.summary)).toBe(`default/web should be gone since 12:00:00: ${text}`);
	});
});

describe('no fault is', () => {
	it('a pod in its grace period, one that nobody deletes, and an event of before', () => {
		const earlier = recordsAt(-29, recordOf('POD', 'running'), recordOf('nginx', 'running'));
		expect(suspicionsOf(rule, stateAt(-1, deleted(), earlier))).toEqual([]);
		expect(suspicionsOf(rule, stateAt(600, podAt(0, { spec }), alive))).toEqual([]);
		const old = eventAt(-100, 'FailedKillPod', 'once');
		expect(textAt(60, suspicionOf(rule, stateAt(60, deleted(), alive, old)).summary)).not.toContain('once');
	});

	it('one that has gone', () => {
		expect(judgeAll(rule, stateAt(60, deleted(), alive), stateAt(61, deleted(), gone, noPodsAt(61))).findings).toEqual(
			[],
		);
	});
});
