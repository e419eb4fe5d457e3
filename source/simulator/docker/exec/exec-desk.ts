import type { Clock } from '../../clock.ts';
import { rootfsFacts } from '../../inside/rootfs.ts';
import type { Kernel, SimulatedProcess } from '../../proc/kernel.ts';
import { spawnInside } from '../../proc/spawn-container.ts';
import type { Random } from '../../random.ts';
import { isShell, runCommand } from '../../shell/run-script.ts';
import type { ShellSite } from '../../shell/shell-site.ts';
import { createTerminalSession } from '../../shell/terminal-session.ts';
import type { SimulatedContainer } from '../container.ts';
import type { DockerEngine } from '../docker-engine.ts';
import { EngineError } from '../engine-error.ts';
import type { ExecRecord, ExecRequest } from './exec-record.ts';
import { listShellProcesses } from './list-shell-processes.ts';

/** Where an exec's output goes. */
export type ExecOutput = { write(text: string): void; end(): void };

/** What runs in containers beside their own processes. */
export type ExecDesk = {
	/** @throws EngineError 400, 404, 409 */
	create(reference: string, request: ExecRequest): ExecRecord;
	/** @throws EngineError 404 */
	get(id: string): ExecRecord;
	/** Ids of those that run in a container. */
	listRunning(containerId: string): string[];
	/** Runs it; returns who takes its input. What goes wrong is said in its output, as Docker 20.10 does. */
	start(exec: ExecRecord, output: ExecOutput): (bytes: Uint8Array) => void;
};

type Parts = { engine: DockerEngine; kernel: Kernel; clock: Clock; random: Pick<Random, 'hex'> };

/** As many as are remembered; Docker forgets those that have ended after some minutes. */
const limit = 500;

export function createExecDesk({ engine, kernel, clock, random }: Parts): ExecDesk {
	const execs = new Map<string, ExecRecord>();

	const run = (exec: ExecRecord, process: SimulatedProcess, output: ExecOutput): ((bytes: Uint8Array) => void) => {
		const { container, command, tty } = exec;
		const { pid } = process;
		const end = (exitCode: number) => {
			if (exec.state === 'ended') return;
			Object.assign(exec, { state: 'ended', exitCode });
			kernel.exit(pid);
			engine.report(container, 'exec_die', { execID: exec.id, exitCode: String(exitCode) });
			output.end();
		};
		// Whoever ends the container ends all that runs in it.
		void engine.whenExited(container.id).then(() => end(137));
		const site = describeSite(kernel, container, process);
		const [name = '', ...args] = command;
		const shell = name.split('/').pop() ?? '';
		if (shell === 'sleep') {
			clock.setTimeout(() => end(0), (Number(args[0]) || 0) * 1000);
			return () => {};
		}
		if (tty && isShell(shell) && args.length === 0) {
			const session = createTerminalSession({ site, shell, write: output.write, end });
			session.begin();
			return session.input;
		}
		const outcome = runCommand(command, site, 'sh');
		if (outcome.output !== '') output.write(tty ? outcome.output.replaceAll('\n', '\r\n') : outcome.output);
		end(outcome.status);
		return () => {};
	};

	return {
		create(reference, request) {
			const container = engine.table.resolve(reference);
			if (request.command.length === 0) throw new EngineError(400, 'No exec command specified');
			if (container.state !== 'running') throw new EngineError(409, `Container ${container.id} is not running`);
			const exec: ExecRecord = { ...request, id: random.hex(64), container, state: 'created', pid: 0 };
			execs.set(exec.id, exec);
			const [oldest] = execs.keys();
			if (execs.size > limit && oldest !== undefined) execs.delete(oldest);
			engine.report(container, `exec_create: ${formatCommand(exec)}`, { execID: exec.id });
			return exec;
		},
		get(id) {
			const exec = execs.get(id);
			if (exec === undefined) throw new EngineError(404, `No such exec instance: ${id}`);
			return exec;
		},
		listRunning(containerId) {
			const running = [...execs.values()].filter(({ state, container }) => {
				return state === 'running' && container.id === containerId;
			});
			return running.map(({ id }) => id);
		},
		start(exec, output) {
			const first = kernel.find(exec.container.pid);
			const refuse = (words: string) => {
				output.write(`${words}\r\n`);
				output.end();
				return () => {};
			};
			if (exec.state !== 'created') return refuse(`Error: Exec command ${exec.id} has already run`);
			if (first === undefined) return refuse(`Container ${exec.container.id} is not running`);
			engine.report(exec.container, `exec_start: ${formatCommand(exec)}`, { execID: exec.id });
			const missing = explainMissing(exec.command[0] ?? '', first);
			if (missing !== undefined) {
				Object.assign(exec, { state: 'ended', exitCode: 126 });
				return refuse(missing);
			}
			const process = spawnInside(kernel, first, { args: exec.command, ppid: 1, idle: true });
			Object.assign(exec, { state: 'running', pid: process.pid });
			return run(exec, process, output);
		},
	};
}

/** The command as Docker's events word it, with the blank that Docker leaves after a command without arguments. */
function formatCommand({ command: [name, ...args] }: ExecRecord): string {
	return `${name} ${args.join(' ')}`;
}

/** Runc's words, within those of Docker 20.10; undefined for what can be started. */
function explainMissing(path: string, { program: { rootfs } }: SimulatedProcess): string | undefined {
	const { programs } = rootfsFacts[rootfs];
	const name = path.replace(/^\/(?:usr\/)?bin\//, '');
	if (programs.includes(name)) return undefined;
	const why = path.includes('/') ? `stat ${path}: no such file or directory` : 'executable file not found in $PATH';
	const words = `unable to start container process: exec: ${JSON.stringify(path)}: ${why}: unknown`;
	return `OCI runtime exec failed: exec failed: ${words}`;
}

function describeSite(kernel: Kernel, { hostname, pid }: SimulatedContainer, process: SimulatedProcess): ShellSite {
	const { rootfs } = kernel.find(pid)?.program ?? process.program;
	return { hostname, rootfs, listProcesses: () => listShellProcesses(kernel, process) };
}
