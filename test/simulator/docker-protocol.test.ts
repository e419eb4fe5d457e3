import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSimulatedNode, type SimulatedNode } from '../../source/simulator/create-simulated-node.ts';
import { createVirtualClock, type VirtualClock } from '../../source/simulator/virtual-clock.ts';

let clock: VirtualClock;
let node: SimulatedNode;
let docker: Docker;

beforeEach(async () => {
	clock = createVirtualClock(Date.parse('2026-11-22T12:00:00Z'));
	node = await createSimulatedNode({ clock });
	docker = new Docker({ socketPath: node.dockerSocket });
});

afterEach(() => node.close());

test('ping, version and info', async () => {
	expect((await docker.ping()).toString()).toBe('OK');
	expect(await docker.version()).toMatchObject({ ApiVersion: '1.41', Version: '20.10.24' });
	const containers = await docker.listContainers({ all: true });
	expect(await docker.info()).toMatchObject({ Containers: containers.length, CgroupDriver: 'cgroupfs' });
});

test('the list has what dockershim shows: names, labels, images by id, status in words', async () => {
	const all = await docker.listContainers({ all: true });
	const nginx = all.find((each) => each.Names[0]?.startsWith('/k8s_nginx_pause-test_default_'));
	const pause = all.find((each) => each.Names[0]?.startsWith('/k8s_POD_pause-test_default_'));
	expect(nginx).toMatchObject({
		Image: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
		State: 'running',
		Status: 'Up 26 minutes',
		HostConfig: { NetworkMode: `container:${pause?.Id}` },
		Labels: {
			'annotation.io.kubernetes.container.ports': '[{"containerPort":80,"protocol":"TCP"}]',
			'annotation.io.kubernetes.container.restartCount': '0',
			'io.kubernetes.docker.type': 'container',
			'io.kubernetes.sandbox.id': pause?.Id,
		},
	});
	expect(nginx?.Labels).not.toHaveProperty('app');
	expect(pause).toMatchObject({
		Image: 'registry.k8s.io/pause:3.9',
		Command: '/pause',
		Labels: { app: 'pause-test', 'io.kubernetes.container.name': 'POD', 'io.kubernetes.docker.type': 'podsandbox' },
		NetworkSettings: { Networks: { none: {} } },
	});
	const boom = all.find((each) => each.Names[0]?.startsWith('/k8s_boom_'));
	expect(boom?.Status).toMatch(/^Exited \(3\) \d+ seconds ago$/);
	expect(all.map((each) => each.Created)).toEqual(all.map((each) => each.Created).toSorted((a, b) => b - a));
	expect(all.find((each) => each.Names[0] === '/registry-cache')?.Labels).toEqual({});
});

test('filters: running only, by label, by name, by status', async () => {
	const running = await docker.listContainers();
	expect(running.every((each) => each.State === 'running')).toBe(true);
	const sandboxes = await docker.listContainers({
		all: true,
		filters: { label: ['io.kubernetes.docker.type=podsandbox', 'io.kubernetes.pod.name=done'] },
	});
	expect(sandboxes.map((each) => each.State)).toEqual(['exited']);
	expect(await docker.listContainers({ filters: { name: ['registry-cache'] } })).toHaveLength(1);
	const exited = await docker.listContainers({ filters: { status: ['exited'] } });
	expect(exited.length).toBeGreaterThan(0);
	expect(exited.every((each) => each.State === 'exited')).toBe(true);
});

test('inspect by a beginning of the id: modes, times with nanoseconds, an environment worth masking', async () => {
	const { id = '', pid } = node.findContainer('pause-test2', 'ghost') ?? {};
	const { id: pauseId } = node.findContainer('pause-test2') ?? {};
	const ghost = await docker.getContainer(id.slice(0, 12)).inspect();
	expect(ghost.Id).toBe(id);
	expect(ghost.State).toMatchObject({ Running: true, Pid: pid, FinishedAt: '0001-01-01T00:00:00Z' });
	expect(ghost.State.StartedAt).toMatch(/^2026-11-22T11:33:0\d\.\d{9}Z$/);
	expect(ghost.HostConfig).toMatchObject({
		NetworkMode: `container:${pauseId}`,
		IpcMode: `container:${pauseId}`,
		PidMode: `container:${pauseId}`,
		UTSMode: '',
		CgroupParent: expect.stringMatching(/^\/kubepods\/besteffort\/pod[0-9a-f-]{36}$/),
	});
	expect(ghost.Config.Env).toContain('database__connection__password=demo-not-a-real-secret');
	const main = await docker.getContainer(node.findContainer('on-host', 'main')?.id ?? '').inspect();
	expect(main.HostConfig).toMatchObject({ UTSMode: 'host', PidMode: '' });
	const pause = await docker.getContainer(node.findContainer('on-host')?.id ?? '').inspect();
	expect(pause.HostConfig).toMatchObject({ NetworkMode: 'host', IpcMode: 'shareable', UTSMode: '' });
});

