import { expect } from 'vitest';
import type { ActionMeans } from '../../../source/core/action/action.ts';
import type { ActionFacts, ActionPlan, ConsequenceTopic } from '../../../source/core/action/action-plan.ts';
import { selectNodeCondition } from '../../../source/core/action/node-condition.ts';
import { correlate } from '../../../source/core/correlate/correlate.ts';
import type { NodeState } from '../../../source/core/node-state.ts';
import type { NodeView, PodView } from '../../../source/core/node-view.ts';
import {
	createSimulatedNode,
	type SimulatedCriNode,
	type SimulatedNode,
} from '../../../source/simulator/create-simulated-node.ts';
import { createVirtualClock, type VirtualClock } from '../../../source/simulator/virtual-clock.ts';
import { type WireRequest, wire } from '../../../source/wire.ts';

export const simulatedRuntimes = ['docker', 'containerd', 'cri-o'] as const;

export type Look = { state: NodeState; view: NodeView; facts: ActionFacts };

export type Simulation = {
	node: SimulatedNode | SimulatedCriNode;
	clock: VirtualClock;
	/** Reads everything anew, through the real adapters. */
	look(): Promise<Look>;
	/** Does what plans say, all at once, and lets so many milliseconds pass. */
	act(plans: readonly ActionPlan[], ms: number): Promise<void>;
};

/** The story's pods on a node with this runtime, whose clock stands still. */
export async function simulate(runtime: (typeof simulatedRuntimes)[number]): Promise<Simulation> {
	const clock = createVirtualClock(Date.parse('2026-11-22T12:00:00Z'));
	const node =
		runtime === 'docker' ? await createSimulatedNode({ clock }) : await createSimulatedNode({ clock, runtime });
	return {
		node,
		clock,
		async look() {
			const wiring = await wire(requestFor(node));
			await wiring.readOnce(new AbortController().signal);
			const state = wiring.store.get();
			const kubelet = { ...selectNodeCondition(state), running: undefined };
			return { state, view: correlate(state), facts: { now: clock.now(), kubelet, stories: [] } };
		},
		async act(plans, ms) {
			const done = plans.map(({ means, target }) => node.run({ do: verbs[means], id: target.id }));
			await clock.advance(ms);
			await Promise.all(done);
		},
	};
}

const verbs: Readonly<Record<ActionMeans, 'stop' | 'kill' | 'term'>> = {
	...{ 'docker-stop': 'stop', 'stop-pod-sandbox': 'stop', 'stop-container': 'stop' },
	...{ 'task-term': 'term', 'signal-term': 'term' },
	...{ 'docker-kill': 'kill', 'task-kill': 'kill', 'signal-kill': 'kill' },
};

function requestFor(node: SimulatedNode | SimulatedCriNode): WireRequest {
	const schemes = { docker: 'docker', containerd: 'containerd', 'cri-o': 'crio' } as const;
	return {
		runtimes: [`${schemes[node.runtime]}://${node.dockerSocket ?? node.criSocket}`],
		...{ kube: true, kubeconfig: node.kubeconfig, hostRoot: node.hostRoot, environment: {}, home: node.hostRoot },
	};
}

export function findPod({ view }: Look, name: string): PodView {
	const pod = view.pods.find((candidate) => candidate.name === name || candidate.name.startsWith(`${name}-pausetop`));
	expect(pod, `pod ${name}`).toBeDefined();
	return pod as PodView;
}

/** What a plan says about a topic; undefined when nothing. */
export function said({ consequences }: ActionPlan, topic: ConsequenceTopic): string | undefined {
	return consequences.find((consequence) => consequence.topic === topic)?.text;
}
