import { describe, expect, it } from 'vitest';
import type { ActionFacts } from '../../../source/core/action/action-plan.ts';
import { planActions } from '../../../source/core/action/plan-actions.ts';
import type { RestartStory } from '../../../source/core/restart-story/restart-story.ts';
import { condition } from '../kubectl/make-pod.ts';
import {
	calm,
	inPidNamespace,
	makeContainer,
	makePodView,
	makeSandbox,
	now,
	type PodParts,
	plan,
	tellings,
} from './make-view.ts';

const sandbox = { role: 'sandbox' } as const;

describe('a quiet pod on Docker', () => {
	it('is told from the heaviest to the lightest', () => {
		expect(tellings(plan('restart-sandbox', makePodView()))).toEqual([
			'warning: 2 containers go down: nginx and ghost',
			'warning: The pod gets a new IP (now 10.244.0.7)',
			'warning: Its Services may go on sending to it: it can stay Ready all the while',
			'note: They run on until the kubelet stops them, with 30 s of grace each',
			'note: RESTARTS goes up by 2, from 3 to 5',
			'note: UID, AGE, node and volumes stay, emptyDir too',
			'note: The pause gets TERM and exits with 0',
		]);
	});

	it('goes to the current incarnation, by all that identifies it', () => {
		const { target, title, means, command, goesDown, typedName, refused } = plan('kill-sandbox', makePodView());
		expect(target).toEqual({
			...{ podUid: 'c0ffee', kubeNamespace: 'default', pod: 'web', role: 'sandbox', runtime: 'docker' },
			...{ id: 'a'.repeat(64), attempt: 1, pid: 100, startTicks: 1000 },
		});
		expect([title, means, command]).toEqual(['Kill pause', 'docker-kill', 'docker kill aaaaaaaaaaaa']);
		expect([goesDown, typedName, refused]).toEqual([['nginx', 'ghost'], undefined, undefined]);
	});

	it('does not offer docker restart, nor a stop that Docker does not have', () => {
		const plans = planActions(makePodView(), sandbox, calm);
		expect(plans.map(({ kind }) => kind)).toEqual(['restart-sandbox', 'kill-sandbox']);
		expect(plans.map(({ command }) => command).join(' ')).not.toContain('restart');
	});
});

/** What the consequences must say, and by default must not say, of one trait of a pod. */
type Case = {
	name: string;
	parts?: PodParts;
	facts?: Partial<ActionFacts>;
	says: RegExp[];
	not?: RegExp[];
	typed?: boolean;
};

const shared = inPidNamespace(77, 'pause');

/** Attempt 0 crashed and attempt 1 is young. */
const crashed = [
	makeContainer('web', { attempt: 1, startedAt: now - 18_000 }),
	makeContainer('web', {
		...{ id: 'v'.repeat(64), attempt: 0, current: false, state: 'exited' },
		...{ startedAt: now - 60_000, finishedAt: now - 19_000 },
	}),
];

/** A container that waits in back-off for so many seconds more, and what the API server says of it. */
const inBackOff = (name: string, left: number) =>
	makeContainer(name, {
		...{ state: 'exited', exitCode: 3, attempt: 2, reason: 'CrashLoopBackOff' },
		finishedAt: now - (40 - left) * 1000,
	});
const waits = (name: string) => ({
	...{ name, restartCount: 2 },
	state: { waiting: { reason: 'CrashLoopBackOff', message: `back-off 40s restarting failed container=${name}` } },
});

