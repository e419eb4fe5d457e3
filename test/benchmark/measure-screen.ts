import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Terminal } from '../helpers/terminal.ts';
import { attempt } from './attempt.ts';
import type { NodeUnderTest } from './node-under-test.ts';
import { isComplete, openScreen } from './open-screen.ts';
import { type ProcessUsage, readProcessUsage } from './process-usage.ts';
import { timeCommand } from './run-command.ts';
import { summarize } from './statistics.ts';
import { durationRow, type Row } from './table.ts';

const run = promisify(execFile);

/** How long starting takes until nothing is missing on the screen, against Node alone and against `get -A`. */
export async function measureFirstFrame(node: NodeUnderTest, turns: number): Promise<Row[]> {
	const times: number[] = [];
	const anything: number[] = [];
	const bare: number[] = [];
	for (let turn = 0; turn < turns; turn++) {
		bare.push(await timeCommand({ command: process.execPath, args: ['-e', '0'] }));
		const start = performance.now();
		const terminal = openScreen(node);
		try {
			anything.push((await terminal.waitFor(/\S/)).at - start);
			const whole = await terminal.waitFor((screen) => isComplete(screen, node.pods), {
				what: 'all pods',
				timeout: 30_000,
			});
			times.push(whole.at - start);
		} finally {
			await terminal.dispose();
		}
	}
	const against = { name: 'node -e 0', summary: summarize(bare) };
	return [
		durationRow(node.setting, 'start → first frame', summarize(anything), against),
		durationRow(node.setting, 'start → complete frame', summarize(times), against),
	];
}

/** How long the screen takes to answer a key; the selection goes down and up again. */
export async function measureKeys(node: NodeUnderTest, terminal: Terminal, presses: number): Promise<Row[]> {
	const times: number[] = [];
	for (let press = 0; press < presses; press++) {
		// Not in step with the clock of the screen, and never into a frame that is under way
		await delay(40 + (press % 7) * 11);
		const before = terminal.screen();
		const start = performance.now();
		terminal.press(press % 2 === 0 ? 'down' : 'up');
		const { at } = await terminal.waitFor((screen) => screen !== before, { what: 'another selection' });
		times.push(at - start);
	}
	return [durationRow(node.setting, 'key → frame', summarize(times))];
}

/** What a screen costs that nobody touches. */
export async function measureIdle(node: NodeUnderTest, terminal: Terminal, seconds: number): Promise<Row[]> {
	const chunks = terminal.received.chunks().length;
	const before = readProcessUsage(terminal.pid);
	const start = performance.now();
	await delay(seconds * 1000);
	const after = readProcessUsage(terminal.pid);
	const passed = performance.now() - start;
	const bytes = terminal.received.bytes(chunks) / (passed / 1000);
	const row = (what: string, value: string): Row => ({ setting: node.setting, what, value });
	return [
		row(`idle CPU over ${seconds} s`, `${((100 * (after.cpu - before.cpu)) / passed).toFixed(1)} % of a core`),
		row('idle output', `${bytes.toFixed(0)} bytes/s`),
		await memoryRow(node.setting, after),
	];
}

async function memoryRow(setting: string, { resident, residentPeak }: ProcessUsage): Promise<Row> {
	const bare = Number((await run(process.execPath, ['-p', 'process.memoryUsage.rss()'])).stdout);
	const mebibytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(0)} MiB`;
	return {
		setting,
		what: 'resident memory',
		value: mebibytes(resident),
		spread: `peak ${mebibytes(residentPeak)}`,
		against: `node -p 0: ${mebibytes(bare)}`,
		ratio: (resident / bare).toFixed(2),
	};
}

/** One measurement on a screen that is already running. */
export type RunningMeasurement = readonly [
	what: string,
	measure: (node: NodeUnderTest, terminal: Terminal) => Promise<Row[]>,
];

/** Opens the screen once, measures what needs a running one, and closes it. */
export async function measureRunning(node: NodeUnderTest, measurements: readonly RunningMeasurement[]): Promise<Row[]> {
	const terminal = openScreen(node);
	try {
		await terminal.waitFor((screen) => isComplete(screen, node.pods), { what: 'all pods', timeout: 30_000 });
		const rows: Row[] = [];
		for (const [what, measure] of measurements) {
			rows.push(...(await attempt(node.setting, what, () => measure(node, terminal))));
		}
		return rows;
	} finally {
		await terminal.dispose();
	}
}
