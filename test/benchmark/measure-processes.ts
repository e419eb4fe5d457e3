import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Terminal } from '../helpers/terminal.ts';
import { notMeasured } from './attempt.ts';
import { openCrowd } from './crowd.ts';
import type { NodeUnderTest } from './node-under-test.ts';
import { type ProcessUsage, parseReads, readProcessUsage } from './process-usage.ts';
import { timeCommand } from './run-command.ts';
import { type Summary, summarize } from './statistics.ts';
import { durationRow, type Row } from './table.ts';

const run = promisify(execFile);

/** How many processes the node gets besides its own. */
const crowdSize = 2_000;

/** What an operator would type instead. */
const rival = { command: 'ps', args: ['-eo', 'pid,args'] };

/** One look at the one file of each process that tells whose it is: with that many reads the pane costs one scan. */
const oneScan = 'cat /proc/[0-9]*/cgroup';

export type ProcessTurns = {
	opens: number;
	/** Of each rate. The screen scans /proc every 30 s whatever is open: a shorter time may or may not have that in it. */
	seconds: number;
};

/**
 * What the Processes pane costs on a node with 2,000 sleeping processes: to open it, while it is open, and afterwards, when it
 * must cost nothing again. A look at /proc is counted in calls of read(2), which the kernel counts for each process. The numbers
 * of ps are of the same moment.
 */
export async function measureProcesses(node: NodeUnderTest, terminal: Terminal, turns: ProcessTurns): Promise<Row[]> {
	const { setting } = node;
	const pod = await findRunningPod(node);
	if (pod === undefined) return [notMeasured(setting, 'Processes pane', 'no pod of it runs')];
	const crowd = await openCrowd(crowdSize);
	try {
		await select(terminal, pod);
		const before = await measureRate(terminal, turns.seconds);
		const opening = await measureOpening(terminal, turns.opens);
		const open = await measureRate(terminal, turns.seconds);
		await close(terminal);
		const after = await measureRate(terminal, turns.seconds);
		terminal.press('escape');
		const rows = await compareOpening(setting, opening, turns.opens);
		return [
			...rows,
			rateRow(setting, 'while it is open', open, before),
			rateRow(setting, 'closed again', after, before),
		];
	} finally {
		await crowd.close();
	}
}

/** One whose name filters the table down to pods with processes. */
async function findRunningPod({ env }: NodeUnderTest): Promise<string | undefined> {
	const options = { env: { ...process.env, ...env } };
	const { stdout } = await run('kubectl', ['get', 'pods', '-A', '--no-headers'], options);
	return /^\S+ +(\S+) +(\d+)\/\2 +Running /m.exec(stdout)?.[1];
}

async function select(terminal: Terminal, pod: string): Promise<void> {
	terminal.press('/', ...pod, 'enter', 'home');
	await terminal.waitFor((screen) => screen.split('\n').some((line) => line.includes(pod) && line.includes('Running')));
}

/** Beside the tabs: whose processes, and how many. */
const isOpen = /\S\/\S+, \d+ process(es)?\b/;

async function close(terminal: Terminal): Promise<void> {
	terminal.press('[');
	await terminal.waitFor((screen) => !isOpen.test(screen), { what: 'another pane' });
}

type Opening = { times: number[]; reads: number[] };

/** Opens the pane again and again, and leaves it open: until its processes are on the screen, and what was read for that. */
async function measureOpening(terminal: Terminal, opens: number): Promise<Opening> {
	const opening: Opening = { times: [], reads: [] };
	for (let turn = 0; turn < opens; turn++) {
		if (turn > 0) await close(terminal);
		await delay(300);
		const before = readProcessUsage(terminal.pid);
		const start = performance.now();
		terminal.press(']');
		const { at } = await terminal.waitFor(isOpen, { what: 'the processes' });
		opening.times.push(at - start);
		opening.reads.push(readProcessUsage(terminal.pid).reads - before.reads);
	}
	return opening;
}

async function compareOpening(setting: string, { times, reads }: Opening, turns: number): Promise<Row[]> {
	const psTimes: number[] = [];
	const scans: number[] = [];
	for (let turn = 0; turn < turns; turn++) {
		psTimes.push(await timeCommand(rival));
		scans.push(await countReads(oneScan));
	}
	const ps = { name: [rival.command, ...rival.args].join(' '), summary: summarize(psTimes) };
	return [
		durationRow(setting, `Processes pane, ${crowdSize} processes → frame`, summarize(times), ps),
		readsRow(setting, summarize(reads), { name: oneScan, summary: summarize(scans) }),
	];
}

/** A shell is told of the reads of a child that it has waited for. */
async function countReads(command: string): Promise<number> {
	const measure = async (what: string) =>
		// one of them may end before its file is read
		parseReads((await run('sh', ['-c', `${what} >/dev/null 2>&1; cat /proc/$$/io`])).stdout);
	const bare = await measure('true');
	return (await measure(command)) - bare;
}

/** Of a second. */
type Rate = { cpu: number; reads: number };

async function measureRate(terminal: Terminal, seconds: number): Promise<Rate> {
	// what opening or closing has set off is over
	await delay(1_000);
	const start = performance.now();
	const before = readProcessUsage(terminal.pid);
	await delay(seconds * 1000);
	const after = readProcessUsage(terminal.pid);
	const passed = (performance.now() - start) / 1000;
	const each = (name: keyof ProcessUsage) => (after[name] - before[name]) / passed;
	return { cpu: each('cpu'), reads: each('reads') };
}

function readsRow(setting: string, own: Summary, other: { name: string; summary: Summary }): Row {
	return {
		setting,
		what: 'reads to open it',
		value: `${own.median.toFixed(0)} reads`,
		spread: `${own.low.toFixed(0)} … ${own.high.toFixed(0)} (n=${own.count})`,
		against: `${other.name}: ${other.summary.median.toFixed(0)} reads`,
		ratio: (own.median / other.summary.median).toFixed(2),
	};
}

function rateRow(setting: string, what: string, own: Rate, before: Rate): Row {
	const describe = ({ cpu, reads }: Rate) => `${reads.toFixed(0)} reads/s, CPU ${(cpu / 10).toFixed(1)} %`;
	return {
		setting,
		what,
		value: describe(own),
		against: `before it was opened: ${describe(before)}`,
		ratio: (own.reads / before.reads).toFixed(2),
	};
}
