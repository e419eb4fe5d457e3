import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { isDead, parseProcStat } from '../../core/proc-stat.ts';
import type { NetShell, ShellResult } from '../../core/shell/shell-target.ts';
import { type ShellTerminal, takeTerminal } from '../shell-terminal.ts';
import { createShellEnvironment } from './shell-environment.ts';

export type NetShellOptions = {
	/** A file by which the runtime keeps the namespace, as found from here; used where there is no process. */
	file?: string;
	/** The machine's root as seen from here; `/` unless pausetop runs in a container. */
	hostRoot?: string;
	/** The caller's environment: the shell gets it. */
	environment: Readonly<Record<string, string | undefined>>;
	signal: AbortSignal;
};

/**
 * Opens the node's own shell in a pod's network namespace, and in nothing else of the pod, and resolves when it has ended. With
 * `hostRoot` it also leaves our container's file system for the host's. Never rejects.
 */
export async function openNetShell(
	target: NetShell,
	terminal: ShellTerminal,
	options: NetShellOptions,
): Promise<ShellResult> {
	const opened: number[] = [];
	try {
		const files = openNamespaces(target, options, opened);
		if (!('flags' in files)) return files;
		const command = ['nsenter', ...files.flags, '--'];
		const obstacle = await tryOut([...command, 'true'], opened, options);
		if (obstacle) return obstacle;
		return await runShell([...command, findShell(options)], opened, { target, terminal, options });
	} finally {
		for (const fd of opened) closeSync(fd);
	}
}

/**
 * Opens the namespaces' files here and hands them over as descriptors, from 3 on: they stay the same namespaces, whatever
 * becomes of the process.
 */
function openNamespaces(
	{ process, pod }: NetShell,
	{ file, hostRoot = '/' }: NetShellOptions,
	opened: number[],
): { flags: string[] } | ShellResult {
	const procDir = join(hostRoot, 'proc');
	const path = process ? `${procDir}/${process.pid}/ns/net` : file;
	const gone = {
		message: `pod "${pod}" has no network namespace any more`,
		remedy: 'choose its successor in the list',
	};
	if (path === undefined) return gone;
	try {
		opened.push(openSync(path, 'r'));
		// after it was opened: what was opened was then this process's
		if (process && !isSame(procDir, process)) return gone;
		if (hostRoot === '/') return { flags: ['--net=/proc/self/fd/3'] };
		opened.push(openSync(`${procDir}/1/ns/mnt`, 'r'));
		return { flags: ['--net=/proc/self/fd/3', '--mount=/proc/self/fd/4'] };
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === 'ENOENT' || code === 'ESRCH') return gone;
		if (code === 'EACCES' || code === 'EPERM') return { message: `${path} may not be opened`, remedy: asRoot };
		return { message: `${path} cannot be opened (${code})` };
	}
}

const asRoot = 'entering a namespace takes root: sudo pausetop; in a container CAP_SYS_ADMIN and CAP_SYS_PTRACE';

function isSame(procDir: string, { pid, startTicks }: NonNullable<NetShell['process']>): boolean {
	const stat = parseProcStat(readFileSync(`${procDir}/${pid}/stat`, 'utf8'));
	return stat !== undefined && stat.startTicks === startTicks && !isDead(stat);
}

/** Enters once and leaves again, so that what is wrong can be said in words. */
function tryOut(
	[program = '', ...args]: readonly string[],
	namespaces: readonly number[],
	{ environment }: NetShellOptions,
): Promise<ShellResult | undefined> {
	return new Promise((resolve) => {
		const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe', ...namespaces], env: { ...environment } });
		let said = '';
		child.stderr?.setEncoding('utf8').on('data', (text: string) => {
			said = (said + text).slice(0, 1_000);
		});
		child.on('error', (error: NodeJS.ErrnoException) => resolve(explainStart(error)));
		child.on('close', (code) => resolve(code === 0 ? undefined : explainRefusal(said)));
	});
}

function explainStart({ code }: NodeJS.ErrnoException): ShellResult {
	if (code === 'ENOENT') return { message: 'nsenter is not installed', remedy: 'install util-linux on this node' };
	return { message: `nsenter cannot be started (${code})` };
}

function explainRefusal(said: string): ShellResult {
	const words = said
		.trim()
		.replace(/\s+/g, ' ')
		.replace(/^nsenter: /, '');
	if (/not permitted|permission denied/i.test(words)) return { message: `nsenter: ${words}`, remedy: asRoot };
	return { message: words === '' ? 'nsenter failed' : `nsenter: ${words}` };
}

/** The user's own one. In a container $SHELL is that of the container, and says nothing about the host. */
function findShell({ hostRoot, environment }: NetShellOptions): string {
	if (hostRoot !== undefined && hostRoot !== '/') return existsSync(join(hostRoot, 'bin/bash')) ? '/bin/bash' : 'sh';
	const { SHELL = '' } = environment;
	const isShell = isAbsolute(SHELL) && !/\/(?:nologin|false|true)$/.test(SHELL) && existsSync(SHELL);
	return isShell ? SHELL : 'sh';
}

/** How long a shell may take to leave when pausetop is ended, milliseconds. */
const patience = 1_000;

function runShell(
	[program = '', ...args]: readonly string[],
	namespaces: readonly number[],
	{ target, terminal, options }: { target: NetShell; terminal: ShellTerminal; options: NetShellOptions },
): Promise<ShellResult> {
	const { stdin, stdout } = terminal;
	const env = createShellEnvironment(options.environment, target);
	const putBack = takeTerminal(stdin, false);
	stdout.write(`The node's own shell in the network namespace of pod ${env.PAUSETOP_POD}. exit leads back.\r\n`);
	return new Promise<ShellResult>((resolve) => {
		// the prompt is written to stderr, which may be somewhere else
		const child = spawn(program, args, { stdio: [stdin.fd, stdout.fd, stdout.fd, ...namespaces], env });
		const leave = () => {
			child.kill('SIGHUP');
			// bash (5.2) may put one off that comes just as it begins to wait for a key
			setTimeout(() => child.kill('SIGKILL'), patience).unref();
		};
		options.signal.addEventListener('abort', leave, { once: true });
		const finish = (result: ShellResult) => {
			options.signal.removeEventListener('abort', leave);
			resolve(result);
		};
		child.on('error', (error) => finish(explainStart(error)));
		child.on('close', (code, signal) =>
			finish(code === null ? { message: `the shell was ended by ${signal}` } : { exitCode: code }),
		);
	}).finally(putBack);
}
