import { describe, expect, it } from 'vitest';
import type { ActionKind } from '../../../source/core/action/action.ts';
import type { ActionFacts } from '../../../source/core/action/action-plan.ts';
import { planActions } from '../../../source/core/action/plan-actions.ts';
import type { ContainerView } from '../../../source/core/node-view.ts';
import { condition } from '../kubectl/make-pod.ts';
import { calm, inPidNamespace, makeContainer, makePodView, now, type PodParts, plan, tellings } from './make-view.ts';

describe('a quiet container on Docker', () => {
	it('restarts with its grace period', () => {
		const found = plan('restart-container', makePodView());
		expect(found).toMatchObject({
			...{ title: 'Restart container', means: 'docker-stop', graceSeconds: 30, goesDown: ['nginx'] },
			command: 'docker stop -t 30 nnnnnnnnnnnn',
			target: { role: 'container', container: 'nginx', id: 'n'.repeat(64), attempt: 0, pid: 200, startTicks: 2000 },
		});
		expect(tellings(found)).toEqual([
			"warning: The pod's Services leave it out until it is Ready again",
			"note: It gets TERM (or its image's stop signal), and KILL if it still runs 30 s later",
			'note: ghost runs on; sandbox and IP (10.244.0.7) stay',
			'note: RESTARTS goes up by 1, from 3 to 4',
		]);
	});

	it('is killed without one', () => {
		const found = plan('kill-container', makePodView());
		expect([found.means, found.command, found.graceSeconds]).toEqual([
			'docker-kill',
			'docker kill nnnnnnnnnnnn',
			undefined,
		]);
		expect(tellings(found)[0]).toBe('warning: It is killed at once, with no grace period');
	});
});

type Case = {
	name: string;
	kind?: ActionKind;
	/** Of the container that it goes to. */
	container?: Partial<ContainerView>;
	parts?: PodParts;
	facts?: Partial<ActionFacts>;
	says: string;
	typed?: boolean;
};

const kill = 'kill-container';
const hooked = [{ name: 'nginx', lifecycle: { preStop: {} } }];

const cases: Case[] = [
	{
		name: 'restartPolicy Never',
		parts: { spec: { restartPolicy: 'Never' } },
		says: 'danger: restartPolicy Never: it is not started again',
		typed: true,
	},
	{
		name: 'restartPolicy Never of the container (KEP-5307)',
		parts: { spec: { containers: [{ name: 'nginx', restartPolicy: 'Never' }] } },
		says: 'danger: restartPolicy Never: it is not started again',
		typed: true,
	},
	{
		name: 'a sidecar of a pod with Never comes back',
		container: { kind: 'sidecar' },
		parts: { spec: { restartPolicy: 'Never' } },
		says: 'note: RESTARTS goes up by 1, from 3 to 4',
	},
	{
		name: 'rules for exit codes',
		parts: {
			spec: { containers: [{ name: 'nginx', restartPolicyRules: [{ action: 'Restart' }] }], restartPolicy: 'Never' },
		},
		says: 'warning: Its restartPolicyRules decide by the exit code what is started again',
	},
	{
		name: 'OnFailure, stopped',
		parts: { spec: { restartPolicy: 'OnFailure' } },
		says: 'warning: restartPolicy OnFailure: not started again if it exits with 0 on TERM',
	},
	{
		name: 'OnFailure, killed',
		kind: kill,
		parts: { spec: { restartPolicy: 'OnFailure' } },
		says: 'note: restartPolicy OnFailure: killed is failed, so it is started again',
	},
	{
		name: 'an init container, stopped',
		container: { kind: 'init' },
		says: 'warning: An init container: it starts over, but counts as done if it exits with 0 on TERM',
	},
	{
		name: 'an init container, killed',
		kind: kill,
		container: { kind: 'init' },
		says: 'note: An init container: killed is failed, so it starts over',
	},
	{
		name: 'an init container that is not repeated',
		container: { kind: 'init' },
		parts: { spec: { restartPolicy: 'Never' } },
		says: 'danger: restartPolicy Never: an init container that fails makes the whole pod fail',
		typed: true,
	},
	{
		name: 'an ephemeral container',
		container: { kind: 'ephemeral' },
		parts: { spec: { restartPolicy: 'Never' } },
		says: 'danger: An ephemeral container: it is gone for good, none is ever started again',
	},
	{
		name: 'being deleted',
		kind: kill,
		parts: { metadata: { deletionTimestamp: '2026-11-22T02:59:50Z' } },
		says: 'warning: The pod is being deleted: its grace period is cut short, and nothing comes back',
	},
	{
		name: 'a preStop hook',
		parts: { spec: { containers: hooked } },
		says: 'warning: Its preStop hook does not run: only the kubelet runs it',
	},
	{
		name: 'a preStop hook, killed',
		kind: kill,
		parts: { spec: { containers: hooked } },
		says: 'warning: Its preStop hook does not run: only the kubelet runs it',
	},
	{
		name: 'its own grace period',
		parts: { spec: { terminationGracePeriodSeconds: 5 } },
		says: "note: It gets TERM (or its image's stop signal), and KILL if it still runs 5 s later",
	},
	{
		name: 'pausetop itself',
		facts: { ownContainerId: 'n'.repeat(64) },
		says: 'danger: Pausetop itself runs in this container: it ends too, and you see nothing of what follows',
		typed: true,
	},
	{
		name: 'a recent restart',
		container: { attempt: 1, startedAt: now - 30_000 },
		says: 'warning: Back-off: it waits up to about 10 s before the next start',
	},
	{
		name: 'a kubelet that is gone',
		facts: { kubelet: { running: false } },
		says: "danger: The kubelet's process is gone: nothing comes back",
	},
	{
		name: 'a pod that the API server does not know',
		parts: { pod: { api: undefined, matched: 'runtime' } },
		says: 'danger: The API server does not know this pod: the kubelet will not bring it back',
	},
	{ name: 'nobody else', parts: { pod: { ip: undefined } }, says: 'note: Sandbox and IP stay' },
];

