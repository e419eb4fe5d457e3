import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Clock } from '../../../source/core/clock.ts';
import { realClock } from '../real-clock.ts';
import { type CriScene, setCriScene } from './cri-scene.ts';
import type { CriServer, Wire } from './cri-server.ts';
import { type RecordedEvent, readRecordedEvents, readRecordedListing, show } from './recorded.ts';

let scene: CriScene;

afterEach(() => scene.close());

const before = readRecordedListing('before');
const after = readRecordedListing('after');
const nameOf = ({ metadata }: Wire) => metadata as { name: string; attempt: number };
const idOf = (items: readonly Wire[], name: string, attempt = 0) =>
	items.find((item) => nameOf(item).name === name && nameOf(item).attempt === attempt)?.id ?? '';
const send = (server: CriServer, { type, body, timestamp }: RecordedEvent) =>
	server.sendContainerd(type, body, timestamp);
const listen = (method: string) => scene.recorder.until(() => (scene.server.streams.get(method)?.size ?? 0) > 0);
const seconds = (now: number) => ({ seconds: String(now), nanos: 5_000_000 });

async function startListed(options?: Parameters<CriScene['run']>[0]): Promise<void> {
	void scene.run(options);
	await scene.recorder.waitFor((seen) => seen.kind === 'health' && seen.health === 'live');
}

