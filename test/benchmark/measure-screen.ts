import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Terminal } from '../helpers/terminal.ts';
import { attempt } from './attempt.ts';
import { kubectlVersion } from './measure-start.ts';
import type { NodeUnderTest } from './node-under-test.ts';
import { isComplete, openScreen } from './open-screen.ts';
import { pressKeys } from './press-key.ts';
import { type ProcessUsage, readProcessUsage } from './process-usage.ts';
import { timeCommand } from './run-command.ts';
import { quantile, summarize } from './statistics.ts';
import { durationRow, formatMebibytes, quantileRow, type Row } from './table.ts';

const run = promisify(execFile);

/** How long starting takes until nothing is missing on the screen, against the fastest thing that kubectl does. */
export async function measureFirstFrame(node: NodeUnderTest, turns: number): Promise<Row[]> {
	const times: number[] = [];
	const anything: number[] = [];
	const bare: number[] = [];
	for (let turn = 0; turn < turns; turn++) {
		bare.push(await timeCommand(kubectlVersion));
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
	const against = { name: 'kubectl version --client', summary: summarize(bare) };
	return [
		durationRow(node.setting, 'start → first frame', summarize(anything), against),
		durationRow(node.setting, 'start → complete frame', summarize(times), against),
	];
}

/** How long the screen takes to answer a key; the selection goes down and up again. */
export async function measureKeys(node: NodeUnderTest, terminal: Terminal, presses: number): Promise<Row[]> {
	return keyRows(node.setting, '', await pressKeys(terminal, (count) => count >= presses));
}

/** @param before what the rows' names begin with */
export function keyRows(setting: string, before: string, times: readonly number[]): Row[] {
	return [
		durationRow(setting, `${before}key → frame`, summarize(times)),
		quantileRow(setting, `${before}key → frame, 95th percentile`, quantile(times, 0.95)),
	];
}

/** What it holds of the machine's memory. */
export async function measureMemory({ setting }: NodeUnderTest, terminal: Terminal): Promise<Row[]> {
	return [await memoryRow(setting, readProcessUsage(terminal.pid))];
}

async function memoryRow(setting: string, { resident, residentPeak }: ProcessUsage): Promise<Row> {
	const bare = Number((await run(process.execPath, ['-p', 'process.memoryUsage.rss()'])).stdout);
	return {
		setting,
		what: 'resident memory',
		value: formatMebibytes(resident),
		spread: `peak ${formatMebibytes(residentPeak)}`,
		against: `node -p 0: ${formatMebibytes(bare)}`,
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
		await terminal.waitFor((screen) => isComplete(screen, node.pods), { what: 'all pods', timeout: 60_000 });
		const rows: Row[] = [];
		for (const [what, measure] of measurements) {
			rows.push(...(await attempt(node.setting, what, () => measure(node, terminal))));
		}
		return rows;
	} finally {
		await terminal.dispose();
	}
}
