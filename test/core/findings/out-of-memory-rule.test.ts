import { describe, expect, it } from 'vitest';
import { outOfMemoryRule as rule } from '../../../source/core/findings/out-of-memory-rule.ts';
import type { Observation } from '../../../source/core/observation.ts';
import type { TimelineEvent } from '../../../source/core/timeline-event.ts';
import {
	at,
	evidenceAt,
	idOf,
	judgeAll,
	noPodsAt,
	podAt,
	recordOf,
	recordsAt,
	stateAt,
	stepsAt,
	suspicionOf,
	suspicionsOf,
	textAt,
	uid,
	wireTime,
} from './api-bench.ts';

const spec = { containers: [{ name: 'nginx', resources: { limits: { memory: '128Mi' } } }] };
const web = podAt(-10, { spec });
const killed = { exitCode: 137, oomKilled: true };
const pause = recordOf('POD', 'running');
const dead = recordsAt(1, pause, recordOf('nginx', 'exited', { ...killed, finishedAt: at(0) }));

function oomAt(seconds: number): Observation {
	const event: TimelineEvent = {
		...{ key: `docker:${seconds}:oom`, at: at(seconds), source: 'docker', type: 'oom', role: 'container' },
		...{ kubeNamespace: 'default', pod: 'web', podUid: uid, container: 'nginx', id: idOf('n') },
	};
	return { at: at(seconds), source: 'docker', kind: 'events', events: [event] };
}

describe('a container that was killed for its memory', () => {
	it('is told of at once, with its limit', () => {
		const found = suspicionOf(rule, stateAt(60, web, dead));
		expect(found).toMatchObject({ since: at(0), patience: 0, severity: 'warning', subject: { container: 'nginx' } });
		expect(textAt(60, found.summary)).toBe('default/web: nginx was killed for its memory 60s ago, its limit is 128Mi');
		expect(evidenceAt(60, found)).toEqual([
			'end of nginx nnnnnnnnnnnn: OOMKilled, exit 137, 12:00:00 [docker]',
			'memory limit of nginx: 128Mi [kube]',
		]);
		expect(found.evidence[0]?.command).toBe(
			"docker inspect -f '{{.State.ExitCode}} {{.State.OOMKilled}} {{.State.FinishedAt}}' nnnnnnnnnnnn",
		);
		expect(stepsAt(60, found)).toContain('Raise the limit if it needs more, else look for what it keeps');
	});

	it('is told of for an hour, and no longer than its pod is there', () => {
		expect(judgeAll(rule, stateAt(3599, web, dead)).findings).toHaveLength(1);
		expect(judgeAll(rule, stateAt(3599, web, dead), stateAt(3601, web, dead)).findings).toEqual([]);
		expect(
			judgeAll(rule, stateAt(60, web, dead), stateAt(61, web, dead, noPodsAt(61), recordsAt(61))).findings,
		).toEqual([]);
	});

	it('counts each run once, whoever tells of it, also those whose records are gone', () => {
		const status = (seconds: number, id: string) => ({
			terminated: {
				exitCode: 137,
				reason: 'OOMKilled',
				finishedAt: wireTime(seconds),
				containerID: `docker://${idOf(id)}`,
			},
		});
		const told = podAt(91, {
			spec,
			status: {
				containerStatuses: [{ name: 'nginx', restartCount: 2, state: { running: {} }, lastState: status(90, 'm') }],
			},
		});
		const second = recordsAt(
			91,
			pause,
			recordOf('nginx', 'exited', { ...killed, id: idOf('m'), attempt: 1, finishedAt: at(90) }),
		);
		const found = suspicionOf(rule, stateAt(100, web, dead, second, told));
		expect(textAt(100, found.summary)).toBe(
			'default/web: nginx was killed for its memory 10s ago, 2 times in the last hour, its limit is 128Mi',
		);
	});

	it('is told of by the API alone, after the next start', () => {
		const lastState = { terminated: { exitCode: 137, reason: 'OOMKilled', finishedAt: wireTime(0) } };
		const told = podAt(5, {
			status: { containerStatuses: [{ name: 'nginx', restartCount: 1, state: { running: {} }, lastState }] },
		});
		const found = suspicionOf(rule, stateAt(60, told));
		expect(textAt(60, found.summary)).toBe('default/web: nginx was killed for its memory 60s ago');
		expect(evidenceAt(60, found)).toEqual(['end of nginx: OOMKilled, exit 137, 12:00:00 [kube]']);
		expect(stepsAt(60, found).at(-1)).toMatch(/^It has no limit of its own/);
	});

	it.each(['state', 'lastState'])('has the command for where the API server has it: %s', (field) => {
		const ended = { terminated: { exitCode: 137, reason: 'OOMKilled', finishedAt: wireTime(0) } };
		const status = { name: 'nginx', restartCount: 1, [field]: ended };
		const [evidence] = suspicionOf(rule, stateAt(60, podAt(5, { status: { containerStatuses: [status] } }))).evidence;
		expect(evidence?.command).toBe(
			`kubectl get pod -n default web -o jsonpath='{.status.containerStatuses[?(@.name=="nginx")].${field}}'`,
		);
	});
});

it.each([
	['an app', { containers: spec.containers }, 'containers'],
	['an init container', { containers: [{ name: 'ghost' }], initContainers: spec.containers }, 'initContainers'],
])('asks for the limit of %s in a way that kubectl understands', (_, containers, list) => {
	const found = suspicionOf(rule, stateAt(60, podAt(-10, { spec: containers }), dead));
	expect(found.evidence.find(({ what }) => what.startsWith('memory limit'))?.command).toBe(
		`kubectl get pod -n default web -o jsonpath='{.spec.${list}[?(@.name=="nginx")].resources.limits.memory}'`,
	);
});

describe('a child that was killed', () => {
	it('lets its container live on', () => {
		const running = recordsAt(1, pause, recordOf('nginx', 'running'));
		const found = suspicionOf(rule, stateAt(60, web, running, oomAt(10)));
		expect(textAt(60, found.summary)).toBe(
			'default/web: a process in nginx was killed for its memory 50s ago, its limit is 128Mi',
		);
		expect(evidenceAt(60, found)[0]).toBe('oom event of nginx nnnnnnnnnnnn: 12:00:10, the container lived on [docker]');
	});

	it('is not counted apart from the end that comes of it', () => {
		const found = suspicionOf(rule, stateAt(60, web, dead, oomAt(-1)));
		expect(textAt(60, found.summary)).not.toContain('times');
	});

	it('ends it with a code of its own', () => {
		const other = recordsAt(1, pause, recordOf('nginx', 'exited', { exitCode: 1, oomKilled: true, finishedAt: at(0) }));
		const found = suspicionOf(rule, stateAt(60, web, other));
		expect(textAt(60, found.summary)).toContain(
			'nginx ended 60s ago (exit 1) after a process in it was killed for its memory',
		);
	});

	it('is not told of before it is known whether the container lives on', () => {
		const running = recordsAt(1, pause, recordOf('nginx', 'running'));
		expect(suspicionsOf(rule, stateAt(11, web, running, oomAt(10)))).toEqual([]);
	});
});

it.each([
	['137 without a word of memory', { exitCode: 137, oomKilled: false, finishedAt: at(0) }],
	['an end of which the time is not known', killed],
	['an end of which nobody says why', { exitCode: 137, finishedAt: at(0) }],
])('says nothing of %s', (_, end) => {
	expect(suspicionsOf(rule, stateAt(60, web, recordsAt(1, pause, recordOf('nginx', 'exited', end))))).toEqual([]);
});