describe("containerd's events", () => {
	beforeEach(async () => {
		scene = await setCriScene();
		show(scene.server, before);
	});

	test('of a recorded kill tell the story, in order, each once', async () => {
		const { server, recorder } = scene;
		await startListed();
		await listen('Subscribe');
		show(server, after);
		for (const event of readRecordedEvents()) send(server, event);
		const sandbox = idOf(after.sandboxes, 'pause-test', 1);
		const nginx = idOf(after.containers, 'nginx', 1);
		await recorder.until(() => scene.told(nginx).includes('start') && scene.held().get(sandbox)?.pid !== undefined);
		expect(scene.told(idOf(before.sandboxes, 'pause-test'))).toEqual(['exit']);
		expect(scene.told(idOf(before.containers, 'ghost'))).toEqual(['exit']);
		expect(scene.told(sandbox)).toEqual(['create', 'start']);
		expect(scene.told(nginx)).toEqual(['create', 'start']);
		const events = recorder.ofKind('events').flatMap((seen) => seen.events);
		expect(new Set(events.map(({ key }) => key)).size).toBe(events.length);
		expect(events.find(({ id, type }) => id === nginx && type === 'start')).toMatchObject({
			at: 1795302398375,
			source: 'containerd',
			role: 'container',
			pod: 'pause-test',
			kubeNamespace: 'default',
			container: 'nginx',
			attempt: 1,
			sandboxId: sandbox,
		});
		const exit = events.find(({ id, type }) => id === idOf(before.sandboxes, 'pause-test') && type === 'exit');
		expect(exit).toMatchObject({ role: 'sandbox', attempt: 0, exitCode: 137, at: 1795302397290 });
		expect(scene.held().get(idOf(before.sandboxes, 'pause-test'))?.state).toBe('notready');
	});

	test('re-read only what they touch', async () => {
		const { server, recorder } = scene;
		await startListed({ inspect: 'none' });
		await listen('Subscribe');
		const id = idOf(before.containers, 'nginx');
		server.calls.length = 0;
		server.containers = before.containers.map((item) =>
			item.id === id ? { ...item, state: 'CONTAINER_EXITED' } : item,
		);
		server.sendContainerd('TaskExit', { container_id: id, id, exit_status: 3 }, seconds(1795302400));
		await recorder.until(() => scene.held().get(id)?.state === 'exited');
		expect(server.calls).toEqual([`ListContainers ${id}`]);
	});

	test('are believed only when the listing shows them: it is asked again until it does', async () => {
		const { server, recorder } = scene;
		await startListed();
		await listen('Subscribe');
		const id = idOf(before.containers, 'nginx');
		let asked = 0;
		server.deviate = (method, about) => {
			if (method !== 'ListContainers' || about !== id || ++asked < 3) return undefined;
			const ended = { ...before.containers.find((item) => item.id === id), id, state: 'CONTAINER_EXITED' };
			server.containers = [ended];
			server.statuses.set(id, {
				status: { state: 'CONTAINER_EXITED', exitCode: 3, finishedAt: '1795302400005000000' },
			});
			return undefined;
		};
		server.sendContainerd('TaskExit', { container_id: id, id, exit_status: 3 }, seconds(1795302400));
		await recorder.until(() => scene.held().get(id)?.exitCode === 3);
		expect(scene.held().get(id)).toMatchObject({ state: 'exited', finishedAt: 1795302400005 });
		expect(asked).toBeGreaterThanOrEqual(3);
	});

	test('about an exec are nobody’s business', async () => {
		const { server, recorder } = scene;
		await startListed();
		await listen('Subscribe');
		const [id, other] = [idOf(before.containers, 'nginx'), idOf(before.containers, 'ghost')];
		server.sendContainerd('TaskExecStarted', { container_id: id, exec_id: 'probe', pid: 7 }, seconds(1795302400));
		server.sendContainerd('TaskExit', { container_id: id, id: 'probe', exit_status: 1 }, seconds(1795302400));
		server.sendContainerd('TaskDelete', { container_id: id, id: 'probe' }, seconds(1795302400));
		server.sendContainerd('TaskOOM', { container_id: other }, seconds(1795302401));
		await recorder.until(() => scene.told(other).length > 0);
		expect(scene.told(id)).toEqual([]);
	});

	test('about memory come once a second, however often it runs out', async () => {
		const { server, recorder } = scene;
		await startListed();
		await listen('Subscribe');
		const id = idOf(before.containers, 'nginx');
		for (const nanos of [1, 2, 3])
			server.sendContainerd('TaskOOM', { container_id: id }, { seconds: '1795302400', nanos });
		server.sendContainerd('TaskOOM', { container_id: id }, seconds(1795302401));
		await recorder.until(() => scene.told(id).length === 2);
		expect(scene.told(id)).toEqual(['oom', 'oom']);
	});

	test('that break off end the source, which fills the gap when it runs again', async () => {
		const { server, recorder } = scene;
		const source = scene.create();
		const broken = source.run(recorder.emit, scene.abort.signal).catch((error) => error);
		await listen('Subscribe');
		await recorder.until(() => scene.held().get(idOf(before.sandboxes, 'pause-test'))?.pid !== undefined);
		await server.stop();
		expect(await broken).toMatchObject({
			name: 'SourceError',
			message: `containerd at ${server.path} closed the connection`,
			remedy: expect.stringMatching(/\S/),
		});
		const id = idOf(before.containers, 'nginx');
		server.containers = before.containers.map((item) =>
			item.id === id ? { ...item, state: 'CONTAINER_EXITED' } : item,
		);
		server.statuses.set(id, { status: { exitCode: 137, finishedAt: '1795302400000000000' } });
		server.sandboxes = before.sandboxes.filter((item) => nameOf(item).name !== 'on-host');
		await server.start();
		void source.run(recorder.emit, scene.abort.signal);
		await recorder.until(() => scene.told(id).length > 0);
		const gone = idOf(before.sandboxes, 'on-host');
		expect(scene.told(id)).toEqual(['exit']);
		expect(scene.told(gone)).toEqual(['delete']);
		expect(recorder.ofKind('events').flatMap(({ events }) => events.filter((event) => event.id === id))).toMatchObject([
			{ at: 1795302400000, exitCode: 137, container: 'nginx' },
		]);
	});

	test('of somebody that CRI does not know are told after a moment', async () => {
		const { server, recorder } = scene;
		await startListed({ clock: impatient });
		await listen('Subscribe');
		const id = 'e'.repeat(64);
		server.sendContainerd('TaskExit', { container_id: id, id, exit_status: 2 }, seconds(1795302400));
		await recorder.until(() => scene.told(id).length > 0);
		expect(recorder.ofKind('events').at(-1)?.events).toMatchObject([{ id, type: 'exit', exitCode: 2 }]);
	});
});

