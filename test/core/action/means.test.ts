import { describe, expect, it } from 'vitest';
import type { ActionKind } from '../../../source/core/action/action.ts';
import { planActions } from '../../../source/core/action/plan-actions.ts';
import type { SandboxView } from '../../../source/core/node-view.ts';
import { calm, makeContainer, makePodView, plan, tellings } from './make-view.ts';

const [a, n] = ['a'.repeat(64), 'n'.repeat(64)];

function plansOn(runtime: string, sandbox: Partial<SandboxView> = {}) {
	const pod = makePodView({
		sandbox: { runtime, state: runtime === 'docker' ? 'running' : 'ready', ...sandbox },
		containers: [makeContainer('nginx', { runtime })],
	});
	const kinds: readonly ActionKind[] = ['restart-container', 'kill-container'];
	return [...planActions(pod, { role: 'sandbox' }, calm), ...kinds.map((kind) => plan(kind, pod))];
}

const term = 'ctr -n k8s.io task kill -s SIGTERM';
const kill = 'ctr -n k8s.io task kill -s SIGKILL';

describe('how it would be done', () => {
	it.each([
		[
			'docker',
			[
				['restart-sandbox', 'docker-stop', 'docker stop aaaaaaaaaaaa'],
				['kill-sandbox', 'docker-kill', 'docker kill aaaaaaaaaaaa'],
				['restart-container', 'docker-stop', 'docker stop -t 30 nnnnnnnnnnnn'],
				['kill-container', 'docker-kill', 'docker kill nnnnnnnnnnnn'],
			],
		],
		...['containerd', 'containerd:/run/k3s/containerd/containerd.sock'].map((name) => [
			name,
			[
				['restart-sandbox', 'task-term', `${term} ${a}`],
				['kill-sandbox', 'task-kill', `${kill} ${a}`],
				['stop-sandbox', 'stop-pod-sandbox', 'crictl stopp aaaaaaaaaaaa'],
				['restart-container', 'stop-container', 'crictl stop -t 30 nnnnnnnnnnnn'],
				['kill-container', 'task-kill', `${kill} ${n}`],
			],
		]),
		...['cri-o', 'cri-dockerd', 'cri'].map((name) => [
			name,
			[
				['restart-sandbox', 'signal-term', 'kill -TERM 100'],
				['kill-sandbox', 'signal-kill', 'kill -KILL 100'],
				['stop-sandbox', 'stop-pod-sandbox', 'crictl stopp aaaaaaaaaaaa'],
				['restart-container', 'stop-container', 'crictl stop -t 30 nnnnnnnnnnnn'],
				['kill-container', 'signal-kill', 'kill -KILL 200'],
			],
		]),
	] as [string, string[][]][])('on %s', (runtime, expected) => {
		const plans = plansOn(runtime);
		expect(plans.map(({ kind, means, command }) => [kind, means, command])).toEqual(expected);
		expect(plans.map(({ refused }) => refused).filter(Boolean)).toEqual([]);
	});
});

describe('a sandbox that has no pause process', () => {
	const dropped = { pid: undefined, startTicks: undefined, pinned: true };
	const [restart, kills, stop] = plansOn('cri-o', dropped);

	it('is stopped the hard way, which is said before all but dangers', () => {
		expect(restart).toMatchObject({ means: 'stop-pod-sandbox', command: 'crictl stopp aaaaaaaaaaaa' });
		expect(restart && tellings(restart).slice(0, 3)).toEqual([
			'warning: It has no pause process: this is the hard way, the same as Stop sandbox',
			'warning: 1 container goes down: nginx',
			"warning: No grace period of the pod's: CRI-O sends TERM, and KILL when the request's time is over",
		]);
	});

	it('has nothing to kill', () => {
		expect(kills).toMatchObject({
			refused: 'it has no pause process: there is nothing to kill but the sandbox, by Stop sandbox',
			command: '',
		});
		expect(stop?.refused).toBeUndefined();
	});
});

describe('a sandbox in a guest', () => {
	it.each(['containerd', 'cri-o'])('is stopped through %s, whatever processes show', (runtime) => {
		const [restart, kills, stop] = plansOn(runtime, { isolated: true, runtimeHandler: 'kata' });
		expect([restart?.means, stop?.means]).toEqual(['stop-pod-sandbox', 'stop-pod-sandbox']);
		expect(restart && tellings(restart)[0]).toMatch(
			/^warning: It runs in a guest of its own \(kata\): this is the hard way/,
		);
		expect(kills?.refused).toMatch(/^it runs in a guest of its own \(kata\): there is nothing to kill/);
	});

	it('its containers have no process for themselves: one may be all of them', () => {
		const isolated = { isolated: true, runtimeHandler: 'runsc' };
		expect(plansOn('cri-o', isolated).at(-1)?.refused).toMatch(/^it runs in a guest of its own \(runsc\)/);
		expect(plansOn('containerd', isolated).at(-1)).toMatchObject({ means: 'task-kill' });
	});
});

describe('a process whose start is not known', () => {
	it('gets no signal, because it could be another one by then', () => {
		const why = /^the start of process 100 is not readable in \/proc/;
		const [restart, kills, stop] = plansOn('cri-o', { startTicks: undefined });
		expect([restart?.refused, kills?.refused]).toEqual([expect.stringMatching(why), expect.stringMatching(why)]);
		expect(stop?.refused).toBeUndefined();
	});

	it('nor does a container', () => {
		const refusal = (more: object) => {
			const containers = [makeContainer('nginx', { runtime: 'cri-o', ...more })];
			return plan('kill-container', makePodView({ sandbox: { runtime: 'cri-o' }, containers })).refused;
		};
		expect(refusal({ startTicks: undefined })).toMatch(/^the start of process 200 is not readable/);
		expect(refusal({ pid: undefined })).toBe('its process is not known, and this runtime kills by process');
	});

	it('containerd and Docker need none: they go by the id', () => {
		for (const runtime of ['containerd', 'docker']) {
			const [restart, kills] = plansOn(runtime, { startTicks: undefined, pid: undefined });
			expect([restart?.refused, kills?.refused]).toEqual([undefined, undefined]);
		}
	});
});

describe('StopPodSandbox', () => {
	it.each([
		['containerd', /^warning: No grace period: containerd kills it at once$/],
		['cri-o', /^warning: No grace period of the pod's: CRI-O sends TERM/],
		['cri', /^warning: Perhaps no grace period: how this runtime stops a sandbox is not known$/],
		['cri-dockerd', /^note: It runs on until the kubelet stops it, with 30 s of grace$/],
	])('on %s', (runtime, text) => {
		const stop = plansOn(runtime).find(({ kind }) => kind === 'stop-sandbox');
		expect(stop && tellings(stop)).toContainEqual(expect.stringMatching(text));
	});
});
