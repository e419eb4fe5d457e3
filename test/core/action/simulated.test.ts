import { afterEach, describe, expect, it } from 'vitest';
import type { ActionKind } from '../../../source/core/action/action.ts';
import type { ActionPlan } from '../../../source/core/action/action-plan.ts';
import { findTargetFault } from '../../../source/core/action/find-target-fault.ts';
import { planActions } from '../../../source/core/action/plan-actions.ts';
import { isRunning } from '../../../source/core/action/pod-traits.ts';
import type { PodView } from '../../../source/core/node-view.ts';
import { findPod, type Look, type Simulation, said, simulate, simulatedRuntimes } from './simulated.ts';

let simulation: Simulation | undefined;
afterEach(() => simulation?.node.close());

function planOf(kind: ActionKind, look: Look, pod: PodView, container?: string): ActionPlan {
	const view = pod.containers.find(({ name, current }) => name === container && current);
	const subject = view ? ({ role: 'container', container: view } as const) : ({ role: 'sandbox' } as const);
	const plan = planActions(pod, subject, look.facts).find((candidate) => candidate.kind === kind);
	expect(plan?.refused).toBeUndefined();
	return plan as ActionPlan;
}

const newest = (pod: PodView, name: string) =>
	pod.containers.find((container) => container.name === name && container.current);

/** When the containers of an earlier look ended, milliseconds after `since`; those whose record is gone are left out. */
const endsAfter = (since: number, pod: PodView, ids: readonly (string | undefined)[]) =>
	pod.containers.flatMap(({ id, finishedAt }) =>
		ids.includes(id) && finishedAt !== undefined ? [finishedAt - since] : [],
	);

/** The count that was told: exactly so many, or where it says so more. */
function expectRestarts(pod: PodView, told: string | undefined): void {
	const [, count, more] = /to (\d+)( or more)?$/.exec(told ?? '') ?? [];
	if (more) expect(pod.restarts).toBeGreaterThanOrEqual(Number(count));
	else expect(pod.restarts).toBe(Number(count));
}

const sandboxKinds = {
	docker: ['restart-sandbox', 'kill-sandbox'],
	containerd: ['restart-sandbox', 'kill-sandbox', 'stop-sandbox'],
	'cri-o': ['restart-sandbox', 'stop-sandbox'],
} as const;

