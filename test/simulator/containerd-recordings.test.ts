import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import type { SimulatedCriNode } from '../../source/simulator/create-simulated-node.ts';
import { readInodes } from './proc-inodes.ts';
import { recordCri } from './record-cri.ts';
import type { CriRecording, Inodes, RecordedContainerdEvent } from './recording.ts';
import { createCriReplay, type PhasedReplay, recordedPods } from './replay.ts';

type Running = PhasedReplay<SimulatedCriNode>;

let replay: Running | undefined;

afterEach(async () => {
	await replay?.node.close();
	replay = undefined;
});

function readRecording(name: string): CriRecording {
	const file = new URL(`../fixtures/simulator/containerd-${name}.json`, import.meta.url);
	return JSON.parse(readFileSync(file, 'utf8')) as CriRecording;
}

/** A node with the recorded pod, up for a while. */
async function prepare(pod: string): Promise<Running> {
	replay = await createCriReplay({ runtime: 'containerd' });
	replay.node.createPod(recordedPods[pod] as (typeof recordedPods)[string]);
	await replay.clock.advance(47_000);
	return replay;
}

function operate({ node }: Running, action: 'stop' | 'kill' | 'term', pod: string, container?: string) {
	return () => node.run({ do: action, id: node.findContainer(pod, container)?.id ?? '' });
}

/** Events of one topic that come together: their order among each other is not fixed. */
function groupEvents(events: readonly RecordedContainerdEvent[]): string[][] {
	const groups: { topic: string; names: string[] }[] = [];
	for (const { topic, name, exitStatus } of events) {
		const last = groups[groups.length - 1];
		const text = [topic, name, exitStatus].filter((part) => part !== undefined).join(' ');
		if (last?.topic === topic) last.names.push(text);
		else groups.push({ topic, names: [text] });
	}
	return groups.map((group) => group.names.sort());
}

function expectEqual(actual: Omit<CriRecording, 'namespaces' | 'pod'>, expected: CriRecording): void {
	const withoutTimes = (states: CriRecording['podStates']) => states.map(({ seenAt: _seenAt, ...state }) => state);
	expect(withoutTimes(actual.podStates)).toEqual(withoutTimes(expected.podStates));
	expect(actual.kubeEvents.toSorted()).toEqual(expected.kubeEvents.toSorted());
	expect(actual.listingAfter.toSorted()).toEqual(expected.listingAfter.toSorted());
	expect(actual.containerdEvents).toHaveLength(expected.containerdEvents.length);
	for (const event of expected.containerdEvents) {
		const same = actual.containerdEvents.filter(
			(each) => each.topic === event.topic && each.name === event.name && each.exitStatus === event.exitStatus,
		);
		const nearest = Math.min(...same.map((each) => Math.abs(each.at - event.at)));
		expect(nearest, `${event.topic} ${event.name} at ${event.at}`).toBeLessThan(0.3);
	}
	expected.podStates.forEach((state, index) => {
		if (state.seenAt === null) return;
		const difference = Math.abs((actual.podStates[index]?.seenAt ?? Number.NaN) - state.seenAt);
		expect(difference, `state ${index} at ${state.seenAt}`).toBeLessThan(0.5);
	});
}

/** Which of a pod's namespaces kept their numbers. */
function findKept(before: Inodes, after: Inodes): string[] {
	return Object.entries(after.POD ?? {}).flatMap(([kind, inode]) => (before.POD?.[kind] === inode ? [kind] : []));
}

const three = ['nginx', 'ghost', 'busybox'];

