import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { actDocker, type DockerOrder } from '../../../source/adapters/docker/act-docker.ts';
import { NothingDoneError } from '../../../source/core/action/nothing-done-error.ts';
import { createSimulatedNode, type SimulatedNode } from '../../../source/simulator/create-simulated-node.ts';
import { createVirtualClock, type VirtualClock } from '../../../source/simulator/virtual-clock.ts';

let clock: VirtualClock;
let node: SimulatedNode;

beforeEach(async () => {
	clock = createVirtualClock(Date.parse('2026-11-22T12:00:00Z'));
	node = await createSimulatedNode({ clock });
	onTestFinished(() => node.close());
});

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

function act(order: DockerOrder, requestTimeout?: number) {
	return during(actDocker({ kind: 'unix', path: node.dockerSocket }, order, { requestTimeout }));
}

/** How an action that does nothing ends. */
async function refusalOf(order: DockerOrder): Promise<string> {
	const error = await act(order).catch((thrown: unknown) => thrown);
	expect(error).toBeInstanceOf(NothingDoneError);
	return (error as NothingDoneError).message;
}

const idOf = (pod: string, container?: string) => node.findContainer(pod, container)?.id ?? '';

test('a pause that is stopped is replaced by the kubelet, and what has ended is told from what is gone', async () => {
	const id = idOf('pause-test2');
	expect(await act({ id, means: 'docker-stop', graceSeconds: 10 })).toBe('sent');
	await clock.advance(6_000);
	expect(node.findContainer('pause-test2')).toMatchObject({ attempt: 1, id: expect.not.stringContaining(id) });
	expect(await act({ id, means: 'docker-stop' })).toBe('already-ended');
	expect(await refusalOf({ id, means: 'docker-kill' })).toBe(`container ${id.slice(0, 12)} is not running`);
	await during(node.run({ do: 'remove', id }));
	expect(await refusalOf({ id, means: 'docker-kill' })).toBe(`container ${id.slice(0, 12)} is gone`);
	expect(node.findContainer('pause-test2')?.attempt).toBe(1);
});

test('a pause that is killed', async () => {
	const id = idOf('pause-test');
	expect(await act({ id, means: 'docker-kill' })).toBe('sent');
	await clock.advance(40_000);
	expect(node.findContainer('pause-test')?.attempt).toBe(1);
});

test('a container alone, while its pause stays', async () => {
	const pause = idOf('pause-test');
	expect(await act({ id: idOf('pause-test', 'busybox'), means: 'docker-stop', graceSeconds: 2 })).toBe('sent');
	await clock.advance(6_000);
	expect(node.findContainer('pause-test', 'busybox')?.attempt).toBe(1);
	expect(idOf('pause-test')).toBe(pause);
});

test('a daemon that hangs, and one that is down', async () => {
	const order: DockerOrder = { id: idOf('pause-test'), means: 'docker-stop', graceSeconds: 0 };
	node.docker.hang(true);
	await expect(act(order, 100)).rejects.toThrow('has not answered within 0.1 s');
	node.docker.hang(false);
	await node.docker.stop();
	await expect(act(order, 100)).rejects.toThrow(/^(no Docker socket|nobody listens) at /);
});
