import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requireEngine } from '../helpers/engine-requirement.ts';
import type { Terminal } from '../helpers/terminal.ts';
import { runPiped } from '../helpers/terminal-pausetop.ts';
import { commandLine } from '../helpers/terminal-program.ts';
import { openTestTerminal } from '../helpers/terminal-test.ts';

/** A folder with `pausetop` on a simulated node, as the PATH of a user who has installed it. */
let folder: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'pausetop-completion-'));
	const { command, args } = commandLine();
	const words = [command, ...args].map((word) => `'${word}'`).join(' ');
	const program = join(folder, 'pausetop');
	await writeFile(program, `#!/bin/sh\ncase $1 in get) set -- "$@" --demo --seed 1 ;; esac\nexec ${words} "$@"\n`);
	await chmod(program, 0o755);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

type Shell = { name: string; args: string[]; load: string };

const shells: readonly Shell[] = [
	{ name: 'bash', args: ['--norc', '--noprofile', '-i'], load: 'source <(pausetop completion bash)' },
	{ name: 'zsh', args: ['-f', '-i'], load: 'autoload -U compinit; compinit -D -u; source <(pausetop completion zsh)' },
	{ name: 'fish', args: ['--no-config', '-i'], load: 'pausetop completion fish | source' },
];

/** An interactive shell that has loaded its script. */
async function openShell({ name, args, load }: Shell): Promise<Terminal> {
	const env = { PATH: `${folder}:${process.env.PATH}`, HOME: folder, PS1: '> ', KUBECONFIG: undefined };
	const terminal = openTestTerminal({ command: name, args, env, columns: 100, rows: 40, cwd: folder });
	// typed in two parts, so that the word is on the screen only once the shell has printed it
	terminal.type(`${load}; echo load""ed\r`);
	await terminal.waitFor('loaded', { timeout: 15_000 });
	return terminal;
}

function isMissing(name: string): string | undefined {
	return spawnSync(name, ['--version']).error ? `${name} is not installed` : undefined;
}

describe.each(shells)('completion in $name', (shell) => {
	test.for([
		['a command', 'pausetop doc', 'pausetop doctor'],
		["a command's own flag", 'pausetop logs --prev', 'pausetop logs --previous'],
		['a choice', 'pausetop get -o ya', 'pausetop get -o yaml'],
		['a pod of the default namespace, asked of the node', 'pausetop ps myapp', 'pausetop ps myapp-pod'],
		['a pod of another namespace', 'pausetop ps -n kube-system stat', 'pausetop ps -n kube-system static-web-'],
		['a namespace of the node', 'pausetop get -n kube-s', 'pausetop get -n kube-system'],
	] as const)('completes %s', { timeout: 30_000 }, async ([, typed, whole], context) => {
		requireEngine(context, isMissing(shell.name));
		const terminal = await openShell(shell);
		terminal.type(`${typed}\t`);
		await terminal.waitFor(whole, { timeout: 15_000 });
		expect(terminal.screen()).toContain(whole);
	});
});

describe('completion', () => {
	test('offers no flag that the command does not take', async () => {
		const { stdout: script } = await runPiped(['completion', 'bash']);
		const ask = `COMP_WORDS=(pausetop doctor --s); COMP_CWORD=2; _pausetop; echo "\${COMPREPLY[@]}"`;
		const answer = spawnSync('bash', ['--norc'], { input: `${script}\n${ask}\n`, encoding: 'utf8' });
		// `--since`, `--selector` and `--stop` are others'
		expect(answer).toMatchObject({ stdout: '--seed\n', stderr: '' });
	});

	test('asks for a shell that it knows', async () => {
		const { code, stdout, stderr } = await runPiped(['completion', 'tcsh']);
		expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
		expect(stderr).toContain('completion takes a shell: bash, zsh, fish');
	});
});

describe('the manual page', () => {
	test('has every command and flag, and no fault that mandoc knows', async (context) => {
		requireEngine(context, isMissing('mandoc'));
		const { code, stdout } = await runPiped(['man']);
		expect(code).toBe(0);
		const lint = spawnSync('mandoc', ['-T', 'lint', '-W', 'error'], { input: stdout, encoding: 'utf8' });
		expect(lint.stdout).toBe('');
		const page = spawnSync('mandoc', ['-T', 'ascii', '-O', 'width=200'], { input: stdout, encoding: 'utf8' });
		// mandoc overstrikes for bold
		const text = page.stdout.replace(/.\u0008/g, '');
		expect(text).toMatch(/NAME\n +pausetop - see what a Kubernetes node is really running/);
		expect(text).toMatch(/^ +-n, --namespace NAME\n +only this namespace/m);
		expect(text).toMatch(/^ +2 +wrong usage/m);
	});
});