test('crictl stopp: one container after another is killed without grace, the pause last, and only net keeps its number', async () => {
	const expected = readRecording('crictl-stopp');
	replay = await createCriReplay({ runtime: 'containerd' });
	// A neighbour that left numbers behind between those of the pod's net and its others, as there were on the real node.
	replay.node.createPod(recordedPods['pause-test2'] as (typeof recordedPods)[string]);
	replay.node.createPod(recordedPods['on-host'] as (typeof recordedPods)[string]);
	await replay.clock.advance(20_000);
	replay.node.deletePod('default', 'on-host');
	await replay.clock.advance(27_000);
	await replay.toPhase(690);
	const before = readInodes(replay.node, 'pause-test2', three);
	const stop = operate(replay, 'stop', 'pause-test2');
	const count = expected.containerdEvents.length;
	const actual = await recordCri(replay, 'pause-test2', stop, { seconds: 12, count });
	expectEqual(actual, expected);
	const death = (events: readonly RecordedContainerdEvent[]) => {
		const until = events.findIndex((each) => each.topic === '/snapshot/prepare');
		return {
			topics: events.slice(0, until).map((each) => each.topic),
			// Each one's task is deleted before the next one is killed; whose turn it is is not fixed.
			pairs: events.slice(0, until).map(({ name }, index) => events[index - (index % 2)]?.name === name),
			last: events[until - 1]?.name,
		};
	};
	expect(death(actual.containerdEvents)).toEqual(death(expected.containerdEvents));
	const birth = (events: readonly RecordedContainerdEvent[]) =>
		events.slice(8).map(({ topic, name }) => `${topic} ${name}`);
	expect(birth(actual.containerdEvents)).toEqual(birth(expected.containerdEvents));
	const after = readInodes(replay.node, 'pause-test2', three);
	expect(findKept(before, after)).toEqual(findKept(expected.namespaces.before, expected.namespaces.after));
});

test("ctr task kill of a pause with a shared PID namespace: apps first, then the pause, and net's number goes to mnt", async () => {
	const expected = readRecording('ctr-kill');
	const running = await prepare('pause-test');
	await running.toPhase(800);
	const before = readInodes(running.node, 'pause-test', three);
	const count = expected.containerdEvents.length;
	const actual = await recordCri(running, 'pause-test', operate(running, 'kill', 'pause-test'), { seconds: 12, count });
	expectEqual(actual, expected);
	expect(groupEvents(actual.containerdEvents)).toEqual(groupEvents(expected.containerdEvents));
	const exits = actual.containerdEvents.filter((each) => each.topic === '/tasks/exit');
	expect(exits.at(-1)?.name).toBe('POD_0');
	expect((exits.at(-1)?.at ?? 1) - (exits[0]?.at ?? 0)).toBeLessThan(0.03);
	const after = readInodes(running.node, 'pause-test', three);
	expect(findKept(before, after)).toEqual(findKept(expected.namespaces.before, expected.namespaces.after));
	expect(expected.namespaces.after.POD?.mnt).toBe(expected.namespaces.before.POD?.net);
	expect(after.POD?.mnt).toBe(before.POD?.net);
});

test('all of a pod share the uts of its pause, which Docker does not', async () => {
	const expected = readRecording('ctr-kill').namespaces.before;
	const running = await prepare('pause-test');
	const inodes = readInodes(running.node, 'pause-test', three);
	for (const each of [expected, inodes]) {
		for (const name of three) {
			const { mnt, ...shared } = each[name] ?? {};
			expect(each.POD).toMatchObject(shared);
			expect(mnt).not.toBe(each.POD?.mnt);
		}
	}
});

test('ctr task kill -s SIGTERM of a pause with private PID namespaces: the app lives on, both init records go first', async () => {
	const expected = readRecording('ctr-term-noshare');
	const running = await prepare('with-init');
	await running.toPhase(660);
	const count = expected.containerdEvents.length;
	const actual = await recordCri(running, 'with-init', operate(running, 'term', 'with-init'), { seconds: 12, count });
	expectEqual(actual, expected);
	expect(groupEvents(actual.containerdEvents)).toEqual(groupEvents(expected.containerdEvents));
	const { POD, main } = readInodes(running.node, 'with-init', ['main']);
	expect(main).toMatchObject({ net: POD?.net, ipc: POD?.ipc, uts: POD?.uts });
	expect(main?.pid).not.toBe(POD?.pid);
});

test('ctr task kill of one container soon after a recycle: back-off, and the sandbox is untouched', async () => {
	const expected = readRecording('ctr-kill-app');
	const running = await prepare('pause-test2');
	await running.toPhase(690);
	const stopped = operate(running, 'stop', 'pause-test2')();
	await running.clock.advance(87_000);
	await stopped;
	await running.toPhase(790);
	const before = readInodes(running.node, 'pause-test2', []);
	const kill = operate(running, 'kill', 'pause-test2', 'ghost');
	const count = expected.containerdEvents.length;
	const actual = await recordCri(running, 'pause-test2', kill, { seconds: 9, count });
	expectEqual(actual, expected);
	expect(groupEvents(actual.containerdEvents)).toEqual(groupEvents(expected.containerdEvents));
	const after = readInodes(running.node, 'pause-test2', []);
	expect(findKept(before, after)).toEqual(findKept(expected.namespaces.before, expected.namespaces.after));
});
