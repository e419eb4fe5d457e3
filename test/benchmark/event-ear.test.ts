import { expect, test } from 'vitest';
import { createEventEar, parseEventLine } from './event-ear.ts';

const id = '4f'.repeat(32);

/** As docker 28.2 prints them from an engine 20.10. */
function line(action: string, container = id, name = 'k8s_nginx_web-1_default_uid_0'): string {
	const Actor = { ID: container, Attributes: { image: 'nginx', name } };
	const time = { scope: 'local', time: 1_700_000_000, timeNano: 'NANO' };
	return JSON.stringify({
		status: action,
		id: container,
		from: 'nginx',
		Type: 'container',
		Action: action,
		Actor,
		...time,
	}).replace('"NANO"', '1700000000123456789');
}

test('a line tells what happened to which container, and when', () => {
	const event = parseEventLine(line('exec_create: sh -c true'));
	expect(event).toMatchObject({ action: 'exec_create: sh -c true', id, name: 'k8s_nginx_web-1_default_uid_0' });
	expect(event?.at).toBeCloseTo(1_700_000_000_123.456, 2);
});

test('lines about other things than containers, and empty ones, tell nothing', () => {
	expect(parseEventLine('')).toBeUndefined();
	const network = {
		Type: 'network',
		Action: 'connect',
		Actor: { ID: 'a', Attributes: { container: id } },
		timeNano: 1,
	};
	expect(parseEventLine(JSON.stringify(network))).toBeUndefined();
});

test('an event is heard by id or name, once, with the time at which it came in, and all are counted', async () => {
	const ear = createEventEar();
	const byId = ear.hear('die', id);
	const byName = ear.hear('start', 'web');
	ear.take(line('kill'), 1);
	ear.take(line('die', '00'.repeat(32)), 2);
	ear.take(line('die'), 3);
	ear.take(line('die'), 4);
	ear.take(line('start', '11'.repeat(32), 'web'), 5);
	expect([(await byId).heardAt, (await byName).heardAt]).toEqual([3, 5]);
	expect([ear.count(), ear.lastAt()]).toEqual([5, 5]);
});
