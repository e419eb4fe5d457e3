import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import type { RecordedEvent } from './recording.ts';
import { createReplay, getDocker, recordedPods } from './replay.ts';

type Fixture = {
	whileDown: { at: number; nodeReady: boolean }[];
	exited: string[];
	podWhileDown: { phase: string; ready: number; restarts: number; notTrueOnceNotReady: string[] };
	recovery: RecordedEvent[];
	podAfter: { ready: number; restarts: number };
};

type Status = { conditions: { type: string; status: string }[] };
type PodStatus = Status & {
	phase: string;
	podIP: string;
	containerStatuses: { ready: boolean; restartCount: number }[];
};

const fixture = JSON.parse(
	readFileSync(new URL('../fixtures/simulator/docker-kubelet-down.json', import.meta.url), 'utf8'),
) as Fixture;

let close = async () => {};

afterEach(() => close());

test('without its kubelet a pod stays Running in the API though everything in it is dead', async () => {
	const { node, clock, kube } = await createReplay();
	close = () => node.close();
	node.createPod(recordedPods['pause-test2'] as (typeof recordedPods)[string]);
	await clock.advance(18_000);
	const readPod = async () => {
		const pod = (await (await kube('/api/v1/namespaces/default/pods/pause-test2')).json()) as { status: PodStatus };
		const { phase, podIP, containerStatuses, conditions } = pod.status;
		return {
			phase,
			podIP,
			ready: containerStatuses.filter((each) => each.ready).length,
			restarts: containerStatuses.reduce((sum, each) => sum + each.restartCount, 0),
			notTrue: conditions.filter((each) => each.status !== 'True').map((each) => each.type),
		};
	};
	const isNodeReady = async () => {
		const found = (await (await kube(`/api/v1/nodes/${node.nodeName}`)).json()) as { status: Status };
		return found.status.conditions.find((each) => each.type === 'Ready')?.status === 'True';
	};
	const before = await readPod();

	node.kubelet.stop();
	const stopped = node.run({ do: 'stop', id: node.findContainer('pause-test2')?.id ?? '' });
	let passed = 0;
	for (const { at, nodeReady } of fixture.whileDown) {
		await clock.advance(at * 1000 - passed);
		passed = at * 1000;
		expect(await isNodeReady(), `node at ${at} s`).toBe(nodeReady);
		const { phase, ready, restarts } = fixture.podWhileDown;
		const notTrue = nodeReady ? [] : fixture.podWhileDown.notTrueOnceNotReady;
		expect(await readPod()).toEqual({ phase, ready, restarts, podIP: before.podIP, notTrue });
	}
	await stopped;
	const list = JSON.parse(await getDocker(node, '/containers/json?all=1')) as { Names: string[]; Status: string }[];
	const exited = list.map(({ Names, Status }) => {
		return `${Names[0]?.split('_')[1]} ${/^Exited \((\d+)\) About a minute ago$/.exec(Status)?.[1]}`;
	});
	expect(exited.toSorted()).toEqual(fixture.exited.toSorted());

	const backAt = clock.now();
	node.kubelet.start();
	await clock.advance(5000);
	expect(await isNodeReady()).toBe(true);
	expect(await readPod()).toMatchObject({ ...fixture.podAfter, notTrue: [] });
	const text = await getDocker(node, `/events?since=${backAt / 1000}&until=${clock.now() / 1000}`);
	const events = text
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as { Type: string; Action: string; Actor: { Attributes: { name: string } } });
	const own = events.filter((each) => each.Type === 'container');
	const hideUid = (name: string) => name.replace(/_[0-9a-f]{8}-[0-9a-f-]{27}_/, '_<uid>_');
	expect(own.map((each) => `${each.Action} ${hideUid(each.Actor.Attributes.name)}`)).toEqual(
		fixture.recovery.map((each) => `${each.action} ${each.name}`),
	);
});
