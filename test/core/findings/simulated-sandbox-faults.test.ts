import { afterEach, expect, it } from 'vitest';
import { containerWithoutPauseRule } from '../../../source/core/findings/container-without-pause-rule.ts';
import { duplicateContainerRule } from '../../../source/core/findings/duplicate-container-rule.ts';
import { type NodeFindings, noFindings } from '../../../source/core/findings/finding.ts';
import { judge } from '../../../source/core/findings/judge.ts';
import { orphanInRuntimeRule } from '../../../source/core/findings/orphan-in-runtime-rule.ts';
import { restartedBehindKubeletRule } from '../../../source/core/findings/restarted-behind-kubelet-rule.ts';
import { sandboxFlappingRule } from '../../../source/core/findings/sandbox-flapping-rule.ts';
import { severalReadySandboxesRule } from '../../../source/core/findings/several-ready-sandboxes-rule.ts';
import { staleSandboxRule } from '../../../source/core/findings/stale-sandbox-rule.ts';
import type { PodSpecInput } from '../../../source/simulator/pod-spec-input.ts';
import { type Watched, watchSimulated } from '../restart-story/simulated.ts';
import { factsOf } from './finding-bench.ts';

const rules = [
	containerWithoutPauseRule,
	restartedBehindKubeletRule,
	severalReadySandboxesRule,
	duplicateContainerRule,
	sandboxFlappingRule,
	orphanInRuntimeRule,
	staleSandboxRule,
];

let watched: Watched | undefined;
let judged: NodeFindings = noFindings;
const ever = new Set<string>();

afterEach(async () => {
	await watched?.close();
	judged = noFindings;
	ever.clear();
});

function podOf(name: string, more: Partial<PodSpecInput> = {}): PodSpecInput {
	const containers = [{ name: 'main', command: ['sleep', '100000'] }];
	return { name, terminationGracePeriodSeconds: 2, containers, ...more };
}

async function watch(...pods: readonly PodSpecInput[]): Promise<Watched> {
	watched = await watchSimulated(...pods);
	return watched;
}

/** Lets time pass, and judges each two seconds. `passUnseen`: only listings tell what happened, which takes a tenth of the time. */
async function pass(node: Watched, seconds: number, how: 'pass' | 'passUnseen' = 'pass'): Promise<void> {
	for (let passed = 0; passed < seconds; passed += 2) {
		await node[how](2_000);
		const live = { health: 'live', since: 0 } as const;
		const sources = new Map([
			['docker', live],
			['kube', live],
		] as const);
		judged = judge(judged, factsOf({ ...node.state(), sources }), rules);
		for (const { key } of judged.findings) ever.add(key.slice(0, key.indexOf('/')));
	}
}

async function act(node: Watched, what: 'stop' | 'restart' | 'start' | 'kill', id: string, seconds: number) {
	const done = node.replay.node.run({ do: what, id });
	await pass(node, seconds);
	await done;
}

function idOf({ replay }: Watched, pod: string, container?: string): string {
	return replay.node.findContainer(pod, container)?.id ?? expect.unreachable();
}

const found = () => judged.findings.map(({ rule }) => rule);

it('finds a pause that was restarted with docker, until the sandbox is made anew', async () => {
	const node = await watch(podOf('web'));
	node.replay.node.kubelet.stop();
	await act(node, 'restart', idOf(node, 'web'), 40);
	expect(found()).toEqual(['restarted-behind-kubelet']);
	await act(node, 'stop', idOf(node, 'web'), 2);
	node.replay.node.kubelet.start();
	await pass(node, 20);
	expect(found()).toEqual([]);
	expect([...ever]).toEqual(['restarted-behind-kubelet']);
});

it('finds what runs on without its pause while the kubelet does nothing, until it works again', async () => {
	const node = await watch(podOf('web'), podOf('other'));
	node.replay.node.kubelet.stop();
	await act(node, 'stop', idOf(node, 'web'), 30);
	expect(found()).toEqual([]);
	await pass(node, 4);
	expect(judged.findings).toMatchObject([
		{ rule: 'container-without-pause', subject: { name: 'web', container: 'main' } },
	]);
	node.replay.node.kubelet.start();
	await pass(node, 20);
	expect(found()).toEqual([]);
});

it('finds an ended container that was started again by hand', async () => {
	const node = await watch(podOf('web'));
	const old = idOf(node, 'web', 'main');
	await act(node, 'kill', old, 30);
	expect(idOf(node, 'web', 'main')).not.toBe(old);
	await act(node, 'start', old, 32);
	expect(found()).toEqual(['duplicate-container']);
	await act(node, 'kill', old, 4);
	expect(found()).toEqual([]);
});

it('finds a sandbox that does not stay, and forgets it ten minutes later', async () => {
	const node = await watch(podOf('web'));
	for (let time = 0; time < 3; time += 1) await act(node, 'stop', idOf(node, 'web'), 40);
	expect(judged.findings).toMatchObject([{ rule: 'sandbox-flapping', subject: { name: 'web' } }]);
	await pass(node, 600, 'passUnseen');
	expect(found()).toEqual([]);
}, 60_000);

it('finds nothing in ten minutes of everyday life', async () => {
	const ends = { name: 'main', runsFor: 5_000 };
	const node = await watch(
		podOf('web'),
		podOf('etcd', { static: true, kubeNamespace: 'kube-system' }),
		podOf('crasher', { containers: [{ ...ends, exitCode: 1 }] }),
		podOf('host', { hostNetwork: true }),
		podOf('shared', { shareProcessNamespace: true }),
	);
	const { replay } = node;
	for (let round = 0; round < 5; round += 1) {
		replay.node.createPod(podOf(`job-${round}`, { restartPolicy: 'Never', containers: [ends] }));
		replay.node.createPod(podOf('rolling', { terminationGracePeriodSeconds: 30 }));
		replay.node.createPod(podOf(`no-image-${round}`, { containers: [{ name: 'main', imageMissing: true }] }));
		await pass(node, 40, 'passUnseen');
		if (round === 1) await act(node, 'stop', idOf(node, 'web'), 4);
		if (round === 2) await act(node, 'kill', idOf(node, 'shared'), 4);
		if (round === 3) await act(node, 'stop', idOf(node, 'host'), 4);
		replay.node.deletePod('default', 'rolling');
		replay.node.deletePod('default', `no-image-${round}`);
		await pass(node, 76, 'passUnseen');
	}
	expect([...ever]).toEqual([]);
}, 60_000);