describe.each(simulatedRuntimes)('what is told comes true on %s', (runtime) => {
	it.each(sandboxKinds[runtime])('%s of all that run', async (kind) => {
		simulation = await simulate(runtime);
		const names = ['pause-test', 'pause-test2', 'on-host', 'with-sidecar', 'static-web'];
		if (runtime !== 'docker') names.push('rootless', ...(kind === 'kill-sandbox' ? [] : ['isolated']));
		const before = await simulation.look();
		const since = simulation.clock.now();
		const plans = names.map((name) => planOf(kind, before, findPod(before, name)));
		await simulation.act(plans, 60_000);
		const after = await simulation.look();

		for (const [index, plan] of plans.entries()) {
			const [old, pod] = [findPod(before, names[index] ?? ''), findPod(after, names[index] ?? '')];
			const going = old.containers.filter(isRunning);
			expect(plan.goesDown).toEqual(going.map(({ name }) => name));
			for (const { name, id, kind: of } of going) {
				if (of === 'ephemeral') expect(said(plan, 'ephemeral')).toContain(name);
				else expect(newest(pod, name)).toMatchObject({ state: 'running', sandboxAttempt: 1 });
				expect(pod.containers.some((each) => each.id === id && isRunning(each))).toBe(false);
			}
			expect(pod.sandboxes[0]).toMatchObject({ attempt: 1 });
			expect(pod.ip !== old.ip).toBe(said(plan, 'new-ip') !== undefined);
			expect(pod.ip === old.ip).toBe(said(plan, 'same-ip') !== undefined);
			expectRestarts(pod, said(plan, 'restarts'));
			expect(pod.uid).toBe(old.uid);
			const ends = endsAfter(
				since,
				pod,
				going.map(({ id }) => id),
			);
			// their sleep takes no TERM
			const isStubborn = names[index] === 'pause-test' || names[index] === 'on-host';
			const [, grace] = /with (\d+) s of grace/.exec(said(plan, 'grace') ?? '') ?? [];
			if (isStubborn && grace) expect(Math.max(...ends)).toBeGreaterThan(Number(grace) * 1000);
			if (said(plan, 'no-grace') !== undefined) expect(Math.max(0, ...ends)).toBeLessThan(2000);
			expect(findTargetFault(plan.target, before.state)).toBeUndefined();
			expect(findTargetFault(plan.target, after.state)).toMatch(
				/^sandbox #0 \(\w{12}\) ended.*, replaced by #1 \(\w{12}\)$/,
			);
		}
		expect(plans.some((plan) => said(plan, 'no-grace') !== undefined)).toBe(true);
	});

	it('a container alone, killed and restarted', async () => {
		simulation = await simulate(runtime);
		const before = await simulation.look();
		const pod = findPod(before, 'pause-test');
		const plans = [planOf('kill-container', before, pod, 'nginx'), planOf('restart-container', before, pod, 'ghost')];
		await simulation.act(plans, 25_000);
		const after = await simulation.look();
		const restarted = findPod(after, 'pause-test');
		expect(restarted.sandboxes[0]?.id).toBe(pod.sandboxes[0]?.id);
		expect(restarted.ip).toBe(pod.ip);
		expect(restarted.restarts).toBe((pod.restarts ?? 0) + plans.length);
		expect(newest(restarted, 'busybox')?.id).toBe(newest(pod, 'busybox')?.id);
		for (const { target } of plans) expect(findTargetFault(target, after.state)).toMatch(/ended.*, replaced by #1/);
	});

	it('a second time soon after: the back-off that was told, and a pause alone', async () => {
		simulation = await simulate(runtime);
		const first = await simulation.look();
		await simulation.act([planOf('restart-sandbox', first, findPod(first, 'pause-test2'))], 20_000);
		const second = await simulation.look();
		const plan = planOf('restart-sandbox', second, findPod(second, 'pause-test2'));
		expect(said(plan, 'back-off')).toBe(
			'Back-off: nginx, ghost and busybox wait about 10 s before the next start, the pause stands alone meanwhile',
		);
		await simulation.act([plan], 5_000);
		const alone = findPod(await simulation.look(), 'pause-test2');
		expect(alone.sandboxes[0]).toMatchObject({ attempt: 2 });
		expect(alone.containers.filter(isRunning)).toEqual([]);
		await simulation.clock.advance(20_000);
		const back = findPod(await simulation.look(), 'pause-test2');
		expect(back.containers.filter(isRunning)).toHaveLength(3);
		expectRestarts(back, said(plan, 'restarts'));
	});
});

describe('what does not come back', () => {
	it('restartPolicy Never', async () => {
		simulation = await simulate('docker');
		simulation.node.createPod({ name: 'once', restartPolicy: 'Never', containers: [{ name: 'job' }] });
		await simulation.clock.advance(10_000);
		const look = await simulation.look();
		const plan = planOf('restart-sandbox', look, findPod(look, 'once'));
		expect([plan.typedName, said(plan, 'never-back')]).toEqual([
			'once',
			'restartPolicy Never: this pod does not come back, and no controller makes another',
		]);
		await simulation.act([plan], 120_000);
		const gone = findPod(await simulation.look(), 'once');
		expect([gone.sandboxes.length, gone.phase]).toEqual([1, 'Failed']);
	});

	it('anything, while the kubelet is away: what outlives its pause runs on', async () => {
		simulation = await simulate('docker');
		simulation.node.kubelet.stop();
		await simulation.clock.advance(60_000);
		const look = await simulation.look();
		const plan = planOf('restart-sandbox', look, findPod(look, 'pause-test'));
		expect(plan.consequences[0]).toMatchObject({
			weight: 'danger',
			text: 'The node is not Ready (Unknown): nothing comes back',
		});
		expect(said(plan, 'outlives-pause')).toBe(
			'nginx, ghost and busybox run on without a pause until the kubelet is back',
		);
		await simulation.act([plan], 300_000);
		const alone = findPod(await simulation.look(), 'pause-test');
		expect(alone.sandboxes.map(({ state }) => state)).toEqual(['exited']);
		expect(alone.containers.filter(isRunning)).toHaveLength(3);
	});
});

describe('what cannot be done', () => {
	it('to a pod in back-off, a completed one, and init containers that wait', async () => {
		simulation = await simulate('docker');
		const look = await simulation.look();
		const refusals = (name: string, container: string) => {
			const pod = findPod(look, name);
			const view = newest(pod, container);
			if (!view) throw new Error(`${name} has no container ${container}`);
			return planActions(pod, { role: 'container', container: view }, look.facts).map(({ refused }) => refused);
		};
		const [crash] = refusals('crasher', 'boom');
		expect(crash).toMatch(
			/^it does not run: it waits in back-off \(CrashLoopBackOff\), the kubelet starts it again in about \d+ s$/,
		);
		expect(refusals('done', 'job')).toEqual(Array(2).fill('it does not run: it has completed'));
		expect(refusals('myapp-pod', 'init-mydb')).toEqual(Array(2).fill('it does not run: it waits (PodInitializing)'));
	});
});
