// Run in a terminal: opens one shell as it is told, and prints how that ended and what became of the terminal.
import { execCri } from '../../source/adapters/cri/exec-cri.ts';
import { execDocker } from '../../source/adapters/docker/exec-docker.ts';
import { openNetShell } from '../../source/adapters/shell/net-shell.ts';
import type { NetShell, ShellResult } from '../../source/core/shell/shell-target.ts';

export type ShellOrder =
	| { kind: 'docker' | 'cri'; socket: string; id: string }
	| { kind: 'net'; process?: NetShell['process']; file?: string; path?: string; hostRoot?: string };

const order = JSON.parse(process.argv[2] ?? '') as ShellOrder;
const abort = new AbortController();
process.on('SIGTERM', () => abort.abort());
process.on('SIGINT', () => process.stdout.write('[pausetop was interrupted]\n'));
const { stdin, stdout } = process;

function open(): Promise<ShellResult> {
	if (order.kind === 'net') {
		const target = { kind: 'net-namespace', kubeNamespace: 'default', pod: 'web', process: order.process } as const;
		const environment = {
			...process.env,
			SHELL: '/bin/bash',
			HOME: '/nonexistent',
			...(order.path && { PATH: order.path }),
		};
		return openNetShell(
			target,
			{ stdin, stdout },
			{ file: order.file, hostRoot: order.hostRoot, environment, signal: abort.signal },
		);
	}
	const target = { id: order.id, container: 'app' };
	if (order.kind === 'cri') return execCri({ path: order.socket }, target, { stdin, stdout }, abort.signal);
	return execDocker({ kind: 'unix', path: order.socket }, target, { stdin, stdout }, abort.signal);
}

const result = await open();
process.stdout.write(
	`\r\n[ended ${JSON.stringify(result)} raw=${process.stdin.isRaw} signal=${abort.signal.aborted}]\r\n`,
);
process.exit();
