import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type CriLab, startCriLab } from './cri-lab.ts';

let lab: CriLab;

afterEach(() => lab.close());

test('Tasks/Kill: only with the namespace k8s.io, only a task that runs', async () => {
	lab = await startCriLab({ runtime: 'containerd' });
	const kill = '/containerd.services.tasks.v1.Tasks/Kill';
	const request = { containerId: lab.idOf('pause-test', 'nginx'), signal: 9 };
	await expect(lab.cri.call(kill, request)).rejects.toMatchObject({ code: 9 });
	await expect(lab.cri.call(kill, request, { namespace: 'moby' })).rejects.toMatchObject({ code: 5 });
	await lab.during(lab.cri.call(kill, request, { namespace: 'k8s.io' }));
	await lab.clock.advance(100);
	const gone = { ...request, containerId: lab.idOf('done', 'job') };
	await expect(lab.cri.call(kill, gone, { namespace: 'k8s.io' })).rejects.toMatchObject({ code: 5 });
	const dead = await lab.listContainers({ id: request.containerId });
	expect(dead).toMatchObject([{ state: 'CONTAINER_EXITED' }]);
});

test('Subscribe: from now on, by filter; a filter that cannot be read is refused', async () => {
	lab = await startCriLab({ runtime: 'containerd' });
	const method = '/containerd.services.events.v1.Events/Subscribe';
	const all = await lab.cri.open(method, 'Envelope');
	const filtered = await lab.cri.open(method, 'Envelope', {
		filters: ['namespace==k8s.io,topic~="^/(tasks|containers)/"'],
	});
	const either = await lab.cri.open(method, 'Envelope', { filters: ['topic==/tasks/exit', 'topic==/tasks/oom'] });
	const none = await lab.cri.open(method, 'Envelope', { filters: ['namespace==moby'] });
	lab.node.createPod({ name: 'greedy', containers: [{ name: 'main', runsFor: 2000, oom: true }] });
	await lab.clock.advance(1500);
	lab.node.kubelet.stop();
	await lab.clock.advance(2500);
	await expect.poll(() => either.messages.length).toBe(2);
	const topics = (messages: readonly Record<string, unknown>[]) => messages.map((each) => each.topic);
	expect(topics(either.messages)).toEqual(['/tasks/oom', '/tasks/exit']);
	await expect.poll(() => topics(all.messages).at(-1)).toBe('/tasks/delete');
	await expect.poll(() => topics(filtered.messages).at(-1)).toBe('/tasks/delete');
	expect(topics(all.messages)).toContain('/snapshot/prepare');
	expect(topics(filtered.messages)).toEqual(topics(all.messages).filter((each) => each !== '/snapshot/prepare'));
	expect(none.messages).toEqual([]);
	const update = filtered.messages.find((each) => each.topic === '/containers/update') as {
		namespace: string;
		event: { typeUrl: string; value: Uint8Array };
	};
	expect(update).toMatchObject({ namespace: 'k8s.io', event: { typeUrl: 'containerd.events.ContainerUpdate' } });
	expect(lab.cri.unpack('ContainerUpdate', update.event.value)).toMatchObject({
		image: 'registry.k8s.io/pause:3.9',
		labels: { 'io.cri-containerd.kind': 'sandbox', 'io.kubernetes.pod.name': 'greedy' },
	});
	const refused = await lab.cri.open(method, 'Envelope', { filters: ['topic=='] });
	expect(await refused.ended).toMatchObject({ code: 3 });
});

test('an event is told before the listing shows it, as with the real one', async () => {
	lab = await startCriLab({ runtime: 'containerd' });
	const stream = await lab.cri.open('/containerd.services.events.v1.Events/Subscribe', 'Envelope', {
		filters: ['topic==/tasks/exit'],
	});
	const killed = lab.node.run({ do: 'kill', id: lab.idOf('on-host') });
	while (stream.messages.length === 0) await lab.clock.advance(1);
	expect(await lab.listSandboxes({ id: lab.idOf('on-host') })).toMatchObject([{ state: 'SANDBOX_READY' }]);
	await lab.clock.advance(40);
	await killed;
	expect(await lab.listSandboxes({ id: lab.idOf('on-host') })).toMatchObject([{ state: 'SANDBOX_NOTREADY' }]);
});

