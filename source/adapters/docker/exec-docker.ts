import type { Duplex } from 'node:stream';
import type Docker from 'dockerode';
import { wireInteger, wireObject } from '../../core/docker-wire.ts';
import { containerShells, describeNoShell, type ShellResult } from '../../core/shell/shell-target.ts';
import { SourceError } from '../../core/source.ts';
import { attachTerminal, type ShellChannel, type ShellTerminal } from '../shell-terminal.ts';
import { type Ask, createAsk, openDockerConnection } from './docker-connection.ts';
import { type DockerEndpoint, resolveEndpoint } from './docker-endpoint.ts';
import { explainDockerError } from './explain-docker-error.ts';

/** Longest wait for an answer, milliseconds: starting a process in a container takes a tenth of a second when all is well. */
const requestTimeout = 10_000;

/**
 * Docker's own way out of an exec, ctrl-p ctrl-q, would hold back every ctrl-p until the next key. It cannot be switched off, so it
 * is put where nobody types it.
 */
const detachKeys = 'ctrl-^,ctrl-],ctrl-^,ctrl-]';

/** Opens a shell in a container through Docker, as `docker exec -it` does, and resolves when it has ended. Never rejects. */
export async function execDocker(
	endpoint: DockerEndpoint | (() => Promise<DockerEndpoint>),
	{ id, container: name }: { id: string; container: string },
	terminal: ShellTerminal,
	signal: AbortSignal,
): Promise<ShellResult> {
	let where: DockerEndpoint | undefined;
	try {
		where = await resolveEndpoint(endpoint);
		const { docker } = await openDockerConnection(where, { requestTimeout, signal });
		const ask = createAsk(where, requestTimeout);
		const container = docker.getContainer(encodeURIComponent(id));
		const shell = await findShell(container, ask, signal);
		if (shell === undefined) return describeNoShell(name);
		const exec = await ask(() => container.exec(shellOptions(shell)), signal);
		const stream = await ask(() => exec.start({ hijack: true, stdin: true, Tty: true }), signal);
		return await attachTerminal(terminal, createChannel(exec, stream), signal);
	} catch (error) {
		if (signal.aborted) return {};
		const { message, remedy } = where ? explainRefusal(error, name, where) : describe(error);
		return { message, remedy };
	}
}

function shellOptions(shell: string): Docker.ExecCreateOptions {
	return {
		Cmd: [shell],
		Tty: true,
		AttachStdin: true,
		AttachStdout: true,
		AttachStderr: true,
		Env: ['TERM=xterm-256color'],
		DetachKeys: detachKeys,
	};
}

/**
 * The first shell that can be started. Each is tried, without a terminal: where there is none, Docker 20.10 writes an error into
 * the stream of an exec that it says to have begun.
 */
async function findShell(container: Docker.Container, ask: Ask, signal: AbortSignal): Promise<string | undefined> {
	for (const shell of containerShells) {
		const Cmd = [shell, '-c', 'exit 0'];
		const exec = await ask(() => container.exec({ Cmd, AttachStdout: true, AttachStderr: true }), signal);
		if ((await ask(() => runToEnd(exec).catch(isMissing), signal)) === 0) return shell;
	}
	return undefined;
}

async function runToEnd(exec: Docker.Exec): Promise<number | undefined> {
	const stream = await exec.start({ hijack: false, stdin: false });
	await new Promise((resolve, reject) => stream.on('end', resolve).on('error', reject).resume());
	return readExitCode(exec);
}

/** Newer daemons refuse to start what is not there. */
function isMissing(error: unknown): undefined {
	const message = error instanceof Error ? error.message : '';
	if (/executable file not found|no such file or directory/i.test(message)) return undefined;
	throw error;
}

async function readExitCode(exec: Docker.Exec): Promise<number | undefined> {
	const answer: unknown = await exec.inspect();
	return wireInteger(wireObject(answer).ExitCode);
}

function createChannel(exec: Docker.Exec, stream: Duplex): ShellChannel {
	const closed = new Promise<void>((resolve) => stream.once('close', resolve).once('end', resolve));
	stream.on('error', () => stream.destroy());
	return {
		send: (bytes) => void (stream.writable && stream.write(bytes)),
		resize: createResizer(exec, closed),
		receive: (listener) => void stream.on('data', listener),
		hangUp() {
			// Docker leaves a shell without anybody at its terminal running: interrupted, and at the end of its input, it leaves
			stream.write('\x03');
			setTimeout(() => stream.end('\x04'), interruptPause);
			stream.once('finish', () => stream.destroy());
			setTimeout(() => stream.destroy(), leavePause).unref();
		},
		ended: closed.then(async () => {
			stream.destroy();
			return { exitCode: await readExitCode(exec).catch(() => undefined) };
		}),
	};
}

/** Between the interrupt and the end of input, milliseconds: what it has been sent when it sets its terminal up anew, a shell loses. */
const interruptPause = 150;

/** How long a daemon that reads no more may hold up the way out, milliseconds. */
const leavePause = 500;

/** How often and after how many milliseconds a size is told again: before the process has begun there is nobody to tell. */
const [resizeAttempts, resizePause] = [10, 50];

/** Tells Docker the newest size, one request at a time: an older one must not arrive last. */
function createResizer(exec: Docker.Exec, closed: Promise<void>): ShellChannel['resize'] {
	let wanted: { w: number; h: number } | undefined;
	let telling = false;
	const tell = async () => {
		for (let attempt = 0; wanted && attempt < resizeAttempts; attempt++) {
			const size = wanted;
			wanted = undefined;
			try {
				await exec.resize(size);
				attempt = 0;
			} catch {
				wanted ??= size;
				const pause = new Promise((resolve) => setTimeout(resolve, resizePause, 'again'));
				if ((await Promise.race([closed, pause])) !== 'again') return;
			}
		}
	};
	return (columns, rows) => {
		wanted = { w: columns, h: rows };
		if (telling) return;
		telling = true;
		void tell().finally(() => {
			telling = false;
		});
	};
}

function explainRefusal(error: unknown, name: string, endpoint: DockerEndpoint): { message: string; remedy?: string } {
	const said = error instanceof Error ? error.message : '';
	if (/no such container/i.test(said)) {
		return { message: `container "${name}" is gone`, remedy: 'choose its successor in the list' };
	}
	if (/is not running/.test(said)) {
		return { message: `container "${name}" does not run`, remedy: 'choose its successor in the list' };
	}
	if (/is paused/.test(said)) {
		return { message: `container "${name}" is paused`, remedy: 'docker unpause makes it run on' };
	}
	return describe(explainDockerError(error, endpoint));
}

function describe(error: unknown): { message: string; remedy?: string } {
	if (error instanceof SourceError) return { message: error.message, remedy: error.remedy };
	return { message: error instanceof Error ? error.message : String(error) };
}
