import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A command that prints a line for each thing that happens, until it is stopped. */
export type LineChild = { stop(): Promise<void> };

/** Starts it. A command that ends by itself fails whoever stops it. */
export function startLines(
	command: string,
	args: readonly string[],
	env: Record<string, string>,
	take: (line: string) => void,
): LineChild {
	const child: ChildProcess = spawn(command, args, {
		env: { ...process.env, ...env },
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	if (child.stdout === null) throw new Error('no pipe');
	createInterface({ input: child.stdout }).on('line', take);
	const closed = once(child, 'close');
	return {
		async stop() {
			const hasEnded = child.exitCode !== null;
			child.kill('SIGTERM');
			await closed;
			if (hasEnded) throw new Error(`${command} ${args.join(' ')} ended by itself (${child.exitCode})`);
		},
	};
}
