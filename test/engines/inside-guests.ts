import { type ChildProcess, spawn } from 'node:child_process';
import { onTestFinished } from 'vitest';
import type { InsideRuntime } from './inside-runtime.ts';

/**
 * Starts a command of the node in a pod's network, as an operator does with nsenter; its pid is that of the command. It ends with
 * the test; what it starts itself would not, and the test runner would wait for that.
 */
export async function startGuest(
	runtime: InsideRuntime,
	pod: string,
	command: readonly string[],
): Promise<ChildProcess> {
	const [container] = await runtime.find(pod);
	if (container === undefined) throw new Error(`${pod} does not run`);
	const words = ['--target', String(container.pid), '--net', ...command];
	const guest = spawn('nsenter', words, { stdio: ['ignore', 'pipe', 'inherit'] });
	onTestFinished(() => void guest.kill('SIGKILL'));
	return guest;
}
