import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DockerWire, openDockerWire } from '../benchmark/docker-wire.ts';
import { openSimulatedNode } from '../benchmark/open-simulated-node.ts';
import type { Terminal } from '../helpers/terminal.ts';
import { openPausetop } from '../helpers/terminal-pausetop.ts';

/** 9,600 baud: ten bits a byte. */
const bytesPerSecond = 960;
/** Milliseconds that computing, scheduling and a busy machine may add to what the line takes. */
const grace = 2_000;

let node: Awaited<ReturnType<typeof openSimulatedNode>>;
let wire: DockerWire;

beforeAll(async () => {
	node = await openSimulatedNode(40);
	wire = await openDockerWire(`${node.dockerSocket}`);
}, 60_000);

afterAll(async () => {
	wire?.close();
	await node?.close();
});

function residentBytes(pid: number): number {
	return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
}

/** Milliseconds that the line needs for so many bytes. */
function lineTime(bytes: number): number {
	return (1000 * bytes) / bytesPerSecond;
}

async function openSlow(): Promise<Terminal> {
	const terminal = openPausetop(node.flags, { columns: 80, rows: 24, bytesPerSecond });
	await terminal.waitFor(/ 40 pods /, { timeout: 40_000 });
	const keys = Array.from({ length: 3 }, () => ']' as const);
	for (const key of keys) terminal.press(key);
	terminal.press('a');
	await terminal.waitFor(/whole node/, { timeout: 30_000 });
	return terminal;
}

/** Signals that processes ignore: nothing comes of them but an event. The last one is seen by its number. */
const signals = { storm: 28, last: 23 };

/** Sends signals to all containers, as fast as the engine takes them, for so long; how many. */
async function storm(milliseconds: number): Promise<number> {
	const containers = [...(await wire.running()).values()];
	const end = performance.now() + milliseconds;
	let count = 0;
	const send = async () => {
		while (performance.now() < end) {
			const id = containers[count++ % containers.length];
			await wire.post(`/containers/${id}/kill?signal=${signals.storm}`);
		}
	};
	await Promise.all(Array.from({ length: 8 }, send));
	await wire.post(`/containers/${containers[0]}/kill?signal=${signals.last}`);
	return count;
}

/** A screen that changed everywhere, and what Ink and terminal modes add. */
const fullFrame = 80 * 24 * 1.5;

test('on a line of 9,600 baud a storm of events leaves nothing behind it: frames are dropped, keys are heard, memory stays', {
	timeout: 120_000,
}, async () => {
	const terminal = await openSlow();
	const before = residentBytes(terminal.pid);
	const most = { underWay: 0 };
	const watching = setInterval(() => {
		most.underWay = Math.max(most.underWay, terminal.underWay());
	}, 50);
	const count = await storm(12_000);
	clearInterval(watching);
	expect(count, 'enough to be called a storm').toBeGreaterThan(1_000);

	const over = performance.now();
	const { at } = await terminal.waitFor(/ signal 23\b/, { timeout: 30_000 });
	expect(at - over, 'until the last event is seen').toBeLessThan(lineTime(2 * fullFrame) + grace);
	expect(most.underWay, 'bytes under way at any time').toBeLessThan(2 * fullFrame);
	expect(residentBytes(terminal.pid) - before, 'memory').toBeLessThan(40e6);

	const ahead = terminal.underWay();
	const pressed = performance.now();
	terminal.press('?');
	const help = await terminal.waitFor(/\bMove\b/, { timeout: 30_000 });
	expect(help.at - pressed, 'until the help is seen').toBeLessThan(lineTime(ahead + fullFrame) + grace);
	expect(terminal.received.text()).not.toContain('\u001b[0n');

	terminal.press('q', 'q');
	expect(await terminal.exited).toEqual({ code: 0 });
});
