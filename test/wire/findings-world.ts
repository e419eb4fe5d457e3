import { onTestFinished } from 'vitest';
import type { Clock } from '../../source/core/clock.ts';
import type { Finding, FindingId, NodeFindings } from '../../source/core/findings/finding.ts';
import type { NodeState } from '../../source/core/node-state.ts';
import {
	createSimulatedNode,
	type SimulatedCriNode,
	type SimulatedCriNodeOptions,
	type SimulatedNode,
} from '../../source/simulator/create-simulated-node.ts';
import { createVirtualClock, type VirtualClock } from '../../source/simulator/virtual-clock.ts';
import { type Wiring, wire } from '../../source/wire.ts';
// What is loaded when it is needed would be late here: minutes pass in a moment.
import '../../source/adapters/cri/act-cri.ts';
import '../../source/adapters/cri/follow-cri-images.ts';
import '../../source/adapters/cri/read-cri-facts.ts';
import '../../source/adapters/docker/act-docker.ts';
import '../../source/adapters/docker/follow-docker-images.ts';
import '../../source/adapters/docker/read-docker-facts.ts';
import '../../source/wire/finding-sources.ts';
import '../../source/wire/watch-findings.ts';

export const runtimes = ['docker', 'containerd', 'cri-o'] as const;

export type RuntimeName = (typeof runtimes)[number];

/** A simulated node and the whole program without its faces, on one clock that a test turns: real sources read it through real sockets. */
export type World = {
	node: SimulatedNode | SimulatedCriNode;
	wiring: Wiring;
	state(): NodeState;
	/** Lets time pass. What happens in it is seen while it happens, to a quarter of a second. */
	pass(seconds: number): Promise<void>;
	/** The same in steps of five seconds, for when little happens. */
	passQuietly(seconds: number): Promise<void>;
	/** Lets time pass until `holds`. @throws Error when it does not within `longest` seconds */
	passUntil(what: string, holds: (judged: NodeFindings) => boolean, longest?: number): Promise<void>;
	/** Lets time pass while something is done that takes time. */
	during<T>(work: Promise<T>): Promise<T>;
	/** Findings of that rule, or all. */
	found(rule?: FindingId): readonly Finding[];
	/** All that was ever found, as it was found first, by its key. */
	ever: ReadonlyMap<string, Finding>;
	/** Milliseconds since the epoch. */
	now(): number;
};

/** A quarter of a second of the node's time. */
const step = 250;
/** Turns of the event loop in a row in which nothing came: the answers to all that was asked are in. */
const quietTurns = 12;
const mostTurns = 1_000;

type Options = { runtime: RuntimeName; story?: boolean } & Pick<SimulatedCriNodeOptions, 'containerdMajor'>;

export async function openWorld({ runtime, story = false, containerdMajor }: Options): Promise<World> {
	const virtual = createVirtualClock(Date.parse('2026-11-21T22:50:00Z'));
	const options = { clock: virtual, story };
	const node =
		runtime === 'docker'
			? await createSimulatedNode(options)
			: await createSimulatedNode({ ...options, runtime, containerdMajor });
	onTestFinished(() => node.close());
	const wiring = await openWiring(node, virtual);
	const abort = new AbortController();
	const running = wiring.run(abort.signal);
	onTestFinished(async () => {
		abort.abort();
		await running;
		await wiring.close();
	});
	const world = createWorld(node, wiring, virtual);
	await waitUntilLive(wiring);
	return world;
}

/** Time stands still until every source has answered. The test's own limit ends the wait. */
async function waitUntilLive({ store }: Wiring): Promise<void> {
	const isLive = () => {
		const all = [...store.get().sources.values()];
		return all.length === 3 && all.every(({ health }) => health === 'live');
	};
	while (!isLive()) await new Promise((resolve) => setImmediate(resolve));
}

