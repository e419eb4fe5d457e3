import { describe, expect, test } from 'vitest';
import { normalizeDockerInspected, normalizeDockerListed } from '../../source/core/docker-container.ts';
import { readFixture } from '../adapters/docker/docker-server.ts';

type Wire = {
	Id: string;
	Names: string[];
	Name: string;
	Created: string;
	State: { Status: string; Running: boolean; Pid: number; ExitCode: number; StartedAt: string; FinishedAt: string };
};
const listed = JSON.parse(await readFixture('containers.json')) as Wire[];
const inspected = JSON.parse(await readFixture('inspect.json')) as Wire[];
const inspectionOf = (id: string) => inspected.find((wire) => wire.Id === id) as Wire;
const named = (wires: Wire[], part: string) =>
	wires.find((wire) => (wire.Name ?? wire.Names[0]).includes(part)) as Wire;

describe('a recorded listing', () => {
	test('an exited container has its exit code from the status, and no times but the creation', () => {
		const record = normalizeDockerListed(named(listed, '_boom_crasher_'));
		expect(record).toMatchObject({
			id: expect.stringMatching(/^[0-9a-f]{64}$/),
			runtime: 'docker',
			name: 'k8s_boom_crasher_default_84d06d88-2c9e-4b0b-bf9f-21f3e3e89244_1',
			state: 'exited',
			exitCode: 3,
		});
		expect(record.labels['io.kubernetes.pod.name']).toBe('crasher');
		expect(record.createdAt).toBe(Date.UTC(2026, 10, 21, 23, 9, 0));
		expect([record.startedAt, record.finishedAt, record.oomKilled, record.pid]).toEqual(Array(4).fill(undefined));
	});

	test('a container joins the network namespace of its pause; the pause joins none', () => {
		const pause = normalizeDockerListed(named(listed, '_POD_pause-test2_'));
		expect(normalizeDockerListed(named(listed, '_nginx_pause-test2_')).joins).toEqual({ net: pause.id });
		expect(pause.joins).toBeUndefined();
		expect(pause.image).toBe('registry.k8s.io/pause:3.9');
	});

	test('tells the same as the inspection of the same container', () => {
		for (const wire of listed) {
			const record = normalizeDockerListed(wire);
			const { id, name, labels, state, image, joins, exitCode } = normalizeDockerInspected(inspectionOf(wire.Id));
			expect(record).toMatchObject({ id, name, labels, state, exitCode });
			expect([record.image, record.joins?.net]).toEqual([image, joins?.net]);
		}
		expect(listed.length).toBeGreaterThan(10);
	});
});

describe('a recorded inspection', () => {
	test('its times are those of docker inspect, cut to milliseconds', () => {
		expect(normalizeDockerInspected(named(inspected, '_boom_crasher_'))).toMatchObject({
			startedAt: Date.UTC(2026, 10, 21, 23, 9, 0, 917),
			finishedAt: Date.UTC(2026, 10, 21, 23, 9, 2, 910),
			exitCode: 3,
			oomKilled: false,
		});
	});

	test('only a container that runs has a pid, only one that ended an end', () => {
		for (const wire of inspected) {
			const { pid, finishedAt, exitCode, startedAt } = normalizeDockerInspected(wire);
			const ended = wire.State.Status === 'exited';
			expect(pid).toBe(ended ? undefined : wire.State.Pid);
			expect(exitCode).toBe(ended ? wire.State.ExitCode : undefined);
			expect(finishedAt !== undefined).toBe(ended);
			expect(startedAt).toBeGreaterThan(Date.UTC(2026, 10, 21));
		}
	});

	test('labels and joins that are known are not kept twice', () => {
		for (const wire of inspected) {
			const before = normalizeDockerInspected(wire);
			const record = normalizeDockerInspected(wire, before);
			expect(record).toEqual(before);
			expect(record.labels).toBe(before.labels);
			expect(record.joins).toBe(before.joins);
		}
	});

	test('the image is the one that docker ps prints', () => {
		const record = normalizeDockerInspected(inspected[0], {
			...normalizeDockerListed(listed[0]),
			image: 'sha256:moved',
		});
		expect(record.image).toBe('sha256:moved');
	});
});

describe('states that are not in the recording', () => {
	const inspect = (state: Record<string, unknown>) => normalizeDockerInspected({ Id: 'a', Name: '/a', State: state });
	const zero = '0001-01-01T00:00:00Z';

	test('a container that runs again does not show how the run before ended', () => {
		const state = {
			Status: 'running',
			ExitCode: 137,
			StartedAt: '2026-01-02T00:00:00Z',
			FinishedAt: '2026-01-01T00:00:00Z',
		};
		expect(inspect(state)).toMatchObject({ state: 'running', finishedAt: undefined, exitCode: undefined });
	});

	test('a container that was never started has no times and no exit code', () => {
		const record = inspect({ Status: 'created', ExitCode: 0, StartedAt: zero, FinishedAt: zero, Pid: 0 });
		expect(record).toMatchObject({
			state: 'created',
			startedAt: undefined,
			finishedAt: undefined,
			exitCode: undefined,
		});
		expect(record.pid).toBeUndefined();
	});

	test('one that could not be started keeps the code that says so', () => {
		expect(inspect({ Status: 'created', ExitCode: 128, StartedAt: zero, FinishedAt: zero }).exitCode).toBe(128);
	});

	test('one killed for its memory says so', () => {
		expect(inspect({ Status: 'exited', ExitCode: 137, OOMKilled: true })).toMatchObject({
			oomKilled: true,
			exitCode: 137,
		});
	});

	test.each([
		['paused', 'paused'],
		['restarting', 'restarting'],
		['removing', 'removing'],
		['dead', 'dead'],
		['configured', 'created'],
		['stopped', 'exited'],
		['constructor', 'unknown'],
		['brand-new', 'unknown'],
		[undefined, 'unknown'],
		[7, 'unknown'],
	])('%s is %s', (word, state) => {
		expect(normalizeDockerListed({ Id: 'a', State: word }).state).toBe(state);
		expect(inspect({ Status: word }).state).toBe(state);
	});
});

describe('answers that are not as they should be', () => {
	test.each([
		undefined,
		null,
		5,
		'text',
		[[]],
		{},
		{ Names: null, Labels: 5, HostConfig: [], State: {}, Created: 'x' },
	])('%j does not crash', (wire) => {
		const empty = { id: '', name: '', labels: {}, state: 'unknown', createdAt: undefined, joins: undefined };
		expect(normalizeDockerListed(wire)).toMatchObject(empty);
		expect(normalizeDockerInspected(wire)).toMatchObject(empty);
	});

	test('a label that is no text is left out, an unknown field is no matter', () => {
		const record = normalizeDockerListed({ Id: 'a', Labels: { good: 'x', bad: 5, worse: null }, Novelty: { a: 1 } });
		expect(record.labels).toEqual({ good: 'x' });
	});

	test('the own name is chosen among the names of links, whatever the order', () => {
		expect(normalizeDockerListed({ Id: 'a', Names: ['/other/alias', '/own'] }).name).toBe('own');
	});

	test('the time of an unknown creation is unknown', () => {
		expect(normalizeDockerListed({ Id: 'a', Created: -62135596800 }).createdAt).toBeUndefined();
		expect(normalizeDockerListed({ Id: 'a', Created: 0 }).createdAt).toBeUndefined();
	});
});
