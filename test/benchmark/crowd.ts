import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Starts so many processes that only sleep; `close` ends them. Resolves when the last of them is there. */
export async function openCrowd(count: number): Promise<{ close(): Promise<void> }> {
	// TERM goes to the whole group; the shell lives on to wait for all of them: PID 1 of a container may not do that for it
	const script =
		'trap : TERM; n=0; while [ $n -lt "$0" ]; do sleep 100000 & n=$((n + 1)); done; echo ready; wait; wait; wait';
	const shell = spawn('sh', ['-c', script, String(count)], { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
	const ended = once(shell, 'exit');
	const line = await Promise.race([
		once(createInterface({ input: shell.stdout }), 'line'),
		ended.then(() => undefined),
	]);
	if (!line || shell.pid === undefined) throw new Error('the processes could not be started');
	const group = -shell.pid;
	return {
		async close() {
			process.kill(group, 'SIGTERM');
			await ended;
		},
	};
}
