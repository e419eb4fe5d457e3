import { createInterface } from 'node:readline';

/** Asks on the terminal and reads one line. Undefined: no answer (end of input, or `signal` aborts, as ctrl-c has it do). */
export function askTerminal(question: string, signal: AbortSignal): Promise<string | undefined> {
	// the terminal stays in its own line mode: editing works, and ctrl-c is a signal as ever
	const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
	return new Promise<string | undefined>((resolve) => {
		if (signal.aborted) return resolve(undefined);
		process.stderr.write(question);
		lines.once('line', resolve);
		lines.once('close', () => resolve(undefined));
		signal.addEventListener('abort', () => resolve(undefined), { once: true });
	}).finally(() => lines.close());
}
