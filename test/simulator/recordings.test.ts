import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { readInodes } from './proc-inodes.ts';
import { record } from './record.ts';
import type { RecordedEvent, Recording } from './recording.ts';
import { createReplay, recordedPods } from './replay.ts';

type Running = Awaited<ReturnType<typeof createReplay>>;

let replay: Running | undefined;

afterEach(async () => {
	await replay?.node.close();
	replay = undefined;
});

function readRecording(name: string): Recording {
	return JSON.parse(readFileSync(new URL(`../fixtures/simulator/${name}.json`, import.meta.url), 'utf8')) as Recording;
}

/** A node with the recorded pod, up for as long as the real one was. */
async function prepare(pod: string): Promise<Running> {
	replay = await createReplay();
	replay.node.createPod(recordedPods[pod] as (typeof recordedPods)[string]);
	await replay.clock.advance(47_000);
	return replay;
}

async function act({ node, clock }: Running, action: 'stop' | 'kill' | 'remove', pod: string, container?: string) {
	const done = node.run({ do: action, id: node.findContainer(pod, container)?.id ?? '' });
	await clock.advance(17_700);
	await done;
}

/** Events of one kind that come together: their order among each other is not fixed. */
function groupEvents(events: readonly RecordedEvent[]): string[][] {
	const groups: { action: string; names: string[] }[] = [];
	for (const { action, name, exitCode, signal } of events) {
		const last = groups[groups.length - 1];
		const text = [action, name, exitCode, signal].filter((part) => part !== undefined).join(' ');
		if (last?.action === action) last.names.push(text);
		else groups.push({ action, names: [text] });
	}
	return groups.map((group) => group.names.sort());
}

/** Records are removed beside everything else, so their order against it is not fixed either. */
function splitRemovals(events: readonly RecordedEvent[]) {
	return {
		lives: groupEvents(events.filter((each) => each.action !== 'destroy')),
		removals: events
			.filter((each) => each.action === 'destroy')
			.map((each) => each.name)
			.sort(),
	};
}

function expectEqual(actual: Omit<Recording, 'namespaces' | 'pod'>, expected: Recording, tolerance = 0.5): void {
	expect(splitRemovals(actual.dockerEvents)).toEqual(splitRemovals(expected.dockerEvents));
	const withoutTimes = (states: Recording['podStates']) => states.map(({ seenAt: _seenAt, ...state }) => state);
	expect(withoutTimes(actual.podStates)).toEqual(withoutTimes(expected.podStates));
	expect(actual.kubeEvents.toSorted()).toEqual(expected.kubeEvents.toSorted());
	expect(actual.listingAfter.toSorted()).toEqual(expected.listingAfter.toSorted());
	for (const event of expected.dockerEvents) {
		const same = actual.dockerEvents.filter(
			(each) => each.action === event.action && each.name === event.name && each.signal === event.signal,
		);
		const nearest = Math.min(...same.map((each) => Math.abs(each.at - event.at)));
		expect(nearest, `${event.action} ${event.name} at ${event.at}`).toBeLessThan(event.at > 10 ? 5.5 : tolerance);
	}
	expected.podStates.forEach((state, index) => {
		if (state.seenAt === null) return;
		const difference = Math.abs((actual.podStates[index]?.seenAt ?? Number.NaN) - state.seenAt);
		expect(difference, `state ${index} at ${state.seenAt}`).toBeLessThan(state.seenAt > 10 ? 5.5 : tolerance);
	});
}

/** Which of a pod's namespaces kept their numbers. */
function findKept(before: Recording['namespaces']['before'], after: Recording['namespaces']['after']): string[] {
	return Object.entries(after.POD ?? {}).flatMap(([kind, inode]) => (before.POD?.[kind] === inode ? [kind] : []));
}

test('docker stop of a pause with a shared PID namespace goes as recorded', async () => {
	const expected = readRecording('docker-stop');
	const running = await prepare('pause-test2');
	await running.toPhase(530);
	const before = readInodes(running.node, 'pause-test2', ['nginx', 'ghost', 'busybox']);
	const { id } = running.node.findContainer('pause-test2') ?? {};
	const actual = await record(running, 'pause-test2', () => running.node.run({ do: 'stop', id: id ?? '' }), 15);
	expectEqual(actual, expected);
	const after = readInodes(running.node, 'pause-test2', ['nginx', 'ghost', 'busybox']);
	expect(findKept(before, after)).toEqual(findKept(expected.namespaces.before, expected.namespaces.after));
	expect(after.nginx).toMatchObject({ net: after.POD?.net, ipc: after.POD?.ipc, pid: after.POD?.pid });
	expect(after.nginx?.uts).not.toBe(after.POD?.uts);
});

test('a second stop soon after leaves the pause alone for the back-off', async () => {
	const expected = readRecording('docker-stop-again');
	const running = await prepare('pause-test2');
	await running.toPhase(530);
	await act(running, 'stop', 'pause-test2');
	await running.toPhase(980);
	const before = readInodes(running.node, 'pause-test2', []);
	const { id } = running.node.findContainer('pause-test2') ?? {};
	const actual = await record(running, 'pause-test2', () => running.node.run({ do: 'stop', id: id ?? '' }), 24);
	expectEqual(actual, expected);
	const after = readInodes(running.node, 'pause-test2', []);
	expect(findKept(before, after)).toEqual(findKept(expected.namespaces.before, expected.namespaces.after));
});

