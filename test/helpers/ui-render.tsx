import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';
import { render } from 'ink';
import type { ReactNode } from 'react';
import type { Canvas } from '../../source/ui/canvas/canvas.ts';
import { paintLine } from '../../source/ui/canvas/painted-line.ts';
import type { Theme } from '../../source/ui/theme.ts';
import type { Line } from '../../source/ui/views/line.ts';

/** A terminal for Ink that has a size. ink-testing-library's is always 100 columns wide. */
class FakeStdout extends EventEmitter {
	readonly isTTY = true;
	columns: number;
	rows: number;

	constructor(columns: number, rows: number) {
		super();
		this.columns = columns;
		this.rows = rows;
	}

	write(...rest: unknown[]): boolean {
		const done = rest.at(-1);
		if (typeof done === 'function') done();
		return true;
	}
}

class FakeStdin extends Readable {
	readonly isTTY = true;

	override _read(): void {}

	setRawMode(): this {
		return this;
	}

	ref(): this {
		return this;
	}

	unref(): this {
		return this;
	}
}

/** Bytes that a terminal sends for keys that are not characters. */
export const keys = {
	up: '\x1b[A',
	down: '\x1b[B',
	right: '\x1b[C',
	left: '\x1b[D',
	shiftUp: '\x1b[1;2A',
	shiftDown: '\x1b[1;2B',
	pageUp: '\x1b[5~',
	pageDown: '\x1b[6~',
	home: '\x1b[H',
	end: '\x1b[F',
	enter: '\r',
	escape: '\x1b',
	tab: '\t',
	shiftTab: '\x1b[Z',
	backspace: '\x7f',
	ctrlC: '\x03',
	ctrlK: '\x0b',
	ctrlO: '\x0f',
	ctrlR: '\x12',
	ctrlU: '\x15',
} as const;

export type RenderedUi = Awaited<ReturnType<typeof renderUi>>;

/** A canvas that keeps every frame and is always ready for the next: text alone, or with styles for tests that import force-color.ts. */
function createFrames(theme: Theme): { canvas: Canvas; frames: string[] } {
	const frames: string[] = [];
	const isStyled = process.env.FORCE_COLOR === '1';
	const draw = (line: Line) => {
		const { runs, text } = paintLine(line, theme);
		return isStyled ? text : runs.map((run) => run.text).join('');
	};
	const canvas: Canvas = {
		frameEvery: 0,
		isReady: () => true,
		whenReady: (listener) => listener(),
		draw: (lines) => frames.push(lines.map(draw).join('\n')),
		settled: async () => undefined,
		forget: () => undefined,
	};
	return { canvas, frames };
}

/** Draws on a terminal of the given size. Every method waits until what it caused has been drawn. */
export async function renderUi(
	node: (canvas: Canvas) => ReactNode,
	{ theme, ...size }: { columns: number; rows: number; theme: Theme },
) {
	const { canvas, frames } = createFrames(theme);
	const stdout = new FakeStdout(size.columns, size.rows);
	const stdin = new FakeStdin();
	const instance = render(node(canvas), {
		stdout: stdout as unknown as NodeJS.WriteStream,
		stderr: new FakeStdout(size.columns, size.rows) as unknown as NodeJS.WriteStream,
		stdin: stdin as unknown as NodeJS.ReadStream,
		exitOnCtrlC: false,
		patchConsole: false,
		interactive: true,
	});
	const settle = async () => {
		await instance.waitUntilRenderFlush();
		await instance.waitUntilRenderFlush();
	};
	await settle();
	return {
		/** The newest frame, its lines without trailing blanks. */
		frame: () =>
			(frames.at(-1) ?? '')
				.split('\n')
				.map((line) => line.trimEnd())
				.join('\n'),
		lines: () => (frames.at(-1) ?? '').split('\n'),
		frames,
		settle,
		/** Sends keys, one read each. A lone escape is a key only after Ink has waited for the rest of a sequence. */
		async press(...sequence: string[]) {
			for (const key of sequence) {
				const before = frames.length;
				stdin.push(key);
				await new Promise((resolve) => setImmediate(resolve));
				if (key === keys.escape) await untilDrawn(() => frames.length > before);
				await settle();
			}
		},
		async resize(columns: number, rows: number) {
			Object.assign(stdout, { columns, rows });
			stdout.emit('resize');
			await settle();
		},
		unmount: () => instance.unmount(),
	};
}

/** Waits for a frame, at most a second: Ink tells an escape key from a sequence by a pause of 20 ms. */
async function untilDrawn(isDrawn: () => boolean): Promise<void> {
	const deadline = performance.now() + 1000;
	while (!isDrawn() && performance.now() < deadline) {
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
}
