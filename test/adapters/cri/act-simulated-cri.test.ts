import { expect, onTestFinished, test } from 'vitest';
import { actCri, type CriOrder } from '../../../source/adapters/cri/act-cri.ts';
import { NothingDoneError } from '../../../source/core/action/nothing-done-error.ts';
import {
	createSimulatedNode,
	type SimulatedCriNode,
	type SimulatedCriNodeOptions,
} from '../../../source/simulator/create-simulated-node.ts';
import { createVirtualClock, type VirtualClock } from '../../../source/simulator/virtual-clock.ts';

let clock: VirtualClock;
let node: SimulatedCriNode;

async function startNode(runtime: SimulatedCriNodeOptions['runtime']): Promise<void> {
	clock = createVirtualClock(Date.parse('2026-11-22T12:00:00Z'));
	node = await createSimulatedNode({ clock, runtime });
	onTestFinished(() => node.close());
}

type Means = CriOrder['means'];

/** Lets the node's time go on until it is over. */
async function during<T>(work: Promise<T>): Promise<T> {
	let isOver = false;
	const watched = work.finally(() => {
		isOver = true;
	});
	watched.catch(() => {});
	while (!isOver) await clock.advance(10);
	return watched;
}

function act(id: string, role: CriOrder['role'], means: Means, graceSeconds?: number, requestTimeout?: number) {
	return during(actCri({ path: node.criSocket }, { id, role, means, graceSeconds }, { requestTimeout }));
}

const idOf = (pod: string, container?: string) => node.findContainer(pod, container)?.id ?? '';

test.each<Means>(['task-term', 'task-kill', 'stop-pod-sandbox'])(
	'containerd: after %s of the sandbox the kubelet makes the next one',
	async (means) => {
		await startNode('containerd');
		const id = idOf('pause-test2');
		expect(await act(id, 'sandbox', means)).toBe('sent');
		await clock.advance(6_000);
		expect(node.findContainer('pause-test2')?.attempt).toBe(1);
		expect(await act(id, 'sandbox', means)).toBe('already-ended');
		await during(node.run({ do: 'remove', id }));
		if (means === 'stop-pod-sandbox') {
			await expect(act(id, 'sandbox', means)).rejects.toThrow(NothingDoneError);
		}
		expect(node.findContainer('pause-test2')?.attempt).toBe(1);
	},
);

test.each<Means>(['stop-container', 'task-kill'])('containerd: %s of a container leaves its sandbox', async (means) => {
	await startNode('containerd');
	const sandbox = idOf('pause-test');
	const id = idOf('pause-test', 'busybox');
	expect(await act(id, 'container', means, 1)).toBe('sent');
	await clock.advance(6_000);
	expect(node.findContainer('pause-test', 'busybox')?.attempt).toBe(1);
	expect(await act(id, 'container', means, 1)).toBe('already-ended');
	expect(idOf('pause-test')).toBe(sandbox);
});

test('CRI-O: a sandbox without a process is stopped, and cannot be signalled', async () => {
	await startNode('cri-o');
	const id = idOf('pause-test');
	await expect(act(id, 'sandbox', 'task-term')).rejects.toThrow(/^cri-o at \S+ has no Kill$/);
	expect(await act(id, 'sandbox', 'stop-pod-sandbox')).toBe('sent');
	await clock.advance(6_000);
	expect(node.findContainer('pause-test')?.attempt).toBe(1);
	expect(await act(idOf('pause-test', 'nginx'), 'container', 'stop-container', 0)).toBe('sent');
	await expect(act('f'.repeat(64), 'container', 'stop-container')).rejects.toThrow('container fffffffffffff is gone');
});

test('a method that is not there, one that hangs, a daemon that is down', async () => {
	await startNode('containerd');
	const id = idOf('pause-test2');
	node.cri.hang(true, 'StopPodSandbox');
	await expect(act(id, 'sandbox', 'stop-pod-sandbox', 0, 100)).rejects.toThrow('has not answered within 0.1 s');
	await node.cri.stop();
	await expect(act(id, 'sandbox', 'task-term', 0, 100)).rejects.toThrow(/^(no CRI socket|nobody listens) at /);
	await node.cri.start();
	node.cri.unimplemented('Kill');
	await expect(act(id, 'sandbox', 'task-term')).rejects.toThrow('has no Kill');
	expect(node.findContainer('pause-test2')).toMatchObject({ id, attempt: 0 });
});
