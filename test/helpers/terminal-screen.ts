import type { Terminal as Emulator } from '@xterm/headless';

/** The lines a person sees now, of the screen in use (main or alternate), without trailing blanks. */
export function readLines(emulator: Emulator): string[] {
	const { active } = emulator.buffer;
	return Array.from(
		{ length: emulator.rows },
		(_, row) => active.getLine(active.viewportY + row)?.translateToString(true) ?? '',
	);
}

/** The screen as one text, without the empty lines at its end. */
export function readScreen(emulator: Emulator): string {
	return readLines(emulator).join('\n').trimEnd();
}

/** The screen with a frame around it, for messages. */
export function drawScreen(emulator: Emulator): string {
	const edge = '─'.repeat(emulator.cols);
	const lines = readLines(emulator).map((line) => `│${line}`);
	return [`┌${edge} ${emulator.cols}×${emulator.rows}`, ...lines, `└${edge}`].join('\n');
}
