import type { LogLine } from '../../source/core/log/log-line.ts';
import { now } from './node-builders.ts';
import { renderApp } from './render-app.tsx';

/** Lines of a log, a millisecond after one another. */
export function buildLines(texts: readonly string[], parts: Partial<LogLine> = {}): LogLine[] {
	return texts.map((text, index) => {
		const at = now - 1_000 + index;
		return { at, stamp: new Date(at).toISOString(), stream: 'stdout', text, ...parts };
	});
}

export const numbered = (count: number, from = 1) =>
	buildLines(Array.from({ length: count }, (_, index) => `line ${from + index}`));

/** The screen with the log of ghost, #1 of default/pause-test2, open. */
export async function renderLog(setup: Parameters<typeof renderApp>[0] = {}) {
	const ui = await renderApp({ columns: 80, rows: 24, ...setup });
	await ui.press(...'jjjjj', '\x1b[C', 'j', 'j', 'j', 'l');
	const log = () => {
		const last = ui.logs.at(-1);
		if (!last) throw new Error('no log was asked for');
		return last;
	};
	/** Writes lines, and waits until the screen has taken notice. */
	const write = async (lines: readonly LogLine[]) => {
		const before = ui.frames.length;
		void log().emit(lines);
		await until(() => ui.frames.length > before, 'a frame');
		await ui.settle();
	};
	return { ...ui, log, write };
}

/** Looks until it is so; fails after five seconds. */
export async function until(isSo: () => boolean, what: string): Promise<void> {
	const deadline = performance.now() + 5_000;
	while (!isSo()) {
		if (performance.now() > deadline) throw new Error(`not within 5 s: ${what}`);
		await new Promise((resolve) => setImmediate(resolve));
	}
}
