import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { normalizeDockerInspected } from '../../../source/core/docker-container.ts';
import { type DockerScene, formatEventLine, isInspected, setDockerScene } from './docker-scene.ts';
import type { WireContainer } from './docker-server.ts';

let scene: DockerScene;
beforeEach(async () => {
	scene = await setDockerScene();
});
afterEach(() => scene.close());

describe('the first look', () => {
	test('lists at once, inspects everything in few observations, and ends with what docker inspect says', async () => {
		const run = scene.run();
		await scene.recorder.until(scene.allInspected);
		expect(scene.recorder.observations[0]).toMatchObject({ kind: 'runtime-listing', source: 'docker' });
		expect(scene.recorder.ofKind('runtime-listing')[0]?.records.length).toBe(scene.server.listed.length);
		expect(scene.recorder.ofKind('runtime-records').length).toBeLessThanOrEqual(3);
		expect(scene.inspections()).toBe(scene.server.listed.length);
		for (const [id, record] of scene.held())
			expect(record).toEqual(normalizeDockerInspected(scene.server.inspected.get(id)));
		scene.abort.abort();
		await run;
	});

	test('asks for the events before the listing, and for those since its own start', async () => {
		const before = Date.now();
		void scene.run();
		await scene.recorder.until(scene.allInspected);
		const order = scene.server.requests.map((path) => path.replace(/\?.*/, ''));
		expect(order.slice(0, 3)).toEqual(['/version', '/v1.41/events', '/v1.41/containers/json']);
		const events = new URL(scene.server.requests[1] ?? '', 'http://docker').searchParams;
		expect(events.get('filters')).toBe('{"type":["container"]}');
		expect(Number(events.get('since'))).toBeGreaterThanOrEqual(before / 1000);
		expect(Number(events.get('since'))).toBeLessThanOrEqual(Date.now() / 1000);
		expect(scene.server.requests[2]).toContain('all=true');
	});

	test('says where it reads, and what', async () => {
		void scene.run();
		expect(await scene.recorder.waitFor(({ kind }) => kind === 'health')).toMatchObject({
			health: 'live',
			endpoint: `unix://${scene.server.path}`,
			version: '20.10.24',
		});
	});

	test('without inspection no container is inspected, and exit codes come from the listing', async () => {
		void scene.run({ inspect: 'none', relistEvery: 1 });
		await scene.recorder.until(() => scene.recorder.ofKind('runtime-listing').length === 3);
		expect(scene.inspections()).toBe(0);
		expect([...scene.held().values()].some(({ exitCode }) => exitCode === 3)).toBe(true);
	});

	test.each([
		['1.41', '1.12', '/v1.41/'],
		['1.24', '1.12', '/v1.24/'],
		['9.99', '1.44', '/v1.51/'],
		['9.99', '9.0', '/v9.0/'],
	])('a daemon of API %s that takes %s and newer is asked with %s', async (ApiVersion, MinAPIVersion, prefix) => {
		scene.server.version = { Version: 'x', ApiVersion, MinAPIVersion };
		void scene.run();
		await scene.recorder.waitFor(({ kind }) => kind === 'runtime-listing');
		expect(scene.server.requests.slice(1).every((path) => path.startsWith(prefix))).toBe(true);
	});
});

describe('the listing that repairs', () => {
	test('keeps what inspections found, and inspects only what has changed', async () => {
		void scene.run({ relistEvery: 5 });
		await scene.recorder.until(scene.allInspected);
		const before = scene.inspections();
		const listings = scene.recorder.ofKind('runtime-listing').length;
		await scene.recorder.until(() => scene.recorder.ofKind('runtime-listing').length > listings + 2);
		expect(scene.recorder.ofKind('runtime-listing').at(-1)?.records.every(isInspected)).toBe(true);
		expect(scene.inspections()).toBe(before);
		const running = scene.server.listed.find(({ State }) => State === 'running') as WireContainer;
		scene.server.inspected.set(running.Id, {
			...scene.server.inspected.get(running.Id),
			Id: running.Id,
			State: { Status: 'exited', ExitCode: 5 },
		});
		running.State = 'exited';
		running.Status = 'Exited (5) 1 second ago';
		await scene.recorder.until(() => scene.inspections() > before);
		await scene.recorder.until(() => scene.held().get(running.Id)?.exitCode === 5);
		expect(scene.inspections()).toBe(before + 1);
	});

	test('drops what is no longer there', async () => {
		void scene.run({ relistEvery: 5 });
		await scene.recorder.until(scene.allInspected);
		const gone = scene.server.listed.shift() as WireContainer;
		await scene.recorder.until(() => !scene.held().has(gone.Id));
	});

	test('does not bring back what was destroyed while it was under way', async () => {
		const answers: (() => void)[] = [];
		void scene.run({ relistEvery: 60_000 });
		await scene.recorder.until(scene.allInspected);
		const gone = scene.first();
		const stale = JSON.stringify(scene.server.listed);
		scene.server.intercept = (request, response) => {
			if (!request.url?.includes('/containers/json')) return false;
			answers.push(() => response.writeHead(200).end(stale));
			scene.server.writeEvents(formatEventLine('destroy', gone.Id, '1795301754634855484'));
			return true;
		};
		// a line that cannot be read makes it list
		scene.server.writeEvents('not JSON\n');
		await scene.recorder.until(() => !scene.held().has(gone.Id));
		for (const answer of answers) answer();
		await scene.recorder.until(() => scene.recorder.ofKind('runtime-listing').length === 2);
		expect(scene.held().has(gone.Id)).toBe(false);
		expect(scene.held().size).toBe(scene.server.listed.length - 1);
	});
});

describe('a lost stream', () => {
	test('ends the run; the next one goes on from the last event, lists anew and tells nothing twice', async () => {
		const source = scene.create();
		const lost = source.run(scene.recorder.emit, scene.abort.signal);
		await scene.recorder.until(scene.allInspected);
		scene.server.writeEvents(formatEventLine('stop', scene.first().Id, '1795301754634855483'));
		await scene.recorder.waitFor(({ kind }) => kind === 'events');
		// the next event breaks off in the middle of its line
		scene.server.writeEvents(formatEventLine('start', scene.first().Id, '1795301755000000001').slice(0, 40));
		scene.server.cutEvents();
		await expect(lost).rejects.toMatchObject({ name: 'SourceError', remedy: expect.stringMatching(/\S/) });
		void source.run(scene.recorder.emit, scene.abort.signal);
		await scene.recorder.until(() => scene.recorder.ofKind('runtime-listing').length === 2);
		expect(scene.server.requests.filter((path) => path.includes('/events')).length).toBe(2);
		const since = scene.server.requests.findLast((path) => path.includes('/events'));
		expect(new URL(since ?? '', 'http://docker').searchParams.get('since')).toBe('1795301753.634855483');
		scene.server.writeEvents(formatEventLine('stop', scene.first().Id, '1795301754634855483'));
		scene.server.writeEvents(formatEventLine('start', scene.first().Id, '1795301755000000001'));
		const told = () => scene.recorder.ofKind('events').flatMap(({ events }) => events.map(({ type }) => type));
		await scene.recorder.until(() => told().includes('start'));
		expect(told()).toEqual(['stop', 'start']);
	});
});
