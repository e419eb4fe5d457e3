import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseContainerId } from '../../../source/core/correlate/api-index.ts';
import { stateDisagreesRule as rule } from '../../../source/core/findings/state-disagrees-rule.ts';
import type { KubeContainerState, KubePod } from '../../../source/core/kube-pod.ts';
import {
	at,
	evidenceAt,
	idOf,
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

const spec = { containers: [{ name: 'nginx' }] };
const runs: KubeContainerState = { running: { startedAt: wireTime(-1800) } };

function webSays(
	state: KubeContainerState,
	more: { id?: string; phase?: string; lastState?: KubeContainerState; deleted?: true } = {},
) {
	const { id = idOf('n'), phase = 'Running', lastState, deleted } = more;
	const containerStatuses = [{ name: 'nginx', restartCount: 0, containerID: `docker://${id}`, state, lastState }];
	const metadata = deleted ? { deletionTimestamp: wireTime(10) } : {};
	return podAt(-10, { spec, metadata, status: { phase, containerStatuses } });
}

const pause = recordOf('POD', 'running');
const exited = recordsAt(5, pause, recordOf('nginx', 'exited', { exitCode: 137, finishedAt: at(0) }));

describe('a container that only the API calls running', () => {
	it('is told of after a minute, since its end', () => {
		expect(judgeAll(rule, stateAt(59, wellAt(0), webSays(runs), exited)).findings).toEqual([]);
		expect(judgeAll(rule, stateAt(61, wellAt(0), webSays(runs), exited)).findings).toMatchObject([
			{ since: at(0), severity: 'warning', subject: { container: 'nginx', id: idOf('n') } },
		]);
	});

	it('that suddenly waits there, is told of a minute after that was noticed: since when it waits is nowhere', () => {
		const waits = webSays({ waiting: { reason: 'ContainerCreating' } });
		const running = recordsAt(5, pause, recordOf('nginx', 'running', { startedAt: at(-1800) }));
		const early = stateAt(10, wellAt(0), waits, running);
		const looks = (seconds: number) => judgeAll(rule, early, stateAt(seconds, wellAt(0), waits, running)).findings;
		expect(looks(69)).toEqual([]);
		expect(looks(71)).toMatchObject([{ since: at(10), noticed: true }]);
	});

	it('has both words', () => {
		const found = suspicionOf(rule, stateAt(61, wellAt(0), webSays(runs), exited));
		expect(textAt(61, found.summary)).toBe(
			'default/web: of nginx the API server says running, the runtime says exited',
		);
		expect(evidenceAt(61, found)).toEqual([
			'nginx by the API server: running since 11:30:00, nnnnnnnnnnnn [kube]',
			'nginx by the runtime: exited since 12:00:00, nnnnnnnnnnnn [docker]',
		]);
		expect(found.evidence.map(({ command }) => command)).toEqual([
			`kubectl get pod -n default web -o jsonpath='{.status.containerStatuses[?(@.name=="nginx")].state}'`,
			"docker inspect -f '{{.State.Status}}' nnnnnnnnnnnn",
		]);
		expect(stepsAt(61, found)[0]).toContain('journalctl');
	});

	it('is explained by a kubelet that is down', () => {
		const found = suspicionOf(rule, stateAt(61, nodeAt(0), kubeletAt(60, false), webSays(runs), exited));
		expect(textAt(61, found.summary)).toMatch(/; the kubelet, which would tell, is down$/);
		expect(stepsAt(61, found)[0]).toBe('Bring the kubelet back first: see the finding kubelet-down');
	});

	it('is over when the API server has been told', () => {
		const told = webSays({ terminated: { exitCode: 137, finishedAt: wireTime(0) } });
		expect(judgeAll(rule, stateAt(61, webSays(runs), exited), stateAt(62, told, exited)).findings).toEqual([]);
	});
});

describe('other disagreements', () => {
	it('one that the runtime does not have', () => {
		const state = stateAt(61, wellAt(0), webSays(runs), recordsAt(5, pause));
		const found = suspicionOf(rule, state);
		expect(textAt(61, found.summary)).toBe(
			'default/web: of nginx the API server says running, the runtime does not have it',
		);
		expect(found).toMatchObject({ since: undefined, patience: 60_000 });
	});

	it('one that runs behind the back of an API that has seen it end', () => {
		const ended = webSays({ terminated: { exitCode: 1, reason: 'Error', finishedAt: wireTime(-20) } });
		const again = recordsAt(5, pause, recordOf('nginx', 'running', { startedAt: at(-5) }));
		const found = suspicionOf(rule, stateAt(61, wellAt(0), ended, again));
		expect(found.since).toBe(at(-5));
		expect(textAt(61, found.summary)).toContain('says terminated: Error, the runtime says running');
	});

	it('one that the API calls ended since a later moment than its start', () => {
		const ended = webSays({ terminated: { exitCode: 1, reason: 'Error', finishedAt: wireTime(30) } });
		expect(suspicionOf(rule, stateAt(61, ended, recordsAt(5, pause, recordOf('nginx', 'running')))).since).toBe(at(30));
	});
});

describe('no fault is', () => {
	it('one that runs as the API server says, with another one beside it', () => {
		const first = recordOf('nginx', 'running');
		const second = recordOf('nginx', 'running', { attempt: 1, id: idOf('m'), createdAt: at(0), startedAt: at(0) });
		expect(suspicionsOf(rule, stateAt(61, wellAt(0), webSays(runs), recordsAt(5, pause, first, second)))).toEqual([]);
		const ended = recordOf('nginx', 'exited', { finishedAt: at(60) });
		const other = suspicionsOf(rule, stateAt(61, wellAt(0), webSays(runs), recordsAt(60, pause, ended, second)));
		expect(other).toMatchObject([{ since: at(60) }]);
	});

	it.each([
		['agreement', webSays(runs), recordsAt(5, pause, recordOf('nginx', 'running'))],
		['a pod that is being deleted', webSays(runs, { deleted: true }), exited],
		['an old word about a pod that failed', webSays(runs, { phase: 'Failed' }), exited],
		[
			'a container of a runtime that is not read',
			podAt(-10, {
				spec,
				status: { containerStatuses: [{ name: 'nginx', containerID: `containerd://${idOf('n')}`, state: runs }] },
			}),
			recordsAt(5),
		],
		[
			'a terminated status that names a record that is gone',
			webSays({ terminated: { exitCode: 0 } }),
			recordsAt(5, pause),
		],
		['back-off', webSays({ waiting: { reason: 'CrashLoopBackOff' } }), exited],
		['a pod that is being made', podAt(-10, { spec, status: { phase: 'Pending' } }), recordsAt(5, pause)],
	])('%s', (_, pod, records) => {
		expect(suspicionsOf(rule, stateAt(300, wellAt(0), pod, records))).toEqual([]);
	});

	it('a container that crashes again and again, with an API a moment behind each time', () => {
		const lives = [0, 40, 80, 120].map((seconds) => {
			const record = recordOf('nginx', 'exited', {
				id: `${idOf('d').slice(4)}${1000 + seconds}`,
				attempt: seconds,
				createdAt: at(seconds),
				startedAt: at(seconds),
				finishedAt: at(seconds + 2),
			});
			return stateAt(seconds + 3, wellAt(0), webSays(runs, { id: record.id }), recordsAt(seconds + 3, pause, record));
		});
		const judged = judgeAll(rule, ...lives);
		expect(judged.findings).toEqual([]);
		expect(judged.suspected).toHaveLength(1);
	});
});

it('a pod that failed and still runs is told of', () => {
	const failed = webSays({ terminated: { exitCode: 1, finishedAt: wireTime(-60) } }, { phase: 'Failed' });
	expect(suspicionsOf(rule, stateAt(300, failed, recordsAt(5, pause, recordOf('nginx', 'running'))))).toHaveLength(1);
});

it('finds what was recorded while a kubelet was away: three containers Running that are dead', () => {
	const path = new URL('../../fixtures/stories/docker-kubelet-down.json', import.meta.url);
	const { pod } = JSON.parse(readFileSync(path, 'utf8')) as { pod: KubePod };
	const records = (pod.status?.containerStatuses ?? []).map(({ name, containerID }) => {
		const id = parseContainerId(containerID) ?? '';
		const record = recordOf(name, 'exited', { id, exitCode: 137, finishedAt: at(0) });
		return { ...record, labels: { ...record.labels, 'io.kubernetes.pod.uid': pod.metadata.uid } };
	});
	const listing = { at: at(-1), source: 'kube', kind: 'pod-listing', pods: [pod] } as const;
	const judged = judgeAll(
		rule,
		stateAt(68, nodeAt(0, 'Unknown'), kubeletAt(68, false), listing, recordsAt(1, ...records)),
	);
	expect(judged.findings.map(({ subject }) => 'container' in subject && subject.container)).toEqual([
		'busybox',
		'ghost',
		'nginx',
	]);
});