describe('what would come of ending a container', () => {
	it.each(cases)('$name', ({ kind = 'restart-container', container, parts, facts, says, typed = false }) => {
		const pod = makePodView({ containers: [makeContainer('nginx', container)], ...parts });
		const found = plan(kind, pod, facts);
		expect(tellings(found)).toContain(says);
		expect(found.typedName).toBe(typed ? 'web' : undefined);
	});

	it('says nothing of what comes back where nothing does', () => {
		const pod = makePodView({ spec: { restartPolicy: 'Never' } });
		expect(tellings(plan('kill-container', pod)).join(' ')).not.toMatch(/RESTARTS|Services|Back-off/);
	});

	it('another container than its own does not end pausetop', () => {
		const found = plan('kill-container', makePodView(), { ownContainerId: 'g'.repeat(64) });
		expect(tellings(found).join(' ')).not.toContain('Pausetop itself');
	});

	it('not Ready now: nothing to leave', () => {
		const pod = makePodView({ status: { conditions: [condition('Ready', 'False')] } });
		expect(tellings(plan('kill-container', pod)).join(' ')).not.toMatch(/Services|RESTARTS/);
	});

	it('an older one that still runs is not replaced', () => {
		const older = makeContainer('nginx', { id: 'o'.repeat(64), attempt: 0, current: false });
		const pod = makePodView({ containers: [makeContainer('nginx', { attempt: 1 }), older] });
		const [found] = planActions(pod, { role: 'container', container: older }, calm);
		expect(found?.target.id).toBe('o'.repeat(64));
		expect(found && tellings(found)).toEqual([
			'note: #1 is the newest one: nothing is started in its place',
			"note: It gets TERM (or its image's stop signal), and KILL if it still runs 30 s later",
			'note: nginx runs on; sandbox and IP (10.244.0.7) stay',
		]);
	});
});

