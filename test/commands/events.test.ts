import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runEvents } from '../../source/commands/events.ts';
import { UsageError } from '../../source/core/usage-error.ts';
import { createSimulatedNode, type SimulatedNode } from '../../source/simulator/create-simulated-node.ts';
import { createIo, requestFor, type Written } from '../helpers/command.ts';
import { until } from '../helpers/engine-until.ts';

type Line = {
	at: string;
	scope?: string;
	status?: string;
	storyId?: string;
	endedAt?: string;
	steps?: { kind: string; at?: string; seenBy?: string }[];
	source: string;
	type: string;
	pod?: string;
	container?: string;
	sandboxAttempt?: number;
	id?: string;
};

let node: SimulatedNode;
beforeAll(async () => {
	node = await createSimulatedNode();
});
afterAll(() => node.close());

function read(io: Written): Line[] {
	const lines = io.stdout().split('\n');
	expect(lines.pop()).toBe('');
	return lines.map((line) => JSON.parse(line));
}

const live = (io: Written) => read(io).filter(({ type }) => type === 'SourceHealth').length >= 3;

describe('events', () => {
	it('tells a recycle as it happens, one object a line, and ends with 0', async () => {
		const io = createIo();
		const ended = runEvents({}, requestFor(node), io);
		await until('all sources are live', 15, () => (live(io) ? true : undefined));
		const pause = node.findContainer('pause-test2');
		await node.run({ do: 'stop', id: pause?.id ?? '' });
		const isBack = (line: Line) =>
			line.type === 'PodChanged' && JSON.stringify(line).includes('3/3 Running, 3 restarts');
		await until('the pod is back', 20, () => (read(io).some(isBack) ? true : undefined));
		io.stop();
		expect(await ended).toBe(0);

		const told = read(io).filter((line) => line.pod === 'pause-test2');
		const docker = told.filter(({ source }) => source === 'docker');
		expect(docker.map(({ at }) => at)).toEqual(docker.map(({ at }) => at).sort());
		const find = (type: string, attempt: number, container?: string) =>
			docker.findIndex((line) => line.type === type && line.sandboxAttempt === attempt && line.container === container);
		const order = [find('kill', 0), find('die', 0), find('create', 1), find('start', 1), find('start', 1, 'busybox')];
		expect(order).not.toContain(-1);
		expect(order).toEqual([...order].sort((a, b) => a - b));
		expect(docker[find('die', 0)]).toMatchObject({ id: pause?.id, kubeNamespace: 'default', message: 'exit 0' });
		expect(told.map(({ type }) => type)).toContain('SandboxChanged');
		expect(new Set(docker.map((line) => JSON.stringify(line))).size).toBe(docker.length);
	}, 60_000);

	it('begins with now, or earlier if asked', async () => {
		const io = createIo();
		const ended = runEvents({ since: '2h', kubeNamespace: 'default' }, requestFor(node), io);
		const crashes = () => read(io).filter(({ type, pod }) => type === 'die' && pod === 'crasher');
		await until('the crashes of before', 15, () => (crashes().length > 0 ? true : undefined));
		const told = () => read(io).some(({ source }) => source === 'kube');
		await until('what the API server tells of before', 15, () => (told() ? true : undefined));
		io.stop();
		await ended;
	}, 30_000);

	it('makes nothing for a reader who is behind, and misses nothing when that one has caught up', async () => {
		const io = createIo();
		let calls = 0;
		let catchUp: (() => void) | undefined;
		let isSlow = false;
		const out = (text: string) => {
			calls++;
			io.out(text);
			return isSlow ? new Promise<void>((resolve) => (catchUp = resolve)) : undefined;
		};
		const ended = runEvents({}, requestFor(node), { ...io, out });
		await until('all sources are live', 15, () => (live(io) ? true : undefined));
		isSlow = true;
		await node.run({ do: 'kill', id: node.findContainer('pause-test', 'nginx')?.id ?? '' });
		await until('a line that nobody reads', 15, () => catchUp);
		const [callsBefore, lines] = [calls, read(io).length];
		// somebody else watches how it goes on
		const other = createIo();
		const otherEnded = runEvents({ since: '1m' }, requestFor(node), other);
		const starts = (written: Written) =>
			read(written).filter(({ pod, type, container }) => pod === 'pause-test' && type === 'start' && container);
		await until('the container is back', 20, () => (starts(other).length > 0 ? true : undefined));
		other.stop();
		await otherEnded;
		expect(calls).toBe(callsBefore);
		isSlow = false;
		catchUp?.();
		await until('all that was missed', 15, () => (starts(io).length > 0 ? true : undefined));
		io.stop();
		await ended;
		const told = read(io);
		expect(told.length).toBeGreaterThan(lines);
		const events = told.filter(({ source }) => source === 'docker').map((line) => JSON.stringify(line));
		expect(new Set(events).size).toBe(events.length);
		expect(io.stderr()).not.toContain('missing');
	}, 60_000);

	it('refuses a span that it cannot read', async () => {
		await expect(runEvents({ since: 'soon' }, requestFor(node), createIo())).rejects.toThrow(UsageError);
	});
});
