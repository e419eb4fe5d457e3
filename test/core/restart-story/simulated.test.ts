import { afterEach, expect, it } from 'vitest';
import type { RestartStory } from '../../../source/core/restart-story/restart-story.ts';
import type { ContainerInput, PodSpecInput } from '../../../source/simulator/pod-spec-input.ts';
import { type Watched, watchSimulated } from './simulated.ts';

let watched: Watched | undefined;

afterEach(() => watched?.close());

const sleeper: ContainerInput = { name: 'main', command: ['sleep', '100000'] };

function podOf(name: string, more: Partial<PodSpecInput> = {}): PodSpecInput {
	return { name, terminationGracePeriodSeconds: 2, containers: [sleeper], ...more };
}

async function watch(...pods: readonly PodSpecInput[]): Promise<Watched> {
	watched = await watchSimulated(...pods);
	return watched;
}

function pauseOf({ replay }: Watched, pod: string, kubeNamespace?: string): string {
	return replay.node.findContainer(pod, undefined, kubeNamespace)?.id ?? expect.unreachable();
}

/** Ends the pause as `docker stop` does, and lets the kubelet bring the pod back. */
async function recycle(node: Watched, pod: string, ms: number): Promise<void> {
	const done = node.replay.node.run({ do: 'stop', id: pauseOf(node, pod) });
	await node.pass(ms);
	await done;
}

function kindsOf(story: RestartStory | undefined): readonly string[] {
	return (story?.steps ?? []).map(({ kind, container }) => (container ? `${kind} ${container}` : kind));
}

it('tells a recycle on the simulated node from its first end to Ready', async () => {
	const node = await watch(podOf('web'));
	await recycle(node, 'web', 10_000);
	const [story, ...others] = node.stories();
	expect(others).toEqual([]);
	expect(story).toMatchObject({
		scope: 'sandbox',
		status: 'recovered',
		before: { sandboxAttempt: 0 },
		after: { sandboxAttempt: 1 },
	});
	expect(story?.before.ip).not.toBe(story?.after.ip);
	expect([...kindsOf(story)].sort()).toEqual(
		[
			'pause-ended',
			'noticed',
			'container-ended main',
			'sandbox-created',
			'sandbox-started',
			'network-ready',
			'container-started main',
			'ready',
		].sort(),
	);
	const times = story?.steps.map(({ at }) => at ?? Number.NaN) ?? [];
	expect(times).toEqual([...times].sort((a, b) => a - b));
});

it('overtakes a recycle that another one follows too soon', async () => {
	const node = await watch(podOf('web', { shareProcessNamespace: true }));
	await recycle(node, 'web', 10_000);
	// now the containers wait in back-off, and the pause is alone
	await recycle(node, 'web', 5_000);
	expect(node.stories()[0]).toMatchObject({ status: 'running' });
	expect(node.stories()[0]?.waitingFor).toMatch(/back-off 10s/);
	await recycle(node, 'web', 60_000);
	expect(node.stories().map(({ status }) => status)).toEqual(['recovered', 'overtaken', 'recovered']);
	const wait = node.stories()[0]?.steps.find(({ kind }) => kind === 'back-off');
	expect((wait?.until ?? 0) - (wait?.at ?? 0)).toBeGreaterThan(5_000);
});

it('tells each restart of a crash loop', async () => {
	const crasher: ContainerInput = { name: 'boom', runsFor: 2_000, exitCode: 3 };
	const node = await watch(podOf('crasher', { containers: [crasher] }));
	await node.pass(120_000);
	const stories = node.stories();
	expect(stories.length).toBeGreaterThan(2);
	expect(new Set(stories.map(({ scope, container, trigger }) => JSON.stringify([scope, container, trigger])))).toEqual(
		new Set([JSON.stringify(['container', 'boom', { cause: 'exit', exitCode: 3 }])]),
	);
	expect(new Set(stories.map(({ id }) => id)).size).toBe(stories.length);
	expect(stories.slice(1).every(({ status }) => status !== 'running')).toBe(true);
});

it('ends with a pod that is deleted', async () => {
	const node = await watch(podOf('web'));
	node.replay.node.deletePod('default', 'web');
	await node.pass(8_000);
	expect(node.stories()).toHaveLength(1);
	expect(node.stories()[0]).toMatchObject({ scope: 'sandbox', status: 'ended', trigger: { reason: 'PodDeleted' } });
});

it('ends with a pod that is never restarted', async () => {
	const node = await watch(podOf('job', { restartPolicy: 'Never', containers: [{ ...sleeper, runsFor: 25_000 }] }));
	await node.pass(15_000);
	expect(node.stories()).toHaveLength(1);
	expect(node.stories()[0]).toMatchObject({ status: 'ended', trigger: { cause: 'exit', exitCode: 0 } });
});

it('waits while the kubelet is away, and goes on when it is back', async () => {
	const node = await watch(podOf('web'));
	node.replay.node.kubelet.stop();
	await recycle(node, 'web', 60_000);
	expect(node.stories()[0]).toMatchObject({ status: 'running', waitingFor: 'the kubelet: it has not noticed yet' });
	node.replay.node.kubelet.start();
	await node.pass(20_000);
	expect(node.stories()[0]).toMatchObject({ status: 'recovered', after: { sandboxAttempt: 1 } });
});

it('names a removal by hand, after which the attempts begin anew', async () => {
	const node = await watch(podOf('web'));
	const done = node.replay.node.run({ do: 'remove', id: pauseOf(node, 'web') });
	await node.pass(10_000);
	await done;
	expect(node.stories()[0]).toMatchObject({
		status: 'recovered',
		trigger: { cause: 'removed' },
		before: { sandboxAttempt: 0 },
		after: { sandboxAttempt: 0 },
	});
});

it('tells of a pause that was started again behind the kubelet’s back', async () => {
	const node = await watch(podOf('web'));
	node.replay.node.kubelet.stop();
	const done = node.replay.node.run({ do: 'restart', id: pauseOf(node, 'web') });
	await node.pass(15_000);
	await done;
	const [story] = node.stories();
	expect(story?.before.sandboxId).toBe(story?.after.sandboxId);
	expect(kindsOf(story).slice(0, 2)).toEqual(['pause-ended', 'sandbox-started']);
});

it('tells a static pod’s by the runtime’s UID', async () => {
	const node = await watch(podOf('etcd', { static: true, kubeNamespace: 'kube-system' }));
	const done = node.replay.node.run({
		do: 'stop',
		id: pauseOf(node, `etcd-${node.replay.node.nodeName}`, 'kube-system'),
	});
	await node.pass(10_000);
	await done;
	const [story] = node.stories();
	expect(story?.podUid).toMatch(/^[0-9a-f]{32}$/);
	expect(story).toMatchObject({ status: 'recovered', scope: 'sandbox', kubeNamespace: 'kube-system' });
	expect(story?.steps.find(({ kind }) => kind === 'noticed')?.message).toMatch(/sandbox changed/i);
});

it('tells a recycle that nobody watched from what is left of it', async () => {
	const node = await watch(podOf('web', { initContainers: [{ name: 'init', runsFor: 500 }] }));
	const done = node.replay.node.run({ do: 'stop', id: pauseOf(node, 'web') });
	await node.passUnseen(15_000);
	await done;
	const [story] = node.stories();
	expect(story).toMatchObject({ status: 'recovered', scope: 'sandbox' });
	expect(new Set(story?.steps.map(({ seenBy }) => seenBy))).toEqual(new Set(['record', 'api']));
});
