import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const bun = fileURLToPath(new URL('../../node_modules/.bin/bun', import.meta.url));

/** Runs a module with the JavaScript runtime of the one-file program. Resolves with what it prints, parsed; rejects with what it says. */
export async function runBun(
	module: URL,
	args: readonly string[],
	environment: Readonly<Record<string, string>> = {},
): Promise<unknown> {
	const { stdout } = await promisify(execFile)(bun, [fileURLToPath(module), ...args], {
		env: { ...process.env, ...environment },
		maxBuffer: 64 * 1024 * 1024,
		timeout: 30_000,
	});
	return JSON.parse(stdout);
}
