import { setTimeout as delay } from 'node:timers/promises';
import type { Terminal } from '../helpers/terminal.ts';
import { findProcess } from './find-process.ts';
import type { NodeUnderTest } from './node-under-test.ts';
import { readProcessUsage } from './process-usage.ts';
import { summarize } from './statistics.ts';
import type { Row } from './table.ts';

const daemon = 'dockerd';

/** What a screen costs that nobody touches: itself, the engine that it watches, and the line to the terminal. */
export async function measureIdle(node: NodeUnderTest, terminal: Terminal, seconds: number): Promise<Row[]> {
	const chunk = terminal.received.chunks().length;
	// a simulated node's engine is not this machine's
	const engine = node.flags.includes('--host-root') ? undefined : findProcess(daemon);
	const read = () => ({
		own: readProcessUsage(terminal.pid),
		engine: engine === undefined ? undefined : readProcessUsage(engine).cpu,
		at: performance.now(),
	});
	const before = read();
	await delay(seconds * 1000);
	const after = read();
	const passed = after.at - before.at;
	const share = (cpu: number) => `${((100 * cpu) / passed).toFixed(2)} % of a core`;
	const row = (what: string, value: string): Row => ({ setting: node.setting, what, value });
	const bytes = terminal.received.bytes(chunk);
	return [
		row(`idle CPU over ${seconds} s`, share(after.own.cpu - before.own.cpu)),
		row(
			`idle: CPU of ${daemon}, whoever asks it`,
			before.engine === undefined || after.engine === undefined
				? `no ${daemon} of its own`
				: share(after.engine - before.engine),
		),
		row('idle output', `${((1000 * bytes) / passed).toFixed(0)} bytes/s`),
		frameRow(node.setting, terminal.received.frames(chunk), seconds),
	];
}

function frameRow(setting: string, frames: readonly string[], seconds: number): Row {
	const what = `idle: bytes of a frame, of ${frames.length} in ${seconds} s`;
	if (frames.length === 0) return { setting, what, value: 'none sent' };
	const { median, low, high, count } = summarize(frames.map((frame) => Buffer.byteLength(frame)));
	return { setting, what, value: `${median.toFixed(0)} bytes`, spread: `${low} … ${high} (n=${count})` };
}
