import type { Terminal } from '../helpers/terminal.ts';
import { type CpuShare, daemon, findDaemon, measureCpu } from './measure-daemon.ts';
import type { NodeUnderTest } from './node-under-test.ts';
import { summarize } from './statistics.ts';
import type { Row } from './table.ts';
import { type SentFrame, watchFrames } from './watch-frames.ts';

/**
 * What a screen costs that nobody touches: itself, the engine that it watches, and the line to the terminal.
 * @param without what the engine's daemon used before there was a screen
 */
export async function measureIdle(
	node: NodeUnderTest,
	terminal: Terminal,
	{ seconds, without }: { seconds: number; without?: CpuShare },
): Promise<Row[]> {
	const engine = without && findDaemon(node);
	const watch = watchFrames(terminal);
	const start = performance.now();
	const [own, busy] = await measureCpu([terminal.pid, ...(engine === undefined ? [] : [engine])], seconds);
	const frames = watch.stop().map((frame) => ({ ...frame, at: frame.at - start }));
	const row = (what: string, value: string, more?: Partial<Row>): Row => ({
		setting: node.setting,
		what,
		value,
		...more,
	});
	return [
		row(`idle CPU over ${seconds} s`, `${(own?.whole ?? 0).toFixed(2)} % of a core`),
		row(`idle: CPU of ${daemon}, more than without`, ...daemonCells(without, busy)),
		...frameCells(frames, seconds).map((cells) => row(...cells)),
	];
}

/** What the daemon uses more, and by how much it goes up and down without a screen. */
export function daemonCells(without: CpuShare | undefined, busy: CpuShare | undefined): [string, Partial<Row>?] {
	if (!without || !busy) return [`no ${daemon} of its own`];
	const more = busy.whole - without.whole;
	const { low, high } = without.slices;
	return [
		`${more < 0 ? '' : '+'}${more.toFixed(2)} % of a core`,
		{
			spread: `noise: ${low.toFixed(1)} … ${high.toFixed(1)} % without`,
			against: `without: ${without.whole.toFixed(2)} %`,
			ratio: (busy.whole / without.whole).toFixed(2),
		},
	];
}

/** What went to the terminal: all of it, what was of no use, and what one frame takes. */
export function frameCells(frames: readonly SentFrame[], seconds: number): [string, string, Partial<Row>?][] {
	const sum = (some: readonly SentFrame[]) => some.reduce((total, { bytes }) => total + bytes, 0);
	const busySeconds = new Set(frames.map(({ at }) => Math.floor(at / 1000))).size;
	const idle = frames.filter(({ changed }) => changed === 0);
	return [
		['idle output', `${(sum(frames) / seconds).toFixed(0)} bytes/s`],
		[
			'idle: sent while no text of the screen changes',
			`${sum(idle)} bytes`,
			{ spread: `nothing at all in ${Math.max(0, seconds - busySeconds)} of ${seconds} s` },
		],
		sizeCells('idle: bytes of a frame', frames, seconds),
		sizeCells(
			'idle: bytes of a frame that changes one cell',
			frames.filter(({ changed }) => changed === 1),
			seconds,
		),
	];
}

function sizeCells(name: string, frames: readonly SentFrame[], seconds: number): [string, string, Partial<Row>?] {
	const what = `${name}, of ${frames.length} in ${seconds} s`;
	if (frames.length === 0) return [what, 'none sent'];
	const { median, low, high, count } = summarize(frames.map(({ bytes }) => bytes));
	return [what, `${median.toFixed(0)} bytes`, { spread: `${low.toFixed(0)} … ${high.toFixed(0)} (n=${count})` }];
}