async function openWiring(node: SimulatedNode | SimulatedCriNode, virtual: VirtualClock): Promise<Wiring> {
	const { kubeconfig, hostRoot, nodeName, runtime, dockerSocket, criSocket } = node;
	const scheme = runtime === 'cri-o' ? 'crio' : runtime;
	const place = { runtimes: [`${scheme}://${dockerSocket ?? criSocket}`], kubeconfig, hostRoot, node: nodeName };
	return wire(
		{ ...place, kube: true, environment: {}, home: hostRoot },
		{ findings: true },
		{
			// its processes are none of this machine's
			async sendSignal({ containerId, signal }) {
				await node.run({ do: signal === 'TERM' ? 'term' : 'kill', id: containerId });
				return 'sent';
			},
		},
		createClock(virtual),
	);
}

function createClock(virtual: VirtualClock): Clock {
	return {
		now: virtual.now,
		sleep: (milliseconds, signal) =>
			new Promise((resolve) => {
				if (signal.aborted) return resolve();
				const wake = () => {
					cancel();
					signal.removeEventListener('abort', wake);
					resolve();
				};
				const cancel = virtual.setTimeout(wake, milliseconds);
				signal.addEventListener('abort', wake, { once: true });
			}),
	};
}

function createWorld(node: World['node'], wiring: Wiring, virtual: VirtualClock): World {
	const { store } = wiring;
	const ever = new Map<string, Finding>();
	store.subscribe(() => {
		for (const finding of store.get().findings.findings) if (!ever.has(finding.key)) ever.set(finding.key, finding);
	});
	let steps = 0;
	const passStep = async (length = step) => {
		await virtual.advance(length);
		steps += length / step;
		await settle(wiring);
		if (steps % 4 === 0) store.dispatch({ at: virtual.now(), source: 'clock', kind: 'tick' });
		// as often as the program does
		if (steps % 20 === 0) wiring.lookAtKubelet();
		await settle(wiring);
	};
	return {
		...{ node, wiring, ever },
		state: store.get,
		now: virtual.now,
		async pass(seconds) {
			for (const end = virtual.now() + seconds * 1_000; virtual.now() < end; ) await passStep();
		},
		async passQuietly(seconds) {
			for (const end = virtual.now() + seconds * 1_000; virtual.now() < end; ) await passStep(step * 20);
		},
		async passUntil(what, holds, longest = 300) {
			const end = virtual.now() + longest * 1_000;
			while (!holds(store.get().findings)) {
				if (virtual.now() >= end)
					throw new Error(`not within ${longest} s: ${what}; ${describe(store.get().findings)}`);
				await passStep();
			}
		},
		async during(work) {
			const ended = work.then(
				() => true,
				() => true,
			);
			const soon = () => new Promise<false>((resolve) => setImmediate(resolve, false));
			while (!(await Promise.race([ended, soon()]))) await passStep();
			return work;
		},
		found: (rule) => store.get().findings.findings.filter((finding) => rule === undefined || finding.rule === rule),
	};
}

/** Lets the answers to all that was asked come in: everybody is in this process, so the event loop is all there is to wait for. */
async function settle({ store }: Wiring): Promise<void> {
	let [seen, quiet] = [store.get(), 0];
	for (let turn = 0; turn < mostTurns && quiet < quietTurns; turn += 1) {
		await new Promise((resolve) => setImmediate(resolve));
		quiet = store.get() === seen ? quiet + 1 : 0;
		seen = store.get();
	}
}

/** All that is found and suspected, a line each. */
export function describe({ findings, suspected, cannotTell }: NodeFindings): string {
	const line = ({ severity, key, summary }: Finding) => `${severity} ${key}: ${summary.map(String).join('')}`;
	const missing = cannotTell.map(({ rule, reason }) => `cannot tell ${rule}: ${reason}`);
	return ['found:', ...findings.map(line), 'suspected:', ...suspected.map(line), ...missing].join('\n');
}
