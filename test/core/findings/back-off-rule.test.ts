import { describe, expect, it } from 'vitest';
import { backOffRule as rule } from '../../../source/core/findings/back-off-rule.ts';
import type { KubeContainerState } from '../../../source/core/kube-pod.ts';
import { emptyState, reduce } from '../../../source/store/reduce.ts';
import { snapshotObservations, snapshotPods } from '../../helpers/snapshot.ts';
import {
	at,
	eventAt,
	evidenceAt,
	factsOf,
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

const waiting = (reason: string, message?: string): KubeContainerState => ({ waiting: { reason, message } });
const crashLoop = waiting(
	'CrashLoopBackOff',
	'back-off 2m40s restarting failed container=nginx pod=web_default(c0ffee)',
);
const ended: KubeContainerState = { terminated: { exitCode: 3, reason: 'Error', finishedAt: wireTime(0) } };
const pause = recordOf('POD', 'running');
const exited = recordsAt(1, pause, recordOf('nginx', 'exited', { exitCode: 3, finishedAt: at(0.4), attempt: 5 }));

function web(state: KubeContainerState, { lastState = ended, deleted = false, phase = 'Running' } = {}) {
	const containerStatuses = [{ name: 'nginx', restartCount: 5, state, lastState }];
	return podAt(2, {
		spec: { containers: [{ name: 'nginx' }] },
		metadata: deleted ? { deletionTimestamp: wireTime(30) } : {},
		status: { phase, containerStatuses },
	});
}

describe('CrashLoopBackOff', () => {
	it("has the clock of the next try, from the end and the kubelet's words", () => {
		const found = suspicionOf(rule, stateAt(10, wellAt(10), web(crashLoop), exited));
		expect(found).toMatchObject({ severity: 'info', since: at(0.4), patience: 0 });
		expect(textAt(10, found.summary)).toBe('default/web: nginx waits in CrashLoopBackOff, next try in 2m30s');
		expect(textAt(130, found.summary)).toBe('default/web: nginx waits in CrashLoopBackOff, next try in 30s');
		expect(evidenceAt(10, found)).toEqual([
			'the kubelet says: back-off 2m40s restarting failed container=nginx pod=web_default(c0ffee) [kube]',
			'no try before: 12:02:40 [pausetop]',
			'last end: exit 3, Error, 12:00:00 [kube]',
			'restarts: 5 [kube]',
		]);
		expect(stepsAt(10, found)).toEqual([
			'Read what it said before it ended $ kubectl logs -n default web -c nginx --previous --tail=50',
		]);
	});

	it('stays the same object while the clock goes on', () => {
		const [early, late] = [10, 100].map((seconds) =>
			suspicionOf(rule, stateAt(seconds, wellAt(10), web(crashLoop), exited)),
		);
		expect(late).toEqual(early);
	});

	it.each([
		['when it is over', 161, web(crashLoop), exited, ', the next try is due'],
		['without a length in the message', 10, web(waiting('CrashLoopBackOff')), exited, ''],
		['by the API alone', 10, web(crashLoop), recordsAt(1, pause), ', next try in 2m30s'],
	])('%s', (_, seconds, pod, records, text) => {
		const found = suspicionOf(rule, stateAt(seconds, wellAt(10), pod, records));
		expect(textAt(seconds, found.summary)).toBe(`default/web: nginx waits in CrashLoopBackOff${text}`);
	});

	it('has no next try where nobody knows of an end', () => {
		const found = suspicionOf(rule, stateAt(10, wellAt(10), web(crashLoop, { lastState: {} }), recordsAt(1, pause)));
		expect(textAt(10, found.summary)).toBe('default/web: nginx waits in CrashLoopBackOff');
		expect(found.since).toBeUndefined();
	});

	it('tries nothing without a kubelet', () => {
		const found = suspicionOf(rule, stateAt(10, nodeAt(10), kubeletAt(10, false), web(crashLoop), exited));
		expect(textAt(10, found.summary)).toBe(
			'default/web: nginx waits in CrashLoopBackOff, and the kubelet is down: nothing is tried',
		);
	});
});

const pull = waiting('ImagePullBackOff', 'Back-off pulling image "nothere:1"');
const pulling = (seconds: number, count: number) =>
	eventAt(seconds, 'Pulling', 'Pulling image "nothere:1"', { container: 'nginx', count });
const failing = (seconds: number, count: number) =>
	eventAt(seconds, 'Failed', 'Failed to pull image "nothere:1": not found', { container: 'nginx', count });

describe('ImagePullBackOff', () => {
	it.each([
		[1, '6s'],
		[2, '16s'],
		[4, '76s'],
		[6, '4m56s'],
		[40, '4m56s'],
	])('after %i pulls', (count, left) => {
		const found = suspicionOf(rule, stateAt(5, wellAt(5), web(pull), pulling(0, count), failing(1, count)));
		expect(textAt(5, found.summary)).toBe(`default/web: nginx waits in ImagePullBackOff, next try in ${left}`);
		expect(stepsAt(5, found)).toEqual(['See why the image cannot be pulled $ kubectl describe pod -n default web']);
	});

	it.each([
		['no events', []],
		['a pull that has not failed yet', [failing(0, 1), pulling(3, 2)]],
		[
			'the events of another container',
			[eventAt(0, 'Pulling', '', { container: 'x' }), eventAt(1, 'Failed', 'Failed to pull image', { container: 'x' })],
		],
	])('has no clock with %s', (_, events) => {
		const found = suspicionOf(rule, stateAt(5, wellAt(5), web(pull), ...events));
		expect(textAt(5, found.summary)).toBe('default/web: nginx waits in ImagePullBackOff');
	});

	it('goes on while the next failure shows for a moment, but does not begin with the first', () => {
		const failed = web(waiting('ErrImagePull', 'not found'));
		expect(suspicionsOf(rule, stateAt(5, wellAt(5), failed, pulling(0, 1), failing(1, 1)))).toEqual([]);
		const waited = eventAt(2, 'BackOff', 'Back-off pulling image "nothere:1"', { container: 'nginx' });
		expect(suspicionsOf(rule, stateAt(25, wellAt(5), failed, waited, pulling(20, 2), failing(21, 2)))).toHaveLength(1);
	});
});

it.each([
	['a container that is being made', web(waiting('ContainerCreating')), recordsAt(1, pause)],
	['one that has ended and does not wait yet', web(ended), exited],
	['one that runs again, before the API knows', web(crashLoop), recordsAt(1, pause, recordOf('nginx', 'running'))],
	['a pod that is deleted', web(crashLoop, { deleted: true }), exited],
	['a pod that has failed', web(crashLoop, { phase: 'Failed' }), exited],
])('says nothing of %s', (_, pod, records) => {
	expect(suspicionsOf(rule, stateAt(10, wellAt(10), pod, records))).toEqual([]);
});

it('finds the one that waits among thirteen recorded pods', () => {
	const found = rule.find(factsOf(snapshotObservations.reduce(reduce, emptyState)));
	expect(snapshotPods).toHaveLength(13);
	expect(found.map(({ summary }) => textAt(0, summary))).toEqual(['team-a/no-image: main waits in ImagePullBackOff']);
});
