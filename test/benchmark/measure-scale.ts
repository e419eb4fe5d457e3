import { setTimeout as delay } from 'node:timers/promises';
import { measureKillTimes } from './measure-events.ts';
import { type NodeUnderTest, pausetopCommand } from './node-under-test.ts';
import { isComplete, openScreen } from './open-screen.ts';
import { openSimulatedNode } from './open-simulated-node.ts';
import { timeCommand } from './run-command.ts';
import { type Summary, summarize } from './statistics.ts';
import { durationRow, type Row } from './table.ts';

type Measured = { setting: string; get: Summary; events: Summary };

/** `get` and event → frame on a node with ten times the containers, against the first one. */
export async function measureScale(pods: number, turns: { get: number; events: number }): Promise<Row[]> {
	const small = await measureSize(pods, turns);
	const large = await measureSize(pods * 10, turns);
	return [
		durationRow(large.setting, 'get -A', large.get, { name: small.setting, summary: small.get }),
		durationRow(large.setting, 'event → frame', large.events, { name: small.setting, summary: small.events }),
	];
}

async function measureSize(pods: number, turns: { get: number; events: number }): Promise<Measured> {
	const node = await openSimulatedNode(pods);
	try {
		const times: number[] = [];
		for (let turn = 0; turn < turns.get; turn++) times.push(await timeCommand(pausetopCommand(node, ['get', '-A'])));
		return { setting: node.setting, get: summarize(times), events: await measureEventsOn(node, turns.events) };
	} finally {
		await node.close();
	}
}

async function measureEventsOn(node: NodeUnderTest, count: number): Promise<Summary> {
	const terminal = openScreen(node);
	try {
		await terminal.waitFor((screen) => isComplete(screen, node.pods), { what: 'all pods', timeout: 120_000 });
		// the inspections of what was listed are over
		await delay(3_000);
		return summarize((await measureKillTimes(node, terminal, count)).frames);
	} finally {
		await terminal.dispose();
	}
}