test('docker stop of a pause with private PID namespaces: the app lives on, init containers come back as 1 and 0', async () => {
	const expected = readRecording('docker-stop-noshare');
	const running = await prepare('with-init');
	await running.toPhase(330);
	const { id } = running.node.findContainer('with-init') ?? {};
	const actual = await record(running, 'with-init', () => running.node.run({ do: 'stop', id: id ?? '' }), 14);
	expectEqual(actual, expected);
});

test('numbers of freed namespaces change kind as they did when another container started in between', async () => {
	const expected = readRecording('docker-stop-noshare');
	replay = await createReplay();
	const { node, clock, toPhase } = replay;
	const keeper = { name: 'keeper', command: ['sleep', '100000'] };
	const visitor = { name: 'visitor', command: ['sleep', '2'], runsFor: 2036 };
	node.createPod({ name: 'other', restartPolicy: 'Never', containers: [keeper, visitor] });
	await clock.advance(5000);
	// This one's pause takes the numbers that the visitor left, so that with-init's stand in a row, as on the real node.
	node.createPod({ name: 'filler', containers: [keeper] });
	await clock.advance(5000);
	node.createPod(recordedPods['with-init'] as (typeof recordedPods)[string]);
	await clock.advance(30_000);
	await toPhase(330);
	const before = readInodes(node, 'with-init', ['main']);
	const stopped = node.run({ do: 'stop', id: node.findContainer('with-init')?.id ?? '' });
	await clock.advance(1620);
	const visited = node.run({ do: 'start', id: node.findContainer('other', 'visitor')?.id ?? '' });
	await clock.advance(12_000);
	await Promise.all([stopped, visited]);
	const after = readInodes(node, 'with-init', ['main']);
	const relative = (of: typeof before, first: number) =>
		Object.fromEntries(
			Object.entries(of.POD ?? {})
				.map(([kind, inode]) => [kind, inode - first])
				.concat(
					Object.entries({ mainMnt: of.main?.mnt, mainUts: of.main?.uts, mainPid: of.main?.pid }).map(
						([kind, inode]) => [kind, (inode ?? 0) - first],
					),
				),
		);
	const recordedFirst = expected.namespaces.before.POD?.mnt ?? 0;
	expect(relative(after, before.POD?.mnt ?? 0)).toEqual(relative(expected.namespaces.after, recordedFirst));
});

test('docker kill of a host-network pause shows no outage in the API', async () => {
	const expected = readRecording('docker-kill-hostnet');
	const running = await prepare('on-host');
	await running.toPhase(980);
	const before = readInodes(running.node, 'on-host', ['main']);
	const { id } = running.node.findContainer('on-host') ?? {};
	const actual = await record(running, 'on-host', () => running.node.run({ do: 'kill', id: id ?? '' }), 10);
	expectEqual(actual, expected);
	const after = readInodes(running.node, 'on-host', ['main']);
	expect(findKept(before, after)).toEqual(findKept(expected.namespaces.before, expected.namespaces.after));
	expect(after.main?.net).toBe(expected.namespaces.after.main?.net);
	expect(after.main?.uts).toBe(expected.namespaces.after.main?.uts);
	expect(after.POD?.uts).not.toBe(after.main?.uts);
});

test('docker rm of a pause: attempt 0 again and no SandboxChanged', async () => {
	const expected = readRecording('docker-rm');
	const running = await prepare('pause-test');
	await running.toPhase(330);
	const before = readInodes(running.node, 'pause-test', []);
	const { id } = running.node.findContainer('pause-test') ?? {};
	const actual = await record(running, 'pause-test', () => running.node.run({ do: 'remove', id: id ?? '' }), 10);
	expectEqual(actual, expected);
	const after = readInodes(running.node, 'pause-test', []);
	expect(findKept(before, after)).toEqual(findKept(expected.namespaces.before, expected.namespaces.after));
	expect(running.node.findContainer('pause-test')).toMatchObject({ attempt: 0 });
});

test('docker stop of one container soon after a recycle: back-off, and the sandbox is untouched', async () => {
	const expected = readRecording('docker-stop-app');
	const running = await prepare('pause-test');
	await running.toPhase(330);
	await act(running, 'remove', 'pause-test');
	await running.toPhase(400);
	const { id } = running.node.findContainer('pause-test', 'ghost') ?? {};
	const actual = await record(running, 'pause-test', () => running.node.run({ do: 'stop', id: id ?? '' }), 6);
	expectEqual(actual, expected);
});

test('kubectl delete pod: the containers first, then the pause, then the records, then the object', async () => {
	const expected = readRecording('docker-delete-pod');
	const running = await prepare('pause-test2');
	await running.toPhase(530);
	await act(running, 'stop', 'pause-test2');
	await running.toPhase(980);
	await act(running, 'stop', 'pause-test2');
	await running.clock.advance(80_000);
	await running.toPhase(950);
	const actual = await record(running, 'pause-test2', () => running.node.deletePod('default', 'pause-test2'), 6);
	expectEqual(actual, expected);
});