test('the daemon goes away and comes back; containers live on, and deaths meanwhile are listed afterwards', async () => {
	lab = await startCriLab({ runtime: 'containerd' });
	lab.node.createPod({ name: 'brief', containers: [{ name: 'main', runsFor: 20_000 }] });
	await lab.clock.advance(5000);
	const { pid: survivor } = lab.node.findContainer('pause-test', 'nginx') ?? {};
	const { id = '', pid } = lab.node.findContainer('brief', 'main') ?? {};
	const stream = await lab.cri.open('/containerd.services.events.v1.Events/Subscribe', 'Envelope');
	await lab.node.cri.stop();
	expect((await stream.ended)?.code).toBe(14);
	expect(existsSync(lab.node.criSocket)).toBe(false);
	await expect(lab.cri.call('Version')).rejects.toMatchObject({ code: 14 });
	const refused = expect(lab.node.run({ do: 'stop', id: lab.idOf('pause-test') })).rejects.toThrow(/not running/);
	await lab.clock.advance(30_000);
	await refused;
	expect(existsSync(join(lab.node.hostRoot, 'proc', String(pid)))).toBe(false);
	await lab.node.engine.start();
	lab.reconnect();
	expect(await lab.cri.call('Version')).toMatchObject({ runtimeName: 'containerd' });
	expect(lab.node.findContainer('pause-test', 'nginx')?.pid).toBe(survivor);
	expect(await lab.listContainers({ id })).toMatchObject([{ state: 'CONTAINER_EXITED' }]);
	await lab.clock.advance(5000);
	expect(lab.node.findContainer('brief', 'main')).toMatchObject({ attempt: 1, pid: expect.any(Number) });
});

test('it can hang: altogether, in one method, for one container; and have a method not at all', async () => {
	lab = await startCriLab({ runtime: 'containerd' });
	const id = lab.idOf('pause-test', 'nginx');
	const other = lab.idOf('pause-test', 'ghost');
	const brief = { deadline: 200 };
	lab.node.cri.hang(true, 'ContainerStatus', id);
	const waiting = lab.cri.call('ContainerStatus', { containerId: id });
	await expect(lab.cri.call('ContainerStatus', { containerId: id }, brief)).rejects.toMatchObject({ code: 4 });
	expect((await lab.cri.call('ContainerStatus', { containerId: other })).status).toMatchObject({ id: other });
	lab.node.cri.hang(true, 'ListContainers');
	await expect(lab.cri.call('ListContainers', {}, brief)).rejects.toMatchObject({ code: 4 });
	expect(await lab.listSandboxes()).not.toHaveLength(0);
	lab.node.cri.hang(false, 'ContainerStatus', id);
	expect((await waiting).status).toMatchObject({ id });
	await expect(lab.cri.call('ListContainers', {}, brief)).rejects.toMatchObject({ code: 4 });
	lab.node.cri.hang(true);
	await expect(lab.cri.call('Version', {}, brief)).rejects.toMatchObject({ code: 4 });
	lab.node.engine.hang(false);
	expect(await lab.cri.call('Version')).toMatchObject({ runtimeName: 'containerd' });
	expect(await lab.listContainers()).not.toHaveLength(0);
	lab.node.cri.unimplemented('Status');
	await expect(lab.cri.call('Status')).rejects.toMatchObject({ code: 12 });
	expect(await lab.cri.call('Version')).toMatchObject({ runtimeName: 'containerd' });
});

test.each([
	[{ runtime: 'containerd', containerdMajor: 2 }, 2],
	[{ runtime: 'cri-o', podEvents: true }, 2],
] as const)('GetContainerEvents of %o: every reader gets all of them', async (options, readers) => {
	lab = await startCriLab(options);
	const streams = await Promise.all(
		Array.from({ length: readers }, () => lab.cri.open('GetContainerEvents', 'ContainerEventResponse')),
	);
	lab.node.createPod({
		name: 'brief',
		restartPolicy: 'Never',
		containers: [{ name: 'main', runsFor: 1000, exitCode: 7 }],
	});
	await lab.clock.advance(5000);
	const id = lab.node.findContainer('brief', 'main')?.id;
	for (const { messages } of streams) {
		await expect.poll(() => messages.filter((each) => each.containerId === id)).toHaveLength(3);
		const own = messages.filter((each) => each.containerId === id);
		expect(own.map((each) => each.containerEventType)).toEqual([
			'CONTAINER_CREATED_EVENT',
			'CONTAINER_STARTED_EVENT',
			'CONTAINER_STOPPED_EVENT',
		]);
		expect(own[2]?.containersStatuses).toMatchObject([{ id, exitCode: 7, state: 'CONTAINER_EXITED' }]);
		expect(messages[0]).toMatchObject({ containerId: lab.node.findContainer('brief')?.id });
	}
});
