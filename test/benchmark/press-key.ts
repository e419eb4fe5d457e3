import { setTimeout as delay } from 'node:timers/promises';
import type { Terminal } from '../helpers/terminal.ts';

/** The line of the screen on which the selection is, from 0: the table's is inverse from the first column on. */
export function findSelectedLine({ emulator }: Terminal): number | undefined {
	const { active } = emulator.buffer;
	const lines = Array.from({ length: emulator.rows }, (_, line) => line);
	return lines.find((line) =>
		active
			.getLine(active.viewportY + line)
			?.getCell(0)
			?.isInverse(),
	);
}

/** Lets the selection go down and up again until it is told to stop; milliseconds from each key to the frame that shows it. */
export async function pressKeys(terminal: Terminal, isEnough: (presses: number) => boolean): Promise<number[]> {
	const times: number[] = [];
	while (!isEnough(times.length)) {
		// Not in step with the clock of the screen, and never into a frame that is under way
		await delay(40 + (times.length % 7) * 11);
		const before = findSelectedLine(terminal);
		const start = performance.now();
		terminal.press(times.length % 2 === 0 ? 'down' : 'up');
		// other things may change meanwhile
		const moved = () => findSelectedLine(terminal) !== before;
		const { at } = await terminal.waitFor(moved, { what: 'another selection', timeout: 30_000 });
		times.push(at - start);
	}
	return times;
}
