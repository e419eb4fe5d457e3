import { expect, onTestFinished, test } from 'vitest';
import { duplicatePodIpRule } from '../../source/core/findings/duplicate-pod-ip-rule.ts';
import { type NodeFindings, noFindings } from '../../source/core/findings/finding.ts';
import { judge } from '../../source/core/findings/judge.ts';
import { selectKubeletFacts } from '../../source/core/findings/kubelet-facts.ts';
import { leakedNetworkNamespaceRule } from '../../source/core/findings/leaked-network-namespace-rule.ts';
import { leakedShimRule } from '../../source/core/findings/leaked-shim-rule.ts';
import { pauseImageRule } from '../../source/core/findings/pause-image-rule.ts';
import { podIpMissingRule } from '../../source/core/findings/pod-ip-missing-rule.ts';
import { slowRuntimeRule } from '../../source/core/findings/slow-runtime-rule.ts';
import { zombiesRule } from '../../source/core/findings/zombies-rule.ts';
import type { NodeState } from '../../source/core/node-state.ts';
import { createSimulatedNode } from '../../source/simulator/create-simulated-node.ts';
import { selectNodeView } from '../../source/store/select-node-view.ts';
import { waitUntil } from '../../source/wire/wait-until.ts';
import { type Wiring, wire } from '../../source/wire.ts';

const pauseImage = 'registry.k8s.io/pause:3.9';
const runtimes = ['docker', 'containerd', 'cri-o'] as const;

async function openNode(runtime: (typeof runtimes)[number]) {
	const node = await createSimulatedNode({ runtime });
	onTestFinished(() => node.close());
	const scheme = runtime === 'cri-o' ? 'crio' : runtime;
	const socket = node.dockerSocket ?? node.criSocket;
	const { kubeconfig, hostRoot, nodeName } = node;
	const where = { runtimes: [`${scheme}://${socket}`], kube: true, kubeconfig, hostRoot, node: nodeName };
	const wiring = await wire({ ...where, environment: {}, home: hostRoot }, { findings: true });
	onTestFinished(() => wiring.close());
	return { node, wiring };
}

const rules = [slowRuntimeRule, pauseImageRule, podIpMissingRule, duplicatePodIpRule, leakedShimRule];
const all = [...rules, leakedNetworkNamespaceRule, zombiesRule];

function judgeState(state: NodeState, before: NodeFindings = noFindings): NodeFindings {
	const view = selectNodeView(state);
	const facts = { now: state.now, view, state, stories: new Map(), kubelet: selectKubeletFacts(state) };
	return judge(before, facts, all);
}

function nameSuspected({ suspected }: NodeFindings): string[] {
	return suspected.map(({ rule, subject }) => `${rule} ${'name' in subject ? subject.name : ''}`);
}

/** One of the story's pods leaves zombies, on purpose. */
const zombieMaker = ['zombies zombies-own'];

test.each(runtimes)('%s read once: networks, pause image, and nothing wrong on a sound node', async (runtime) => {
	const { wiring } = await openNode(runtime);
	await wiring.readOnce(new AbortController().signal);
	const state = wiring.store.get();
	expect(state.survey?.problems).toEqual([]);
	const pods = selectNodeView(state).pods.filter(({ hostNetwork, status }) => !hostNetwork && status === 'Running');
	expect(pods.length).toBeGreaterThan(1);
	for (const { ip, sandboxes } of pods) {
		const look = state.survey?.networks?.get(sandboxes[0]?.linuxNamespaces?.net ?? 0);
		expect(look?.addresses.map(({ address }) => address)).toContain(ip);
	}
	expect(state.runtimeFacts.get(runtime)?.pauseImage).toMatchObject({ name: pauseImage, present: true });
	const judged = judgeState(state);
	expect([judged.cannotTell, judged.findings, nameSuspected(judged)]).toEqual([[], [], zombieMaker]);
});

async function watchNode(wiring: Wiring) {
	const abort = new AbortController();
	const running = wiring.run(abort.signal);
	onTestFinished(async () => {
		abort.abort();
		await running;
	});
	return (holds: (state: NodeState) => boolean) => waitUntil(wiring.store, holds, abort.signal);
}

test.each(['docker', 'containerd'] as const)(
	'%s watched: an image that is removed, and comes back',
	async (runtime) => {
		const { node, wiring } = await openNode(runtime);
		const until = await watchNode(wiring);
		const isPresent = (present: boolean) => (state: NodeState) =>
			state.runtimeFacts.get(runtime)?.pauseImage?.present === present;
		await until((state) => isPresent(true)(state) && state.survey !== undefined);
		const sound = judgeState(wiring.store.get());
		expect([sound.findings, nameSuspected(sound)]).toEqual([[], zombieMaker]);
		await node.run({ do: 'remove-image', id: pauseImage });
		await until(isPresent(false));
		expect(nameSuspected(judgeState(wiring.store.get()))).toEqual([`pause-image ${runtime}`, ...zombieMaker]);
		await node.run({ do: 'pull-image', id: pauseImage });
		await until(isPresent(true));
		expect(nameSuspected(judgeState(wiring.store.get()))).toEqual(zombieMaker);
		const calls = wiring.store.get().runtimeCalls.get(runtime) ?? [];
		expect(calls.length).toBeGreaterThan(0);
		expect(calls.every(({ failure }) => failure === undefined)).toBe(true);
	},
	20_000,
);
