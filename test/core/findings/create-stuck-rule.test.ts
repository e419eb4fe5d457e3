import { describe, expect, it } from 'vitest';
import { createStuckRule as rule } from '../../../source/core/findings/create-stuck-rule.ts';
import type { Observation } from '../../../source/core/observation.ts';
import {
	at,
	eventAt,
	evidenceAt,
	idOf,
	judgeAll,
	kubeletAt,
	nodeAt,
	pendingPod as pending,
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

const cni =
	'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "x": plugin type="calico" failed (add): no IP addresses available';
const failure = (seconds: number, message = cni, more = {}) =>
	eventAt(seconds, 'FailedCreatePodSandBox', message, more);
const nothing = recordsAt(1);

describe('a sandbox that cannot be made', () => {
	const failing = [failure(3), failure(18), failure(33), failure(70)];

	it('is told of after a minute of failures, since the first', () => {
		expect(judgeAll(rule, stateAt(60, wellAt(60), pending(), nothing, failing.slice(0, 3))).findings).toEqual([]);
		expect(judgeAll(rule, stateAt(71, wellAt(60), pending(), nothing, failing)).findings).toMatchObject([
			{ since: at(3), severity: 'critical', noticed: false },
		]);
	});

	it('says what the kubelet was told', () => {
		const found = suspicionOf(rule, stateAt(71, wellAt(60), pending(), nothing, failing));
		const why = 'failed to setup network for sandbox "x": plugin type="calico" failed (add): no IP addresses available';
		expect(textAt(71, found.summary)).toBe(`default/web gets no sandbox (4 times): ${why}`);
		expect(evidenceAt(71, found)).toEqual([
			`newest FailedCreatePodSandBox, of 4: 12:01:10 ${cni} [kube]`,
			'READY and STATUS: 0/2 ContainerCreating [kube]',
		]);
		expect(stepsAt(71, found)[0]).toBe(
			"Look at the network plugin's pod on this node $ kubectl get pod -A -o wide --field-selector spec.nodeName=worker-2",
		);
	});

	it('counts what the API server has counted before the first look', () => {
		const counted = failure(60, cni, { key: 'kube:e:12', count: 12 });
		const found = suspicionOf(rule, stateAt(71, wellAt(60), pending(), nothing, counted));
		expect(textAt(71, found.summary)).toContain('gets no sandbox (12 times)');
		expect(found.since).toBe(at(60));
	});

	it('goes on while each try leaves a pause, that runs for a moment', () => {
		const left = (attempt: number, seconds: number) =>
			recordOf('POD', 'exited', {
				id: idOf(`${attempt}`),
				attempt,
				createdAt: at(seconds - 2),
				startedAt: at(seconds - 2),
				finishedAt: at(seconds),
			});
		const tries = recordsAt(34, left(0, 3), left(1, 18), left(2, 33));
		expect(suspicionOf(rule, stateAt(71, wellAt(60), pending(), tries, failing)).since).toBe(at(3));
		const trying = recordOf('POD', 'running', { id: idOf('e'), attempt: 3, createdAt: at(71), startedAt: at(71) });
		expect(
			suspicionOf(rule, stateAt(72, wellAt(60), pending(), recordsAt(72, left(2, 33), trying), failing)).since,
		).toBe(at(3));
	});

	it('is over once there is one that the kubelet goes on with', () => {
		const found = (seconds: number, ...more: readonly Observation[]) => {
			const suspicions = suspicionsOf(rule, stateAt(seconds, wellAt(60), pending(), failing, more));
			return suspicions.map(({ key }) => key);
		};
		const up = recordOf('POD', 'running', { startedAt: at(74) });
		const pulling = eventAt(75, 'Pulling', 'Pulling image', { container: 'nginx' });
		expect(found(80, recordsAt(75, up))).toEqual(['c0ffee/sandbox']);
		expect(found(80, recordsAt(75, up), pulling)).toEqual([]);
		expect(found(80, recordsAt(75, up, recordOf('nginx', 'running', { startedAt: at(75) })))).toEqual([
			'c0ffee/ghost/',
		]);
		expect(found(140, recordsAt(75, up))).toEqual(['c0ffee/nginx/']);
	});

	it('does not count failures of before the sandbox that it had', () => {
		const ended = recordsAt(
			200,
			recordOf('POD', 'exited', { createdAt: at(80), startedAt: at(80), finishedAt: at(190) }),
		);
		expect(suspicionsOf(rule, stateAt(200, wellAt(60), pending(), ended, failing))).toEqual([]);
		expect(suspicionOf(rule, stateAt(205, wellAt(60), pending(), ended, failing, failure(200))).since).toBe(at(200));
	});

	it('is not told of when nobody tries any more', () => {
		expect(suspicionsOf(rule, stateAt(70 + 361, wellAt(60), podAt(0), nothing, failing))).toEqual([]);
	});

	it.each([
		['being deleted', { metadata: { deletionTimestamp: wireTime(30) } }],
		['through', { status: { phase: 'Failed' } }],
	])('is not told of for a pod that is %s', (_, parts) => {
		expect(suspicionsOf(rule, stateAt(71, wellAt(60), pending(parts), nothing, failing))).toEqual([]);
	});
});

const holder = 'e'.repeat(64);

describe('a name that is still reserved', () => {
	it.each([
		[
			'containerd',
			`Failed to create pod sandbox: rpc error: code = Unknown desc = failed to reserve sandbox name "web_default_c0ffee_0": name "web_default_c0ffee_0" is reserved for "${holder}"`,
		],
		[
			'escaped',
			`Failed to create pod sandbox: "rpc error: name \\"web_default_c0ffee_0\\" is reserved for \\"${holder}\\""`,
		],
		[
			'Docker',
			`Failed to create pod sandbox: failed to create a sandbox for pod "web": Error response from daemon: Conflict. The container name "/web_default_c0ffee_0" is already in use by container "${holder}". You have to remove (or rename) that container to be able to reuse that name.`,
		],
	])('names who has it: %s', (_, message) => {
		const records = recordsAt(1, recordOf('POD', 'created', { id: holder, createdAt: at(0) }));
		const found = suspicionOf(
			rule,
			stateAt(100, wellAt(60), pending(), records, failure(3, message), failure(90, message)),
		);
		expect(textAt(100, found.summary)).toBe(
			'default/web gets no sandbox (2 times): its name is still reserved for eeeeeeeeeeee, an earlier try',
		);
		expect(evidenceAt(100, found)).toContain('who has the name web_default_c0ffee_0: eeeeeeeeeeee created [docker]');
	});

	it('also where the runtime does not list it', () => {
		const message = `name "web_default_c0ffee_0" is reserved for "${holder}"`;
		const found = suspicionOf(rule, stateAt(100, wellAt(60), pending(), nothing, failure(90, message)));
		expect(evidenceAt(100, found)).toContain(
			'who has the name web_default_c0ffee_0: eeeeeeeeeeee not listed: the call that makes it has not ended [pausetop]',
		);
	});

	it("does not take CRI-O's new id for the holder", () => {
		const message = `error reserving pod name k8s_web_default_c0ffee_0 for id ${holder}: name is reserved`;
		const found = suspicionOf(rule, stateAt(100, wellAt(60), pending(), nothing, failure(90, message)));
		expect(textAt(100, found.summary)).toBe(
			'default/web gets no sandbox: its name is still reserved for an earlier try',
		);
		expect(evidenceAt(100, found).join()).not.toContain('who has');
	});

	it('may be that of a container, until it runs', () => {
		const message = `Error: failed to reserve container name "nginx_web_default_c0ffee_1": name "nginx_web_default_c0ffee_1" is reserved for "${holder}"`;
		const event = eventAt(90, 'Failed', message, { container: 'nginx' });
		const pause = recordOf('POD', 'running');
		const found = suspicionOf(
			rule,
			stateAt(
				100,
				wellAt(60),
				podAt(0),
				recordsAt(1, pause, recordOf('nginx', 'exited', { finishedAt: at(50) })),
				event,
			),
		);
		expect(textAt(100, found.summary)).toBe(
			'default/web: nginx is not made: its name is still reserved for eeeeeeeeeeee, an earlier try',
		);
		expect(found).toMatchObject({ severity: 'critical', since: at(90), subject: { container: 'nginx' } });
		const running = recordsAt(1, pause, recordOf('nginx', 'running', { startedAt: at(95) }));
		expect(suspicionsOf(rule, stateAt(100, wellAt(60), podAt(0), running, event))).toEqual([]);
	});
});

describe('a pod without a sandbox', () => {
	it('is told of two minutes after the kubelet has taken it on', () => {
		expect(judgeAll(rule, stateAt(119, wellAt(60), pending(), nothing)).findings).toEqual([]);
		const judged = judgeAll(rule, stateAt(121, wellAt(60), pending(), nothing));
		expect(judged.findings).toMatchObject([{ since: at(0), severity: 'warning' }]);
		expect(textAt(121, judged.findings[0]?.summary ?? [])).toBe(
			'default/web is in ContainerCreating and has no sandbox yet, no event says why',
		);
	});

	it('names the volume that it waits for', () => {
		const event = eventAt(
			100,
			'FailedMount',
			'MountVolume.SetUp failed for volume "conf" : configmap "conf" not found',
		);
		const found = suspicionOf(rule, stateAt(121, wellAt(60), pending(), nothing, event));
		expect(textAt(121, found.summary)).toMatch(
			/has no sandbox yet, a volume is not ready: MountVolume.SetUp failed for volume "conf" : configmap "conf" not found$/,
		);
		expect(stepsAt(121, found)[0]).toBe(
			'See which volume, and whether what it is made of exists $ kubectl describe pod -n default web',
		);
	});

	it.each([
		['with a kubelet that is down', [nodeAt(60), kubeletAt(60, false)], pending()],
		['that nobody has taken on yet', wellAt(60), podAt(0, { status: { phase: 'Pending', startTime: undefined } })],
		['that once ran: that is another finding', wellAt(60), podAt(0)],
	])('is no fault %s', (_, well, pod) => {
		expect(suspicionsOf(rule, stateAt(300, well, pod, nothing))).toEqual([]);
	});
});
