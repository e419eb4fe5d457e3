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
		io.stop();
		await ended;
		expect(read(io).filter(({ source }) => source === 'kube').length).toBeGreaterThan(0);
	}, 30_000);

	it('refuses a span that it cannot read', async () => {
		await expect(runEvents({ since: 'soon' }, requestFor(node), createIo())).rejects.toThrow(UsageError);
	});
});
