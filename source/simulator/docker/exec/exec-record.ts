import type { SimulatedContainer } from '../container.ts';

/** What somebody asks Docker to run in a container. */
export type ExecRequest = {
	command: readonly string[];
	tty: boolean;
	stdin: boolean;
	stdout: boolean;
	stderr: boolean;
};

/** One exec as Docker keeps it. */
export type ExecRecord = ExecRequest & {
	id: string;
	container: SimulatedContainer;
	state: 'created' | 'running' | 'ended';
	/** Known when it has ended. */
	exitCode?: number;
	/** On the host; 0 when there has never been a process. */
	pid: number;
};

/** `GET /exec/ID/json`, as Docker 20.10 answers. */
export function formatExecInspect(exec: ExecRecord) {
	const [entrypoint = '', ...args] = exec.command;
	return {
		ID: exec.id,
		Running: exec.state === 'running',
		ExitCode: exec.exitCode ?? null,
		ProcessConfig: { tty: exec.tty, entrypoint, arguments: args, privileged: false, user: '0' },
		OpenStdin: exec.stdin,
		OpenStderr: exec.stderr,
		OpenStdout: exec.stdout,
		CanRemove: false,
		ContainerID: exec.container.id,
		DetachKeys: '',
		Pid: exec.pid,
	};
}
