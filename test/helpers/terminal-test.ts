import { onTestFinished } from 'vitest';
import { openTerminal, type Terminal, type TerminalOptions } from './terminal.ts';

/** A terminal that ends with the test, also when the test fails: a pty that is left over hangs the runner. */
export function openTestTerminal(options: TerminalOptions): Terminal {
	const terminal = openTerminal(options);
	onTestFinished(() => terminal.dispose());
	return terminal;
}
