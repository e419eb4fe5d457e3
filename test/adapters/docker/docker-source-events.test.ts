import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DockerScene, formatEventLine, setDockerScene } from './docker-scene.ts';
import { readFixture, type WireContainer } from './docker-server.ts';

let scene: DockerScene;
beforeEach(async () => {
	scene = await setDockerScene();
});
afterEach(() => scene.close());

describe('an event', () => {
	test('goes to the timeline, and its container alone is inspected again', async () => {
		void scene.run();
		await scene.recorder.until(scene.allInspected);
		const before = scene.inspections();
		const wire = scene.server.inspected.get(scene.first().Id) as WireContainer;
		const State = {
			Status: 'exited',
			ExitCode: 9,
			StartedAt: '2026-11-21T23:09:01.025645082Z',
			FinishedAt: '2026-11-22T00:00:00.5Z',
		};
		scene.server.inspected.set(wire.Id, { ...wire, State });
		scene.server.writeEvents(formatEventLine('die', wire.Id, '1795301754634855483', { exitCode: '9' }));
		await scene.recorder.until(() => scene.held().get(wire.Id)?.exitCode === 9);
		expect(scene.held().get(wire.Id)).toMatchObject({
			state: 'exited',
			finishedAt: Date.UTC(2026, 10, 22, 0, 0, 0, 500),
		});
		expect(scene.recorder.ofKind('events').flatMap(({ events }) => events)).toMatchObject([
			{ type: 'die', exitCode: 9, at: 1795301754634, key: `docker:1795301754634855483:${wire.Id.slice(0, 12)}:die` },
		]);
		expect(scene.inspections()).toBe(before + 1);
	});

	test('of a new container brings it in', async () => {
		const added = {
			...(scene.server.inspected.get(scene.first().Id) as WireContainer),
			Id: 'f'.repeat(64),
			Name: '/new',
		};
		void scene.run();
		await scene.recorder.until(scene.allInspected);
		scene.server.inspected.set(added.Id, added);
		scene.server.writeEvents(formatEventLine('create', added.Id, '1795301754634855483'));
		await scene.recorder.until(() => scene.held().has(added.Id));
		expect(scene.held().get(added.Id)?.name).toBe('new');
	});

	test.each(['destroy', 'remove'])('that says `%s` takes it out, without asking', async (action) => {
		void scene.run();
		await scene.recorder.until(scene.allInspected);
		const before = scene.inspections();
		scene.server.writeEvents(formatEventLine(action, scene.first().Id, '1795301754634855483'));
		await scene.recorder.until(() => !scene.held().has(scene.first().Id));
		expect(scene.inspections()).toBe(before);
	});

	test('of a container that has vanished meanwhile takes it out', async () => {
		void scene.run();
		await scene.recorder.until(scene.allInspected);
		scene.server.inspected.delete(scene.first().Id);
		scene.server.writeEvents(formatEventLine('die', scene.first().Id, '1795301754634855483'));
		await scene.recorder.until(() => !scene.held().has(scene.first().Id));
		expect(scene.recorder.ofKind('runtime-records').at(-1)?.gone).toEqual([scene.first().Id]);
	});

	test('of an exec probe is nobody’s concern', async () => {
		void scene.run();
		await scene.recorder.until(scene.allInspected);
		const before = scene.inspections();
		scene.server.writeEvents(formatEventLine('exec_start: true', scene.first().Id, '1795301754634855481'));
		scene.server.writeEvents(formatEventLine('stop', scene.first().Id, '1795301754634855482'));
		await scene.recorder.waitFor(({ kind }) => kind === 'events');
		await scene.recorder.until(() => scene.inspections() === before + 1);
		expect(scene.recorder.ofKind('events').flatMap(({ events }) => events.map(({ type }) => type))).toEqual(['stop']);
	});

	test('without inspection makes it list again', async () => {
		void scene.run({ inspect: 'none' });
		await scene.recorder.waitFor(({ kind }) => kind === 'runtime-listing');
		scene.server.listed[0] = { ...scene.first(), State: 'exited', Status: 'Exited (7) 1 second ago' };
		scene.server.writeEvents(formatEventLine('die', scene.first().Id, '1795301754634855483'));
		await scene.recorder.until(() => scene.held().get(scene.first().Id)?.exitCode === 7);
	});

	test('that is not JSON makes it list again, and the next one is read', async () => {
		void scene.run();
		await scene.recorder.until(scene.allInspected);
		scene.server.writeEvents('{"Type":"container","Act\n');
		await scene.recorder.until(() => scene.recorder.ofKind('runtime-listing').length === 2);
		scene.server.writeEvents(formatEventLine('stop', scene.first().Id, '1795301754634855483'));
		await scene.recorder.waitFor(({ kind }) => kind === 'events');
	});

	test('may come in pieces, cut anywhere', async () => {
		void scene.run();
		await scene.recorder.until(scene.allInspected);
		const text = Buffer.from(formatEventLine('create', 'ab'.repeat(32), '1795301754634855483', { name: 'käse' }));
		const cut = text.indexOf(Buffer.from('ä')) + 1;
		for (const piece of [text.subarray(0, 5), text.subarray(5, cut), text.subarray(cut)]) {
			scene.server.writeEvents(piece);
			await new Promise((resolve) => setImmediate(resolve));
		}
		await scene.recorder.waitFor(({ kind }) => kind === 'events');
		expect(scene.recorder.ofKind('events')[0]?.events[0]).toMatchObject({ message: 'käse' });
	});
});

describe('the recorded events of a stopped pause', () => {
	test('all arrive, in order', async () => {
		void scene.run();
		await scene.recorder.until(scene.allInspected);
		scene.server.writeEvents(await readFixture('events-stop.jsonl'));
		const told = () => scene.recorder.ofKind('events').flatMap(({ events }) => events);
		await scene.recorder.until(() => told().some(({ type }) => type === 'destroy'));
		expect(told().length).toBe(18);
		expect(told().map(({ at }) => at)).toEqual(
			told()
				.map(({ at }) => at)
				.toSorted((a, b) => a - b),
		);
	});
});