describe('who is in its pid namespace goes down with it', () => {
	const debug = (more: Partial<ContainerView>) => makeContainer('debugger', { kind: 'ephemeral', ...more });
	const spec = { ephemeralContainers: [{ name: 'debugger', targetContainerName: 'nginx' }] };
	const lost = 'danger: debugger goes down with it, in its pid namespace, and is gone for good';

	it.each([
		['by /proc', inPidNamespace(5, 'own'), inPidNamespace(5, 'other'), {}, true],
		['not of another', inPidNamespace(5, 'own'), inPidNamespace(6, 'own'), spec, false],
		["not in the pause's", inPidNamespace(5, 'pause'), inPidNamespace(5, 'pause'), spec, false],
		['by the spec, where /proc is not readable', {}, {}, spec, true],
		["by the spec, but all are in the pause's", {}, {}, { ...spec, shareProcessNamespace: true }, false],
		["by the spec, but all are in the host's", {}, {}, { ...spec, hostPID: true }, false],
	] as const)('%s', (_, own, other, more, isLost) => {
		const pod = makePodView({ containers: [makeContainer('nginx', own), debug(other)], spec: more });
		const found = plan('kill-container', pod);
		expect(tellings(found).includes(lost)).toBe(isLost);
		expect(found.goesDown).toEqual(isLost ? ['nginx', 'debugger'] : ['nginx']);
	});
});

describe('nothing can be done to', () => {
	const crash = {
		state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 40s restarting failed container=n' } },
	};
	const dead = { state: 'exited', pid: undefined, exitCode: 3, finishedAt: now - 15_000 } as const;

	it.each<[string, Partial<ContainerView>, string, PodParts?]>([
		[
			'one in back-off',
			{ ...dead, reason: 'CrashLoopBackOff' },
			'it does not run: it waits in back-off (CrashLoopBackOff), the kubelet starts it again in about 25 s',
			{ status: { containerStatuses: [{ name: 'nginx', ...crash }] } },
		],
		[
			'one whose back-off is over',
			{ ...dead, reason: 'CrashLoopBackOff', finishedAt: now - 60_000 },
			'it does not run: it waits in back-off (CrashLoopBackOff), the kubelet starts it again any moment',
			{ status: { containerStatuses: [{ name: 'nginx', ...crash }] } },
		],
		[
			'one in back-off, for who knows how long',
			{ ...dead, reason: 'CrashLoopBackOff' },
			'it does not run: it waits in back-off (CrashLoopBackOff) until the kubelet starts it again',
		],
		['a completed one', { ...dead, exitCode: 0, reason: 'Completed' }, 'it does not run: it has completed'],
		['a failed one', { ...dead, reason: 'Error' }, 'it does not run: it ended with exit code 3'],
		[
			'one out of memory',
			{ ...dead, exitCode: 137, reason: 'OOMKilled' },
			'it does not run: it ended with exit code 137 (OOMKilled)',
		],
		[
			'one without an image',
			{ id: undefined, state: 'waiting', reason: 'ImagePullBackOff' },
			'it does not run: it waits (ImagePullBackOff)',
		],
		['one that is created', { state: 'created' }, 'it does not run: it has been created, not started'],
		['one on its way out', { state: 'removing' }, 'it does not run: it is being removed'],
		['an earlier one', { ...dead, current: false }, 'it does not run: #0 is an earlier incarnation that has ended'],
		[
			'one that nobody lists',
			{ id: undefined, state: 'unknown', apiSays: 'running' },
			'it does not run: the API server says running, but no runtime lists it',
		],
		['one without a runtime', { runtime: undefined }, 'no container runtime that pausetop reads lists it'],
	])('%s', (_, container, why, parts) => {
		const pod = makePodView({ containers: [makeContainer('nginx', container)], ...parts });
		for (const kind of ['restart-container', 'kill-container'] as const) {
			expect(plan(kind, pod)).toMatchObject({ refused: why, consequences: [] });
		}
	});

	it('one of a pod that is being deleted, but to kill it', () => {
		const pod = makePodView({ metadata: { deletionTimestamp: '2026-11-22T02:59:50Z' } });
		expect(plan('restart-container', pod).refused).toBe(
			'the pod is being deleted: no container of it is started again',
		);
		expect(plan('kill-container', pod).refused).toBeUndefined();
	});
});
