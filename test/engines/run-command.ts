import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Runs one of the tools that pausetop must agree with. Rejects, with the tool's own words, when it fails. */
export async function runCommand(command: string, args: string[], env: Record<string, string> = {}): Promise<string> {
	const { stdout } = await execute(command, args, {
		env: { ...process.env, ...env },
		maxBuffer: 256 * 1024 * 1024,
		timeout: 60_000,
	});
	return stdout;
}
