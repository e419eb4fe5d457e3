import { describe, expect, test } from 'vitest';
import { normalizeDockerEvent, parseDockerEventLine, selectEventNanoseconds } from '../../source/core/docker-event.ts';
import type { RuntimeRecord } from '../../source/core/runtime-record.ts';
import { readFixture } from '../adapters/docker/docker-server.ts';

const lines = (await readFixture('events-stop.jsonl')).trim().split('\n');
const wires = lines.map(parseDockerEventLine);
const events = wires.map((wire) => normalizeDockerEvent(wire)).filter((event) => event !== undefined);

describe('the recorded events of a stopped pause', () => {
	test('become a timeline of containers and sandboxes, in order, without the networks', () => {
		const story = events.map(
			({ type, role, container, attempt, exitCode, signal }) =>
				`${type} ${role} ${container ?? ''}#${attempt} ${exitCode ?? ''}${signal ? `signal ${signal}` : ''}`,
		);
		expect(story).toEqual([
			'create container boom#3 ',
			'start container boom#3 ',
			'kill sandbox #0 signal 15',
			'die container ghost#0 137',
			'die container nginx#0 137',
			'die container busybox#0 137',
			'die sandbox #0 0',
			'stop sandbox #0 ',
			'create sandbox #1 ',
			'start sandbox #1 ',
			'create container nginx#1 ',
			'start container nginx#1 ',
			'create container ghost#1 ',
			'start container ghost#1 ',
			'create container busybox#1 ',
			'start container busybox#1 ',
			'die container boom#3 3',
			'destroy container boom#2 ',
		]);
	});

	test('carry whom they are about, the exact time and a key of their own', () => {
		expect(events[2]).toEqual({
			key: 'docker:1795301754634855482:ddeb01de51d4:kill',
			at: 1795301754634,
			source: 'docker',
			type: 'kill',
			id: 'ddeb01de51d4fe583e3d001d2732a2f38e77bc291b7481e36a97106fc59e92be',
			signal: 15,
			exitCode: undefined,
			kubeNamespace: 'default',
			pod: 'pause-test2',
			podUid: '367ed0f8-7b84-4fc8-bc10-ff5fb9cc03e8',
			container: undefined,
			role: 'sandbox',
			attempt: 0,
			sandboxId: undefined,
		});
		expect(events[3]?.sandboxId).toBe(events[2]?.id);
		expect(new Set(events.map(({ key }) => key)).size).toBe(events.length);
	});
});

const event = (fields: Record<string, unknown>) => ({
	Type: 'container',
	Action: 'die',
	Actor: { ID: 'abc', Attributes: {} },
	timeNano: '1795301754634855482',
	...fields,
});

test.each([
	'exec_create: sh -c true',
	'exec_start: sh -c true',
	'exec_die',
	'top',
	'attach',
	'resize',
	'health_status: healthy',
])('%s is not for the timeline', (action) => {
	expect(normalizeDockerEvent(event({ Action: action }))).toBeUndefined();
});

test.each([
	'create',
	'start',
	'restart',
	'stop',
	'die',
	'kill',
	'oom',
	'pause',
	'unpause',
	'rename',
	'update',
	'destroy',
])('%s is for the timeline', (action) => {
	expect(normalizeDockerEvent(event({ Action: action }))?.type).toBe(action);
});

test('a container of no pod is told by its name', () => {
	const wire = event({ Actor: { ID: 'abc', Attributes: { name: 'registry', exitCode: '4' } } });
	expect(normalizeDockerEvent(wire)).toMatchObject({ message: 'registry', exitCode: 4 });
	expect(normalizeDockerEvent(wire)).not.toHaveProperty('pod');
});

test("a container's own labels are not taken for Docker's attributes", () => {
	const wire = event({ Action: 'start', Actor: { ID: 'abc', Attributes: { signal: '9', exitCode: '1' } } });
	expect(normalizeDockerEvent(wire)).toMatchObject({ signal: undefined, exitCode: undefined });
});

test.each([
	undefined,
	null,
	5,
	[[]],
	{},
	{ Type: 'network' },
	event({ Actor: null }),
	event({ timeNano: 'x' }),
	event({ Action: 5 }),
])('%j is no event', (wire) => {
	expect(normalizeDockerEvent(wire)).toBeUndefined();
});

describe('nanoseconds', () => {
	test('keep all their digits, which a JSON number would lose', () => {
		const line = '{"Actor":{"Attributes":{"x":"\\"timeNano\\":1"}},"timeNano":1795301754634855483}';
		expect(selectEventNanoseconds(parseDockerEventLine(line))).toBe('1795301754634855483');
	});

	test('come from whole seconds where there is nothing better', () => {
		expect(selectEventNanoseconds({ time: 1795301754 })).toBe('1795301754000000000');
		expect(selectEventNanoseconds({ time: 1795301754, timeNano: Number.POSITIVE_INFINITY })).toBe(
			'1795301754000000000',
		);
		expect(selectEventNanoseconds({})).toBeUndefined();
	});

	test('a line that is not JSON throws', () => {
		expect(() => parseDockerEventLine('{"Type":"conta')).toThrow(SyntaxError);
	});
});

test('of a container that is known it has the very texts of its record, not copies of them', () => {
	const [wire] = wires.filter((each) => normalizeDockerEvent(each)?.type === 'die');
	const told = normalizeDockerEvent(wire);
	const record: RuntimeRecord = {
		...{
			id: `${told?.id}`,
			runtime: 'docker',
			name: 'k8s_ghost_renamed_default_367ed0f8_0',
			state: 'running',
			labels: {},
		},
	};
	const event = normalizeDockerEvent(wire, (id) => (id === record.id ? record : undefined));
	expect(event).toMatchObject({ key: told?.key, id: told?.id, exitCode: 137, container: 'ghost', pod: 'renamed' });
});