/** Time passes at once, but not for the listings, which would then be asked for without end. */
const impatient: Clock = {
	now: realClock.now,
	sleep: (milliseconds, signal) => realClock.sleep(milliseconds >= 5_000 ? milliseconds : 1, signal),
};

describe('a runtime without events of its own', () => {
	test.each(['off', 'unimplemented'] as const)('(%s) is listed again, and quietly so', async (criEvents) => {
		scene = await setCriScene({ containerd: false, criEvents });
		const { server, recorder } = scene;
		server.version = { runtimeName: 'cri-o', runtimeVersion: '1.30.1' };
		show(server, before);
		await startListed({ clock: impatient, name: 'cri-o' });
		show(server, after);
		const sandbox = idOf(after.sandboxes, 'pause-test', 1);
		await recorder.until(() => scene.held().get(sandbox)?.pid !== undefined && scene.told(sandbox).length > 0);
		expect(scene.told(sandbox)).toEqual(['create']);
		expect(scene.told(idOf(before.sandboxes, 'pause-test'))).toEqual(['exit']);
		await recorder.until(() => scene.told(idOf(after.containers, 'nginx', 1)).length === 2);
		expect(scene.told(idOf(after.containers, 'nginx', 1))).toEqual(['create', 'start']);
		expect(recorder.ofKind('health').map(({ health }) => health)).toEqual(['live']);
	});

	test('is not listed to the reader again when nothing has changed', async () => {
		scene = await setCriScene({ containerd: false });
		const { server, recorder } = scene;
		server.version = { runtimeName: 'cri-o', runtimeVersion: '1.30.1' };
		show(server, before);
		await startListed({ clock: impatient, inspect: 'none' });
		const lists = () => server.calls.filter((call) => call === 'ListContainers').length;
		const seen = new Promise<void>((resolve) => {
			server.deviate = () => (lists() > 4 ? void resolve() : undefined);
		});
		await seen;
		expect(recorder.ofKind('runtime-listing')).toHaveLength(1);
	});
});

describe("CRI's own events", () => {
	test('are read where any number of readers may', async () => {
		scene = await setCriScene({ containerd: false, criEvents: 'on' });
		const { server, recorder } = scene;
		server.version = { runtimeName: 'containerd', runtimeVersion: 'v2.1.0' };
		show(server, before);
		await startListed();
		await listen('GetContainerEvents');
		show(server, after);
		const id = idOf(before.containers, 'nginx');
		server.sendCri({
			containerId: id,
			containerEventType: 'CONTAINER_STOPPED_EVENT',
			createdAt: '1795302397267599559',
			containersStatuses: [{ id, state: 'CONTAINER_EXITED', exitCode: 137 }],
		});
		await recorder.until(() => scene.held().get(id)?.state === 'exited');
		expect(recorder.ofKind('events')[0]?.events).toMatchObject([
			{ type: 'exit', id, exitCode: 137, at: 1795302397267, container: 'nginx' },
		]);
	});

	test.each([
		['containerd', '1.7.27'],
		['cri-o', '1.26.4'],
		['docker', '25.0.3'],
	])('are left to the kubelet where there is one reader only: %s %s', async (runtimeName, runtimeVersion) => {
		scene = await setCriScene({ containerd: false, criEvents: 'on' });
		scene.server.version = { runtimeName, runtimeVersion };
		show(scene.server, before);
		await startListed({ clock: impatient });
		const lists = () => scene.server.calls.filter((call) => call === 'ListContainers').length;
		await new Promise<void>((resolve) => {
			scene.server.deviate = () => (lists() > 2 ? void resolve() : undefined);
		});
		expect(scene.server.calls).not.toContain('GetContainerEvents');
	});
});
