// node test/benchmark/run.ts [--engine] [--storm] [--quick]: one table of what pausetop costs, and of ratios against what it replaces,
// all measured in one run. Never fails because of a number.
// Where there are docker and kubectl, the node also gets 2,000 sleeping processes for a while.
//   --engine  only the machine's own docker and kubectl; also makes and removes containers there, for event → frame
//   --storm   only the storm of events, on a simulated node
//   --quick   fewer turns: whether it works, not how fast
import { parseArgs } from 'node:util';
import { attempt, notMeasured } from './attempt.ts';
import { describeMachine } from './describe-machine.ts';
import { findEngine } from './find-engine.ts';
import { findDaemon, measureCpu } from './measure-daemon.ts';
import { measureCreations, measureKills } from './measure-events.ts';
import { measureGet } from './measure-get.ts';
import { measureIdle } from './measure-idle.ts';
import { measureProcesses } from './measure-processes.ts';
import { measureScale } from './measure-scale.ts';
import {
	measureFirstFrame,
	measureKeys,
	measureMemory,
	measureRunning,
	type RunningMeasurement,
} from './measure-screen.ts';
import { measureVersion } from './measure-start.ts';
import { measureStorm } from './measure-storm.ts';
import type { NodeUnderTest } from './node-under-test.ts';
import { openSimulatedNode } from './open-simulated-node.ts';
import { formatRows, type Row } from './table.ts';

const { values } = parseArgs({
	options: { engine: { type: 'boolean' }, storm: { type: 'boolean' }, quick: { type: 'boolean' } },
});
const turns = values.quick
	? {
			get: 3,
			start: 2,
			keys: 20,
			events: 3,
			idle: 5,
			scale: 3,
			processes: { opens: 3, seconds: 5 },
			storm: { seconds: 5, marked: 5 },
		}
	: {
			get: 15,
			start: 7,
			keys: 100,
			events: 15,
			idle: 60,
			scale: 9,
			processes: { opens: 15, seconds: 30 },
			storm: { seconds: 60, marked: 25 },
		};

const seconds = turns.idle;
const idle: RunningMeasurement = ['idle', (node, terminal) => measureIdle(node, terminal, { seconds })];
const memory: RunningMeasurement = ['memory', measureMemory];
const keys: RunningMeasurement = ['keys', (node, terminal) => measureKeys(node, terminal, turns.keys)];
const kills: RunningMeasurement = ['events', (node, terminal) => measureKills(node, terminal, turns.events)];
const creations: RunningMeasurement = ['events', (node, terminal) => measureCreations(node, terminal, turns.events)];
const processes: RunningMeasurement = [
	'processes',
	(node, terminal) => measureProcesses(node, terminal, turns.processes),
];

const engine = values.storm ? undefined : await findEngine();
const rows = values.storm
	? await measureWeather()
	: [
			...(values.engine ? [] : [...(await measureSimulated()), ...(await measureWeather())]),
			...(await measureEngine()),
		];
const machine = await describeMachine(engine && 'missing' in engine ? undefined : engine);
console.log([...machine, '', formatRows(rows)].join('\n'));

function measureWeather(): Promise<Row[]> {
	const size = { pods: 500, eventsPerSecond: 1_000, ...turns.storm };
	return attempt('simulated', 'storm of events', () => measureStorm(size));
}

async function measureSimulated(): Promise<Row[]> {
	const node = await openSimulatedNode(100);
	const rows: Row[] = [];
	try {
		rows.push(...(await measureNode(node, [keys, idle, memory, kills])));
	} finally {
		await node.close();
	}
	const crowded = await openSimulatedNode(500);
	try {
		const measured = () => measureRunning(crowded, [keys, idle, memory, kills]);
		rows.push(...(await attempt(crowded.setting, 'running screen', measured)));
	} finally {
		await crowded.close();
	}
	const scale = () => measureScale(values.quick ? 20 : 100, { get: turns.scale, events: turns.events });
	return [...rows, ...(await attempt('simulated', 'ten times the containers', scale))];
}

async function measureEngine(): Promise<Row[]> {
	if (!engine || 'missing' in engine) return [notMeasured('engine', 'everything', engine?.missing ?? 'not wanted')];
	const daemon = findDaemon(engine);
	const [without] = daemon === undefined ? [] : await measureCpu([daemon], seconds);
	const beside: RunningMeasurement = [
		'idle',
		(node, terminal) => measureIdle(node, terminal, { seconds, ...(without && { without }) }),
	];
	const running = [keys, beside, memory, processes];
	return measureNode(engine, values.engine ? [...running, creations] : running);
}

async function measureNode(node: NodeUnderTest, running: readonly RunningMeasurement[]): Promise<Row[]> {
	return [
		...(await attempt(node.setting, '--version', () => measureVersion(node, turns.start))),
		...(await attempt(node.setting, 'get', () => measureGet(node, turns.get))),
		...(await attempt(node.setting, 'start', () => measureFirstFrame(node, turns.start))),
		...(await attempt(node.setting, 'running screen', () => measureRunning(node, running))),
	];
}
