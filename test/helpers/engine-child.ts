import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { until } from './engine-until.ts';

/** A daemon that a test has started. */
export type DaemonProcess = {
	isAlive(): boolean;
	/** Waits until `check` succeeds. Rejects at once, with the end of the log, when the process has ended. */
	waitUntil(seconds: number, check: () => Promise<unknown>): Promise<void>;
	/** SIGTERM, and waits for the end. */
	stop(): Promise<void>;
};

/** Starts it with its output in a file. */
export function startDaemonProcess(name: string, args: string[], logFile: string): DaemonProcess {
	const log = openSync(logFile, 'a');
	const child: ChildProcess = spawn(name, args, { stdio: ['ignore', log, log], env: daemonEnv() });
	closeSync(log);
	const isAlive = () => child.exitCode === null && child.signalCode === null;
	return {
		isAlive,
		async waitUntil(seconds, check) {
			await until(`${name} answers (${logFile})`, seconds, async () => {
				if (isAlive()) await check();
				return true;
			});
			if (!isAlive()) throw new Error(`${name} has ended:\n${(await readFile(logFile, 'utf8')).slice(-2000)}`);
		},
		async stop() {
			if (!isAlive()) return;
			const ended = once(child, 'exit');
			child.kill('SIGTERM');
			await ended;
		},
	};
}

/** Without what points docker elsewhere, and with the places of daemons. */
function daemonEnv(): NodeJS.ProcessEnv {
	const { DOCKER_HOST: _host, DOCKER_CONTEXT: _context, ...env } = process.env;
	return { ...env, PATH: `${env.PATH}:/usr/sbin:/sbin` };
}
