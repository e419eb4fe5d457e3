import { describe, expect, it } from 'vitest';
import { kubeletNotReconcilingRule as rule } from '../../../source/core/findings/kubelet-not-reconciling-rule.ts';
import type { Observation } from '../../../source/core/observation.ts';
import {
	at,
	eventAt,
	evidenceAt,
	judgeAll,
	kubeletAt,
	nodeAt,
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

const running = {
	containerID: `docker://${'n'.repeat(64)}`,
	ready: true,
	state: { running: { startedAt: wireTime(-1800) } },
};
const status = { containerStatuses: [{ name: 'nginx', restartCount: 0, ...running }] };
const spec = { containers: [{ name: 'nginx' }] };
const ended = { exitCode: 0, finishedAt: at(0) };
const dead = recordsAt(
	5,
	recordOf('POD', 'exited', ended),
	recordOf('nginx', 'exited', { exitCode: 137, finishedAt: at(0) }),
);
const web = podAt(-10, { spec, status });

describe('a dead sandbox that the kubelet does not replace', () => {
	it('is told of after two minutes', () => {
		expect(judgeAll(rule, stateAt(119, wellAt(60), web, dead)).findings).toEqual([]);
		expect(judgeAll(rule, stateAt(121, wellAt(60), web, dead)).findings).toMatchObject([
			{ since: at(0), noticed: false },
		]);
	});

	it('says what is wrong, with both sides', () => {
		const found = suspicionOf(rule, stateAt(200, wellAt(60), web, dead));
		expect(textAt(200, found.summary)).toBe(
			'default/web has no living sandbox, and the kubelet, which runs, does not make a new one: nothing of the pod is up',
		);
		expect(evidenceAt(200, found)).toEqual([
			'newest sandbox: aaaaaaaaaaaa exited, ended 12:00:00 [docker]',
			'phase and restartPolicy: Running Always [kube]',
			"the kubelet's process: runs [proc]",
			"the node's condition Ready: True [kube]",
		]);
		expect(found.evidence[0]?.command).toBe("docker inspect -f '{{.State.Status}}' aaaaaaaaaaaa");
		expect(stepsAt(200, found)[0]).toContain('journalctl -u kubelet');
	});

	it('counts from when the kubelet was back', () => {
		const back = nodeAt(300, 'True', { changed: 290 });
		expect(suspicionOf(rule, stateAt(300, back, kubeletAt(300, true), web, dead)).since).toBe(at(290));
	});

	it('has no beginning where the runtime does not tell of one', () => {
		const notready = recordsAt(5, recordOf('POD', 'notready'));
		expect(suspicionOf(rule, stateAt(60, wellAt(60), web, notready)).since).toBeUndefined();
	});

	it('names a sandbox that cannot be cleared away', () => {
		const event = eventAt(100, 'FailedKillPod', 'error killing pod: failed to "KillPodSandbox"');
		const found = suspicionOf(rule, stateAt(200, wellAt(60), web, dead, event));
		expect(textAt(200, found.summary)).toContain('it cannot clear the old one away');
		expect(evidenceAt(200, found)).toContain('FailedKillPod: error killing pod: failed to "KillPodSandbox" [kube]');
	});

	it('is none before it is known what the kubelet has said of it', () => {
		const live: Observation = { at: at(198), source: 'kube', kind: 'health', health: 'connecting' };
		const begin = [live, { ...live, at: at(199), health: 'live' as const }];
		const early = judgeAll(rule, stateAt(200, wellAt(60), web, dead, begin));
		expect(early).toMatchObject({ findings: [], suspected: [{ confirmedAt: at(205) }] });
		expect(judgeAll(rule, stateAt(204, wellAt(60), web, dead, begin)).findings).toMatchObject([{ since: at(0) }]);
		const failure = eventAt(199, 'FailedCreatePodSandBox', 'no network');
		expect(suspicionsOf(rule, stateAt(205, wellAt(60), web, dead, begin, failure))).toEqual([]);
	});

	it('names a volume that the kubelet waits for', () => {
		const event = eventAt(100, 'FailedMount', 'MountVolume.SetUp failed for volume "data": timed out');
		const found = suspicionOf(rule, stateAt(200, wellAt(60), web, dead, event));
		expect(textAt(200, found.summary)).toContain('does not make a new one, a volume is not ready: nothing');
		expect(evidenceAt(200, found)).toContain(
			'FailedMount: MountVolume.SetUp failed for volume "data": timed out [kube]',
		);
		expect(stepsAt(200, found)[1]).toBe(
			'See which volume, and whether what it is made of exists $ kubectl describe pod -n default web',
		);
	});

	it('is also one that is no longer listed', () => {
		expect(suspicionsOf(rule, stateAt(200, wellAt(60), web, recordsAt(5)))).toHaveLength(1);
	});

	it('is not one of a runtime that was not found, or of a machine that this is not', () => {
		const other = podAt(-10, {
			spec,
			status: { containerStatuses: [{ name: 'nginx', ...running, containerID: `containerd://${'n'.repeat(64)}` }] },
		});
		expect(suspicionsOf(rule, stateAt(200, wellAt(60), other, recordsAt(5)))).toEqual([]);
		expect(suspicionsOf(rule, stateAt(200, nodeAt(60), web, recordsAt(5)))).toEqual([]);
	});
});

const succeeded = recordsAt(
	5,
	recordOf('POD', 'exited', ended),
	recordOf('nginx', 'exited', { exitCode: 0, finishedAt: at(0) }),
);
const waiting = { reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting failed container=nginx pod=web' };
const inBackOff = {
	name: 'nginx',
	restartCount: 3,
	state: { waiting },
	lastState: { terminated: { exitCode: 1, finishedAt: wireTime(0) } },
};

describe('no fault is', () => {
	it.each([
		['a living sandbox', web, recordsAt(5, recordOf('POD', 'running'))],
		['a sandbox that is being made', web, recordsAt(5, recordOf('POD', 'created'))],
		[
			'an app that runs on: that is another finding',
			web,
			recordsAt(5, recordOf('POD', 'exited', ended), recordOf('nginx', 'running')),
		],
		['a pod that is deleted', podAt(-10, { spec, status, metadata: { deletionTimestamp: wireTime(30) } }), dead],
		['a completed job', podAt(-10, { spec, status: { ...status, phase: 'Succeeded' } }), dead],
		['an evicted pod', podAt(-10, { spec, status: { phase: 'Failed', reason: 'Evicted' } }), dead],
		['a pod that is never restarted', podAt(-10, { spec: { ...spec, restartPolicy: 'Never' }, status }), dead],
		[
			'one that has succeeded, but whose phase is not there yet',
			podAt(-10, { spec: { ...spec, restartPolicy: 'OnFailure' }, status }),
			succeeded,
		],
		['a pod that has not been made yet', podAt(-10, { spec, status: { phase: 'Pending' } }), recordsAt(5)],
		['a back-off that is not over', podAt(-10, { spec, status: { containerStatuses: [inBackOff] } }), succeeded],
	])('%s', (_, pod, records) => {
		expect(suspicionsOf(rule, stateAt(200, wellAt(60), pod, records))).toEqual([]);
	});

	it('a kubelet that tries and fails', () => {
		const event = eventAt(100, 'FailedCreatePodSandBox', 'Failed to create pod sandbox: no address');
		expect(suspicionsOf(rule, stateAt(200, wellAt(60), web, dead, event))).toEqual([]);
	});

	it('one that is down, or of which nothing is known', () => {
		expect(suspicionsOf(rule, stateAt(200, nodeAt(60), kubeletAt(60, false), web, dead))).toEqual([]);
		expect(suspicionsOf(rule, stateAt(200, web, dead))).toEqual([]);
	});
});

it('does so for a pod that failed and is restarted on failure, and once a back-off is over', () => {
	const onFailure = podAt(-10, { spec: { ...spec, restartPolicy: 'OnFailure' }, status });
	expect(suspicionsOf(rule, stateAt(200, wellAt(60), onFailure, dead))).toHaveLength(1);
	const late = podAt(-10, { spec, status: { containerStatuses: [inBackOff] } });
	expect(suspicionsOf(rule, stateAt(301, wellAt(60), late, dead))).toHaveLength(1);
});

it('is over with the next sandbox', () => {
	const next = recordsAt(
		190,
		recordOf('POD', 'running', { id: 'e'.repeat(64), attempt: 1, createdAt: at(189) }),
		recordOf('POD', 'exited', ended),
	);
	expect(
		judgeAll(rule, stateAt(180, wellAt(60), web, dead), stateAt(191, wellAt(60), web, dead, next)).findings,
	).toEqual([]);
});