const cases: Case[] = [
	{
		name: 'shared pid namespace, by the spec',
		parts: { spec: { shareProcessNamespace: true } },
		says: [/^warning: No grace period: they share the pause's pid namespace, the kernel kills all at once$/],
		not: [/until the kubelet stops/],
	},
	{
		name: 'shared pid namespace, by /proc',
		parts: { containers: [makeContainer('nginx', shared)] },
		says: [/^warning: No grace period: it shares the pause's pid namespace, the kernel kills it with the pause$/],
	},
	{
		name: '/proc says that the spec is not true',
		parts: { containers: [makeContainer('nginx', inPidNamespace(5, 'own'))], spec: { shareProcessNamespace: true } },
		says: [/^note: It runs on until the kubelet stops it, with 30 s of grace$/],
		not: [/No grace period/],
	},
	{
		name: 'host pid namespace',
		parts: { spec: { hostPID: true } },
		says: [/30 s of grace each \(host pid namespace: they do not die with the pause\)$/],
	},
	{ name: 'its own grace period', parts: { spec: { terminationGracePeriodSeconds: 7 } }, says: [/with 7 s of grace/] },
	{
		name: 'the least grace period',
		parts: { spec: { terminationGracePeriodSeconds: 0 } },
		says: [/with 2 s of grace/],
	},
	{
		name: 'preStop hooks that run',
		parts: { spec: { containers: [{ name: 'nginx', lifecycle: { preStop: {} } }, { name: 'ghost' }] } },
		says: [/^note: The kubelet runs the preStop hook of nginx first, within the grace period$/],
	},
	{
		name: 'preStop hooks that do not run',
		parts: {
			spec: {
				shareProcessNamespace: true,
				containers: ['nginx', 'ghost'].map((name) => ({ name, lifecycle: { preStop: {} } })),
			},
		},
		says: [/^warning: The preStop hooks of nginx and ghost do not run$/],
	},
	{
		name: 'host network',
		parts: { pod: { hostNetwork: true, ip: '192.0.2.2' } },
		says: [/^note: The IP stays \(now 192\.0\.2\.2\): it is the node's$/],
		not: [/new IP/],
	},
	{
		name: 'not Ready now',
		parts: { status: { conditions: [condition('Ready', 'False'), condition('Initialized', 'True')] } },
		says: [/new IP/],
		not: [/Services/],
	},
	{
		name: 'init containers and sidecars',
		parts: {
			containers: [
				makeContainer('fetch', { kind: 'init', state: 'exited', exitCode: 0, finishedAt: now - 3_000_000 }),
				makeContainer('proxy', { kind: 'sidecar' }),
				makeContainer('web'),
			],
		},
		says: [
			/^note: Init containers and sidecars start again first, in order: fetch and proxy \(sidecar\)$/,
			/2 containers go down: proxy and web/,
			/RESTARTS goes up by 2, from 3 to 5/,
		],
	},
	{
		name: 'one init container',
		parts: { containers: [makeContainer('fetch', { kind: 'init', state: 'exited' }), makeContainer('web')] },
		says: [/^note: Init container fetch runs again first$/],
	},
	{
		name: 'an ephemeral container',
		parts: { containers: [makeContainer('web'), makeContainer('debugger', { kind: 'ephemeral' })] },
		says: [
			/^danger: Ephemeral container debugger is gone for good: none is ever started again$/,
			/2 containers go down: web and debugger/,
			/RESTARTS goes up by 1, from 3 to 4/,
		],
	},
	{
		name: 'an ephemeral container that has ended',
		parts: { containers: [makeContainer('web'), makeContainer('debugger', { kind: 'ephemeral', state: 'exited' })] },
		says: [/1 container goes down: web/],
		not: [/gone for good/],
	},
	{
		name: 'restartPolicy Never without a controller',
		parts: { metadata: { ownerReferences: [] }, spec: { restartPolicy: 'Never' } },
		says: [/^danger: restartPolicy Never: this pod does not come back, and no controller makes another$/],
		not: [/new IP/, /RESTARTS/, /stay/, /Services/],
		typed: true,
	},
	{
		name: 'restartPolicy Never of a Job',
		parts: {
			metadata: { ownerReferences: [{ kind: 'Job', name: 'pi', controller: true }] },
			spec: { restartPolicy: 'Never' },
		},
		says: [/^danger: restartPolicy Never: this pod does not come back, only Job pi may make another$/],
		typed: true,
	},
	{
		name: 'restartPolicy Never, but nothing was ever started in it',
		parts: {
			containers: [makeContainer('web', { id: undefined, state: 'waiting', reason: 'ImagePullBackOff' })],
			spec: { restartPolicy: 'Never' },
		},
		says: [/^note: No container of it runs: only the sandbox ends$/, /new IP/],
		not: [/Never/, /RESTARTS/],
	},
	{
		name: 'restartPolicy OnFailure, one has succeeded',
		parts: {
			containers: [
				makeContainer('web'),
				makeContainer('once', { state: 'exited', exitCode: 0, finishedAt: now - 9000 }),
			],
			spec: { restartPolicy: 'OnFailure' },
		},
		says: [/^note: once has succeeded and is not started again$/, /RESTARTS goes up by 1/],
	},
	{
		name: 'restartPolicy OnFailure, all have succeeded',
		parts: {
			containers: [makeContainer('once', { state: 'exited', exitCode: 0, finishedAt: now - 9000 })],
			spec: { restartPolicy: 'OnFailure' },
		},
		says: [/^danger: restartPolicy OnFailure, and all has succeeded: the kubelet makes no new sandbox$/],
	},
	{
		name: 'being deleted',
		parts: { metadata: { deletionTimestamp: '2026-11-22T02:59:50Z' } },
		says: [/^warning: The pod is being deleted: it goes away anyway, and does not come back$/],
		not: [/new IP/],
	},
	{
		name: 'unknown to the API server',
		parts: { pod: { api: undefined, matched: 'runtime' } },
		says: [
			/^danger: The API server does not know this pod: the kubelet will not bring it back$/,
			/the grace period of the pod/,
		],
		not: [/new IP/],
	},
	{
		name: 'only seen in the runtime, because no API server was read',
		parts: { pod: { api: undefined, matched: 'runtime' } },
		facts: { kubelet: { running: true } },
		says: [/^warning: The API server was not read: whether the kubelet brings this pod back is not known$/],
		not: [/^danger/],
	},
	{
		name: 'a static pod without a mirror',
		parts: { pod: { uid: 'd8edae05920540fe6d573269247011b0', api: undefined, matched: 'runtime' } },
		says: [/^danger: The API server does not know this static pod: it comes back only if its manifest is still there$/],
	},
	{
		name: "pausetop's own pod",
		facts: { ownContainerId: 'g'.repeat(64) },
		says: [/^danger: Pausetop itself runs in this pod: it ends too, and you see nothing of what follows$/],
		typed: true,
	},
	{
		name: 'CrashLoopBackOff',
		parts: {
			containers: [
				makeContainer('boom', {
					state: 'exited',
					exitCode: 3,
					attempt: 4,
					reason: 'CrashLoopBackOff',
					finishedAt: now - 20_000,
				}),
			],
			status: {
				containerStatuses: [
					{
						name: 'boom',
						restartCount: 4,
						state: {
							waiting: { reason: 'CrashLoopBackOff', message: 'back-off 1m20s restarting failed container=boom' },
						},
					},
				],
			},
		},
		says: [/^note: boom is in CrashLoopBackOff for about 60 s more: a new sandbox does not shorten that$/],
	},
	{
		name: 'several in back-off, one of them due',
		parts: {
			containers: [inBackOff('a', 20), inBackOff('b', 0)],
			status: { containerStatuses: [waits('a'), waits('b')] },
		},
		says: [/^note: a and b are in CrashLoopBackOff for about 0 to 20 s more: a new sandbox does not shorten that$/],
	},
	{
		name: 'all in back-off are due',
		parts: {
			containers: [inBackOff('a', 0), inBackOff('b', 0)],
			status: { containerStatuses: [waits('a'), waits('b')] },
		},
		says: [/^note: a and b are in CrashLoopBackOff: a new sandbox does not shorten that$/],
	},
	{
		name: 'a recent restart of all',
		parts: { containers: crashed, spec: { shareProcessNamespace: true } },
		says: [/^warning: Back-off: web waits about 10 s before the next start, the pause stands alone meanwhile$/],
	},
	{
		name: 'a recent restart of one of two',
		parts: { containers: [...crashed, makeContainer('other')], spec: { shareProcessNamespace: true } },
		says: [/^warning: Back-off: web waits about 10 s before the next start$/],
	},
	{
		name: 'a restart before, of one that the kubelet ends',
		parts: { containers: crashed },
		says: [/until the kubelet stops it/],
		not: [/Back-off/],
	},
	{
		name: 'the kubelet is gone',
		facts: { kubelet: { running: false, ready: 'True', heardAt: now - 1000 } },
		says: [
			/^danger: The kubelet's process is gone: nothing comes back$/,
			/^warning: nginx and ghost run on without a pause until the kubelet is back$/,
		],
		not: [/go down/, /until the kubelet stops/],
	},
	{
		name: 'the kubelet is gone, with a shared pid namespace',
		parts: { spec: { shareProcessNamespace: true } },
		facts: { kubelet: { running: false } },
		says: [/^danger: The kubelet's process is gone: nothing comes back$/, /^warning: 2 containers go down/],
		not: [/run on/],
	},
	{
		name: 'nothing tells how the kubelet is',
		facts: { kubelet: {} },
		says: [/^warning: Whether the kubelet works is not known: without it nothing comes back$/],
	},
];

describe('what would come of ending a sandbox', () => {
	it.each(cases)('$name', ({ parts, facts, says, not = [], typed = false }) => {
		const found = plan('kill-sandbox', makePodView(parts), facts);
		const told = tellings(found);
		for (const pattern of says) expect(told).toContainEqual(expect.stringMatching(pattern));
		for (const pattern of not) expect(told).not.toContainEqual(expect.stringMatching(pattern));
		expect(found.typedName).toBe(typed ? 'web' : undefined);
	});

	it('the kubelet comes before all other dangers', () => {
		const pod = makePodView({ spec: { restartPolicy: 'Never' } });
		const found = plan('restart-sandbox', pod, { kubelet: { running: false }, ownContainerId: 'g'.repeat(64) });
		expect(found.consequences[0]).toMatchObject({ topic: 'kubelet', weight: 'danger' });
		expect(found.consequences.filter(({ weight }) => weight === 'danger')).toHaveLength(3);
	});

	it('counts only those that run', () => {
		const dead = makeContainer('dead', { state: 'exited' });
		const pod = makePodView({ containers: [makeContainer('web'), dead, makeContainer('busy')] });
		expect(plan('restart-sandbox', pod).goesDown).toEqual(['web', 'busy']);
	});

	it('takes earlier runs from stories', () => {
		const [newest, before] = crashed;
		const containers = [
			{ ...makeContainer('web'), ...newest, attempt: 3 },
			{ ...makeContainer('web'), ...before, attempt: 1 },
		];
		const steps: RestartStory['steps'] = [
			{ kind: 'container-started', container: 'web', attempt: 2, at: now - 60_000 },
			{ kind: 'container-ended', container: 'web', attempt: 2, at: now - 30_000 },
		];
		const pod = makePodView({ containers, spec: { shareProcessNamespace: true } });
		const told = (stories: readonly Pick<RestartStory, 'steps'>[]) =>
			tellings(plan('restart-sandbox', pod, { stories: stories as readonly RestartStory[] })).join('\n');
		expect(told([])).toContain('web waits about 10 to 40 s');
		expect(told([{ steps }])).toContain('web waits about 20 to 40 s');
	});
});

describe('a static pod', () => {
	const makeStatic = (name: string, labels?: Record<string, string>, kubeNamespace = 'kube-system') => {
		const annotations = { 'kubernetes.io/config.mirror': 'h', 'kubernetes.io/config.source': 'file' };
		const metadata = {
			...{ name, namespace: kubeNamespace, annotations, labels },
			ownerReferences: [{ kind: 'Node', name: 'worker-2', controller: true }],
		};
		return makePodView({ metadata });
	};

	it.each([
		['etcd-worker-2', /^danger: This is etcd: without its quorum the API server cannot answer$/],
		['kube-apiserver-worker-2', /^danger: This is the API server: without it kubectl has nobody to ask$/],
		[
			'kube-controller-manager-worker-2',
			/^warning: This is the controller manager: meanwhile nobody replaces lost pods/,
		],
		['kube-scheduler-worker-2', /^warning: This is the scheduler: meanwhile no new pod gets a node/],
	])('%s needs its name typed', (name, text) => {
		for (const kind of ['restart-sandbox', 'kill-sandbox', 'restart-container', 'kill-container'] as const) {
			const found = plan(kind, makeStatic(name));
			expect(found.typedName).toBe(name);
			expect(tellings(found)).toContainEqual(expect.stringMatching(text));
		}
	});

	it('of the control plane by its label needs it too', () => {
		const found = plan('restart-sandbox', makeStatic('haproxy-worker-2', { tier: 'control-plane' }));
		expect(found.typedName).toBe('haproxy-worker-2');
	});

	it.each([
		['any other in kube-system', makeStatic('static-web-worker-2')],
		['one with such a name elsewhere', makeStatic('etcd-worker-2', undefined, 'default')],
		['no static pod', makePodView({ metadata: { name: 'etcd-backup', namespace: 'kube-system' } })],
	])('%s does not', (_, pod) => {
		expect(plan('restart-sandbox', pod).typedName).toBeUndefined();
	});

	it('comes back from its manifest', () => {
		const text = 'note: A static pod: the kubelet makes it again from its manifest, also without the API server';
		expect(tellings(plan('restart-sandbox', makeStatic('static-web-worker-2')))).toContain(text);
		expect(tellings(plan('restart-sandbox', makePodView()))).not.toContain(text);
	});
});

describe('nothing can be done', () => {
	const refusals = (parts: PodParts) =>
		planActions(makePodView(parts), sandbox, calm).map(({ kind, refused, consequences, target }) => ({
			kind,
			refused,
			told: consequences.length,
			id: target.id,
		}));

	it('to a pause that does not run', () => {
		const why = 'the pause does not run: nothing to end; the kubelet is the one to make a new sandbox';
		expect(refusals({ sandbox: { state: 'exited', pid: undefined } })).toEqual([
			{ kind: 'restart-sandbox', refused: why, told: 0, id: 'a'.repeat(64) },
			{ kind: 'kill-sandbox', refused: why, told: 0, id: 'a'.repeat(64) },
		]);
	});

	it('even where an older sandbox is still there', () => {
		const older = makeSandbox({ id: 'o'.repeat(64), attempt: 0, current: false });
		const pod = makePodView({ pod: { sandboxes: [makeSandbox({ state: 'exited' }), older] } });
		expect(planActions(pod, sandbox, calm).map(({ refused }) => refused)).not.toContain(undefined);
	});

	it.each([
		['without a sandbox', { matched: 'api' }, /^no runtime on this node has a sandbox of it/],
		['whose sandbox was removed', {}, /^its sandbox is gone/],
	] as const)('to a pod %s', (_, pod, why) => {
		const found = refusals({ pod: { ...pod, sandboxes: [] } });
		expect(found).toEqual([{ kind: 'restart-sandbox', refused: expect.stringMatching(why), told: 0, id: '' }]);
	});

	it('to a pod that has ended', () => {
		const [found] = refusals({ pod: { phase: 'Succeeded' }, sandbox: { state: 'exited' } });
		expect(found?.refused).toBe('the pod has ended: its pause does not run, and no new one is made');
	});

	it('to a pause that no runtime lists', () => {
		const [found] = refusals({ sandbox: { runtime: undefined } });
		expect(found?.refused).toBe('no container runtime that pausetop reads lists it');
	});

	it('to restart a pod that is being deleted; it can still be killed', () => {
		const found = refusals({ metadata: { deletionTimestamp: '2026-11-22T02:59:50Z' } });
		expect(found.map(({ kind, refused }) => [kind, refused])).toEqual([
			['restart-sandbox', 'the pod is being deleted: it goes away anyway, and no new sandbox is made'],
			['kill-sandbox', undefined],
		]);
	});
});
