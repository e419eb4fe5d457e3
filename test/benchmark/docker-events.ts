import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { createEventEar, type HeardEvent, preciseNow } from './event-ear.ts';
import { type CommandLine, commandFailure } from './run-command.ts';

/** A running `docker events`, and when its lines come out. */
export type DockerEvents = {
	/** The next printed event of this kind about the container with this id or name. */
	hear(action: string, container: string): Promise<HeardEvent>;
	close(): Promise<void>;
};

/** Starts `docker events` with the machine's own docker; without one, or when it finds no engine, why not. */
export async function openDockerEvents(env: CommandLine['env']): Promise<DockerEvents | { missing: string }> {
	const missing = await commandFailure({ command: 'docker', args: ['version'], env });
	if (missing !== undefined) return { missing };
	// nothing tells that it listens: what happens from here on is printed in any case, at first perhaps late
	const since = (Date.now() / 1000).toFixed(3);
	const args = ['events', '--since', since, '--filter', 'type=container', '--format', '{{json .}}'];
	const child = spawn('docker', args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
	const exited = once(child, 'exit');
	const ended = exited.then((): never => {
		throw new Error('docker events has ended');
	});
	// nobody may be waiting
	ended.catch(() => {});
	const ear = createEventEar();
	createInterface({ input: child.stdout }).on('line', (line) => ear.take(line, preciseNow()));
	return {
		hear: (action, container) => Promise.race([ear.hear(action, container), ended]),
		async close() {
			child.kill('SIGTERM');
			await exited;
		},
	};
}
