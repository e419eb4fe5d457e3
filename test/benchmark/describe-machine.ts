import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, release, totalmem } from 'node:os';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { type NodeUnderTest, pausetopCommand } from './node-under-test.ts';
import type { CommandLine } from './run-command.ts';

const run = promisify(execFile);

/** Where the numbers are from, as lines above the table: the program, the machine, and the real node if there is one. */
export async function describeMachine(engine: NodeUnderTest | undefined): Promise<string[]> {
	return [
		`program: ${await describeProgram()}`,
		`machine: ${formatMachine(readMachine())}`,
		...(engine ? [`engine: ${await describeEngine(engine)}`] : []),
	];
}

async function describeProgram(): Promise<string> {
	const own = pausetopCommand({ setting: '', flags: [], env: {}, pods: 0 }, ['--version']);
	const version = (await read(own)) ?? 'of unknown version';
	const isBundle = own.command === process.execPath;
	return `pausetop ${version.split('\n')[0]}, ${isBundle ? `bundle with Node ${process.version}` : `one file, ${basename(own.command)}`}`;
}

export type Machine = { cores: number; model?: string; arch: string; memory: number; kernel: string; virtual: boolean };

function readMachine(): Machine {
	return {
		cores: availableParallelism(),
		model: cpus()[0]?.model,
		arch: arch(),
		memory: totalmem(),
		kernel: release(),
		// the bit that x86 keeps for it; other processors do not tell
		virtual: /^flags\s*:.* hypervisor\b/m.test(readFileSync('/proc/cpuinfo', 'utf8')),
	};
}

/** @param machine.memory in bytes */
export function formatMachine({ cores, model, arch, memory, kernel, virtual }: Machine): string {
	const processor = [`${cores} ${cores === 1 ? 'core' : 'cores'}`, model && ` of ${model}`].filter(Boolean).join('');
	const gibibytes = `${(memory / 1024 ** 3).toFixed(0)} GiB of memory`;
	return [`${processor} (${arch}${virtual ? ', virtual' : ''})`, gibibytes, `Linux ${kernel}`].join(', ');
}

async function describeEngine({ env, dockerSocket, pods }: NodeUnderTest): Promise<string> {
	const docker = (...args: string[]) => read({ command: 'docker', args, env });
	const kubectl = (...args: string[]) => read({ command: 'kubectl', args, env });
	const version =
		dockerSocket === undefined
			? `containerd ${await containerdVersion(env)}`
			: `Docker ${await docker('version', '--format', '{{.Server.Version}}')}`;
	const ids = dockerSocket === undefined ? await runningTasks(env) : await docker('ps', '--quiet');
	const kubelet = await kubectl('get', 'nodes', '-o', 'jsonpath={.items[0].status.nodeInfo.kubeletVersion}');
	return [
		version,
		`kubelet ${kubelet ?? 'unknown'}`,
		`${pods} pods`,
		`${ids === undefined ? 'unknown' : countLines(ids)} running containers`,
	].join(', ');
}

async function containerdVersion(env: CommandLine['env']): Promise<string> {
	const text = await read({ command: 'ctr', args: ['version'], env });
	return /^Server:\n\s+Version:\s+(\S+)/m.exec(text ?? '')?.[1] ?? 'unknown';
}

function runningTasks(env: CommandLine['env']): Promise<string | undefined> {
	return read({ command: 'ctr', args: ['-n', 'k8s.io', 'tasks', 'ls', '--quiet'], env });
}

function countLines(text: string): number {
	return text.split('\n').filter(Boolean).length;
}

/** What it prints; undefined when it fails. */
function read({ command, args, env }: CommandLine): Promise<string | undefined> {
	return run(command, [...args], { env: { ...process.env, ...env }, timeout: 10_000 }).then(
		({ stdout }) => stdout.trim(),
		() => undefined,
	);
}
