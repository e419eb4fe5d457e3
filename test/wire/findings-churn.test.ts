import { describe, expect, it } from 'vitest';
import type { ActionKind, ActionMeans } from '../../source/core/action/action.ts';
import type { Finding } from '../../source/core/findings/finding.ts';
import type { PodSpecInput } from '../../source/simulator/pod-spec-input.ts';
import { createRequest } from './action-bench.ts';
import { openWorld, type RuntimeName, runtimes, type World } from './findings-world.ts';

const app = { name: 'app', command: ['sleep', '100000'] };
const web = { name: 'web', image: 'nginx', termExitCode: 0, ports: [80] };

function podOf(name: string, more: Partial<PodSpecInput> = {}): PodSpecInput {
	return { name, terminationGracePeriodSeconds: 2, containers: [app], ...more };
}

/** What comes and goes in each minute, on top of the pods of the story. */
function listVisitors(round: number): readonly PodSpecInput[] {
	const short = { name: 'job', runsFor: 4_000 };
	const steps = [
		{ name: 'one', runsFor: 1_500 },
		{ name: 'two', runsFor: 1_500 },
	];
	return [
		podOf(`rolling-${round}`, { terminationGracePeriodSeconds: 30, containers: [app, web] }),
		podOf(`done-${round}`, { restartPolicy: 'Never', containers: [short] }),
		podOf(`failed-${round}`, { restartPolicy: 'Never', containers: [{ ...short, exitCode: 2 }] }),
		podOf(`tries-${round}`, { restartPolicy: 'OnFailure', containers: [{ ...short, exitCode: 1 }] }),
		podOf(`no-image-${round}`, { containers: [{ name: 'app', imageMissing: true }] }),
		podOf(`steps-${round}`, { initContainers: steps }),
		podOf(`shared-${round}`, { shareProcessNamespace: true, containers: [web, app] }),
		podOf(`host-${round}`, { hostNetwork: true, hostPID: true, hostIPC: true }),
		podOf(`debugged-${round}`, {
			ephemeralContainers: [{ name: 'debugger', command: ['sh'], targetContainerName: 'app' }],
		}),
	];
}

/** What an operator asks pausetop for, as its menu would do it. */
const recycle: Readonly<Record<RuntimeName, readonly [ActionKind, ActionMeans]>> = {
	docker: ['restart-sandbox', 'docker-stop'],
	containerd: ['restart-sandbox', 'task-term'],
	'cri-o': ['stop-sandbox', 'stop-pod-sandbox'],
};

async function ask({ node, wiring }: World, pod: string): Promise<void> {
	const [kind, means] = recycle[node.runtime];
	await wiring.act([createRequest(wiring, kind, means, pod)]);
}

/** From outside, with the node's own tools. Where CRI-O has no pause process the sandbox is stopped instead. */
async function end({ node }: World, how: 'term' | 'kill', pod: string, container?: string): Promise<void> {
	const found = node.findContainer(pod, container);
	if (!found) throw new Error(`${pod} is not there`);
	await node.run({ do: found.pid === undefined ? 'stop' : how, id: found.id });
}

/** One for each minute. */
const mishaps: readonly ((world: World) => Promise<unknown>)[] = [
	(world) => end(world, 'term', 'pause-test2'),
	(world) => ask(world, 'pause-test'),
	(world) => end(world, 'kill', 'pause-test', 'ghost'),
	(world) => end(world, 'kill', 'on-host'),
	(world) => end(world, 'term', 'with-sidecar', 'log-shipper'),
	async ({ node, pass }) => {
		node.kubelet.stop();
		await pass(5);
		node.kubelet.start();
	},
	(world) => ask(world, 'pause-test2'),
	async ({ node, pass }) => {
		await node.engine.stop();
		await pass(8);
		await node.engine.start();
	},
	(world) => ask(world, 'pause-test'),
	async ({ node, pass }) => {
		await node.api.stop();
		await pass(8);
		await node.api.start();
	},
];

/** Ten minutes. */
async function churn(world: World, check: () => void): Promise<void> {
	const { node } = world;
	const pass = async (seconds: number) => {
		for (let passed = 0; passed < seconds; passed += 1) {
			await world.pass(1);
			check();
		}
	};
	for (const [round, mishap] of mishaps.entries()) {
		for (const pod of listVisitors(round)) node.createPod(pod);
		await pass(20);
		await world.during(mishap({ ...world, pass }));
		if (round === 4) node.deletePod('kube-system', `static-web-${node.nodeName}`);
		if (round === 6) for (let time = 0; time < 3; time += 1) await world.during(ask(world, `rolling-${round}`));
		await pass(20);
		// those of the minute before had time to settle in
		for (const { name } of round > 0 ? listVisitors(round - 1) : []) node.deletePod('default', name);
		await pass(15);
	}
}

/** What is worth knowing of this node, and nothing to repair. */
const expectedInfos = new Set(['host-namespace', 'zombies', 'back-off', 'killed-with-sandbox']);

/** What this node really has: containerd 1 and Docker know no user namespaces, and a pod asks for one of its own. */
function isTrue({ rule, severity, subject }: Finding): boolean {
	if (severity === 'info') return expectedInfos.has(rule);
	return rule === 'host-namespace' && subject.kind === 'pod' && subject.name === 'rootless';
}

describe.each(runtimes)('ten minutes of everyday life on %s', (runtime) => {
	it('have no false finding, and what is really wrong then is found at once', async () => {
		const world = await openWorld({ runtime, story: true });
		await world.pass(5);
		const began = world.now();
		await churn(world, () => expect(world.found().filter((finding) => !isTrue(finding))).toEqual([]));
		expect(world.now() - began).toBeGreaterThan(560_000);
		// also between the looks
		const ever = [...world.ever.values()];
		expect(ever.filter((finding) => !isTrue(finding))).toEqual([]);
		// it was judged
		expect(new Set(ever.filter(({ severity }) => severity === 'info').map(({ rule }) => rule))).toEqual(expectedInfos);
		expect(world.state().findings.cannotTell).toEqual([]);

		world.node.kubelet.stop();
		await world.during(end(world, 'term', 'pause-test'));
		await world.pass(75);
		const wrong = world.found().filter((finding) => !isTrue(finding) && finding.severity === 'critical');
		expect(wrong.map(({ rule, subject }) => [rule, 'name' in subject && subject.name])).toEqual(listWrong(world));
	}, 120_000);
});

/** A kubelet that is away, and what its absence leaves. A sandbox that CRI-O or containerd stops takes its containers with it. */
function listWrong({ node }: World): (readonly [string, string])[] {
	const down = ['kubelet-down', node.nodeName] as const;
	return node.runtime === 'cri-o' ? [down] : [down, ['container-without-pause', 'pause-test']];
}
