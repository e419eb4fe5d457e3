import type { Terminal } from '../helpers/terminal.ts';
import { countChangedCells } from './changed-cells.ts';

/** What one update of the screen has sent, and what came of it. */
export type SentFrame = {
	/** `performance.now()` at which the emulator has drawn it. */
	at: number;
	bytes: number;
	/** Places of the screen with another text than before; see countChangedCells. */
	changed: number;
};

/** Looks at each frame that comes to the terminal, until it is stopped. */
export function watchFrames(terminal: Terminal): { stop(): readonly SentFrame[] } {
	const { emulator, received } = terminal;
	const frames: SentFrame[] = [];
	let before = terminal.screen();
	let chunk = received.chunks().length;
	const watching = emulator.onWriteParsed(() => {
		// half drawn
		if (emulator.modes.synchronizedOutputMode) return;
		const after = terminal.screen();
		frames.push({ at: performance.now(), bytes: received.bytes(chunk), changed: countChangedCells(before, after) });
		before = after;
		chunk = received.chunks().length;
	});
	return {
		stop() {
			watching.dispose();
			return frames;
		},
	};
}
