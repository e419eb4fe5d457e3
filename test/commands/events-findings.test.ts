import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EventsRequest, runEvents } from '../../source/commands/events.ts';
import { createSimulatedNode, type SimulatedNode } from '../../source/simulator/create-simulated-node.ts';
import { createIo, requestFor, type Written } from '../helpers/command.ts';
import { until } from '../helpers/engine-until.ts';
import { createHeadlessRule, nodeRule } from './finding-bench.ts';

type Line = { at: string; source: string; type: string; pod?: string; finding?: { id: string; since: string } };

let node: SimulatedNode;
beforeEach(async () => {
	node = await createSimulatedNode();
});
afterEach(() => node.close());

function read(io: Written): Line[] {
	const lines = io.stdout().split('\n');
	expect(lines.pop()).toBe('');
	return lines.map((line) => JSON.parse(line));
}

const findingsOf = (io: Written) => read(io).filter(({ type }) => type.startsWith('Finding'));
const brief = (io: Written) => findingsOf(io).map(({ type, finding }) => `${type} ${finding?.id}`);

/** Follows events while `what` goes on, and returns what was written of findings. */
async function follow(request: EventsRequest, what: (io: Written) => Promise<unknown>): Promise<Written> {
	const io = createIo();
	const ended = runEvents(request, requestFor(node), io, [createHeadlessRule(1_000), nodeRule]);
	await what(io);
	io.stop();
	expect(await ended).toBe(0);
	return io;
}

const killPause = () => node.run({ do: 'kill', id: node.findContainer('zombies-own')?.id ?? '' });
const cleared = (io: Written) => () => (brief(io).some((line) => line.startsWith('FindingCleared')) ? true : undefined);
const appeared = (io: Written) => () => (brief(io).length > 0 ? true : undefined);

describe('findings among the events', () => {
	it('are told when they appear and when they are over, each once, with all that they say', async () => {
		const io = await follow({}, async (io) => {
			await until('the one about the node', 15, appeared(io));
			node.kubelet.stop();
			await killPause();
			await until('the one about the pod', 15, () => (brief(io).length >= 2 ? true : undefined));
			node.kubelet.start();
			await until('its end', 20, cleared(io));
		});
		expect(brief(io)).toEqual([
			'FindingAppeared kubelet-down',
			'FindingAppeared container-without-pause',
			'FindingCleared container-without-pause',
		]);
		const lines = read(io);
		const find = (type: string) => lines.findIndex((line) => line.type === type && line.pod === 'zombies-own');
		const order = [find('die'), find('FindingAppeared'), find('FindingCleared')];
		expect(order).not.toContain(-1);
		expect(order).toEqual(order.toSorted((a, b) => a - b));
		const [, headless] = findingsOf(io);
		expect(Date.parse(headless?.at ?? '') - Date.parse(headless?.finding?.since ?? '')).toBeGreaterThanOrEqual(1_000);
	}, 60_000);

	it('that stood before are told first; of one namespace, if asked', async () => {
		node.kubelet.stop();
		await killPause();
		const io = await follow({ kubeNamespace: 'default' }, async (io) => {
			await until('the one about the pod', 15, appeared(io));
			// it goes out of sight, but it is not over
			await node.docker.stop();
			await until('nobody can tell', 15, () => (brief(io).length >= 2 ? true : undefined));
			await node.docker.start();
			await until('it is seen again', 30, () => (brief(io).length >= 3 ? true : undefined));
		});
		expect(brief(io)).toEqual([
			'FindingAppeared container-without-pause',
			'FindingUnchecked container-without-pause',
			'FindingChanged container-without-pause',
		]);
	}, 60_000);
});