test('404, 409 and 304 are said in the real words', async () => {
	await expect(docker.getContainer('feedbeef').inspect()).rejects.toMatchObject({
		statusCode: 404,
		json: { message: 'No such container: feedbeef' },
	});
	const done = docker.getContainer(node.findContainer('done', 'job')?.id ?? '');
	await expect(done.kill()).rejects.toMatchObject({ statusCode: 409 });
	await expect(done.stop()).rejects.toMatchObject({ statusCode: 304 });
	const nginx = docker.getContainer(node.findContainer('pause-test', 'nginx')?.id ?? '');
	await expect(nginx.remove()).rejects.toMatchObject({ statusCode: 409 });
});

test('the events stream replays from `since` and goes on; without prefix or with one', async () => {
	const since = clock.now() / 1000;
	const { id = '' } = node.findContainer('with-sidecar', 'app') ?? {};
	const stopped = node.run({ do: 'stop', id });
	await clock.advance(500);
	await stopped;
	const stream = await docker.getEvents({ since, filters: { type: ['container'], container: [id] } });
	const actions: string[] = [];
	let text = '';
	const seen = (count: number) =>
		new Promise<void>((resolve) => {
			const check = () => (actions.length >= count ? resolve() : stream.once('data', check));
			check();
		});
	stream.on('data', (chunk: Buffer) => {
		text += chunk.toString();
		const lines = text.split('\n');
		text = lines.pop() ?? '';
		for (const line of lines) actions.push((JSON.parse(line) as { Action: string }).Action);
	});
	await seen(3);
	expect(actions).toEqual(['kill', 'die', 'stop']);
	const removed = docker.getContainer(id).remove({ force: true });
	await seen(4);
	await removed;
	expect(actions[3]).toBe('destroy');
	(stream as unknown as { destroy(): void }).destroy();
});

test('logs come in frames', async () => {
	const ghost = docker.getContainer(node.findContainer('pause-test', 'ghost')?.id ?? '');
	const logs = (await ghost.logs({ stdout: true, tail: 1 })) as unknown as Buffer;
	expect(logs.subarray(8).toString()).toBe('INFO Listening on: 0.0.0.0:2368\n');
	expect(logs.readUInt32BE(4)).toBe(logs.length - 8);
});

test('docker restart of a pause makes new namespaces under the same id and leaves the app in the old ones', async () => {
	const { id = '' } = node.findContainer('pause-test') ?? {};
	const before = node.findContainer('pause-test', 'nginx');
	const restarted = node.run({ do: 'restart', id });
	await clock.advance(900);
	await restarted;
	expect(node.findContainer('pause-test')).toMatchObject({ id, attempt: 0 });
	expect(node.findContainer('pause-test', 'nginx')).toEqual(before);
});

test('the daemon goes away and comes back; containers live on, and deaths meanwhile are told afterwards', async () => {
	node.createPod({ name: 'brief', containers: [{ name: 'main', runsFor: 20_000 }] });
	await clock.advance(5000);
	const { pid: survivor } = node.findContainer('pause-test', 'nginx') ?? {};
	const { id = '', pid } = node.findContainer('brief', 'main') ?? {};
	await node.docker.stop();
	await expect(docker.ping()).rejects.toMatchObject({ code: 'ENOENT' });
	await expect(node.run({ do: 'stop', id: node.findContainer('pause-test')?.id ?? '' })).rejects.toThrow(/daemon/);
	await clock.advance(30_000);
	expect(existsSync(join(node.hostRoot, 'proc', String(pid)))).toBe(false);
	await node.docker.start();
	expect((await docker.ping()).toString()).toBe('OK');
	expect(node.findContainer('pause-test', 'nginx')?.pid).toBe(survivor);
	expect((await docker.getContainer(id).inspect()).State).toMatchObject({ Status: 'exited', ExitCode: 0 });
	await clock.advance(5000);
	expect(node.findContainer('brief', 'main')).toMatchObject({ attempt: 1, pid: expect.any(Number) });
});

test('a hanging daemon accepts and does not answer until it does', async () => {
	node.docker.hang(true);
	let answered = false;
	const ping = docker.ping().then(() => {
		answered = true;
	});
	const other = new Docker({ socketPath: node.dockerSocket, timeout: 200 });
	await expect(other.version()).rejects.toThrow();
	expect(answered).toBe(false);
	node.docker.hang(false);
	await ping;
	expect(answered).toBe(true);
});

test("bad filters and unknown pages are the caller's fault, not a crash", async () => {
	const ask = async (path: string) => {
		const call = request({ socketPath: node.dockerSocket, path }).end();
		const [response] = (await once(call, 'response')) as [IncomingMessage];
		response.resume();
		return response.statusCode;
	};
	expect(await ask('/v1.41/containers/json?filters=nonsense')).toBe(400);
	expect(await ask('/v1.41/nothing')).toBe(404);
	expect(await ask('/_ping')).toBe(200);
});
