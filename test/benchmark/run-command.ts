import { spawn } from 'node:child_process';

/** A command line to be timed. */
export type CommandLine = { command: string; args: readonly string[]; env?: Readonly<Record<string, string>> };

/** Milliseconds from the start of the process to its end with all output read; rejects when it fails. */
export function timeCommand({ command, args, env }: CommandLine): Promise<number> {
	return new Promise((resolve, reject) => {
		const start = performance.now();
		const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
		let errors = '';
		child.stdout.resume();
		child.stderr.on('data', (text: Buffer) => {
			errors += text;
		});
		child.on('error', reject);
		child.on('close', (code) => {
			if (code === 0) resolve(performance.now() - start);
			else reject(new Error(`${command} ${args.join(' ')}: exit code ${code}: ${errors.trim().split('\n')[0]}`));
		});
	});
}

/** Several commands one after the other, as one measurement. */
export async function timeCommands(commands: readonly CommandLine[]): Promise<number> {
	let sum = 0;
	for (const command of commands) sum += await timeCommand(command);
	return sum;
}

/** Why a command does not work here; `undefined` when it does. */
export async function commandFailure(command: CommandLine): Promise<string | undefined> {
	return timeCommand(command).then(
		() => undefined,
		(error: Error) => error.message,
	);
}
