import { once } from 'node:events';
import { type Duplex, PassThrough } from 'node:stream';
import Docker from 'dockerode';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { execDocker } from '../../source/adapters/docker/exec-docker.ts';
import { readInside } from '../../source/adapters/proc/inside/read-inside.ts';
import type { ShellTerminal } from '../../source/adapters/shell-terminal.ts';
import { createSimulatedNode, type SimulatedNode } from '../../source/simulator/create-simulated-node.ts';
import { createVirtualClock, type VirtualClock } from '../../source/simulator/virtual-clock.ts';
import recorded from '../fixtures/simulator/exec.json' with { type: 'json' };
import { listProcesses } from './look-inside.ts';

let clock: VirtualClock;
let node: SimulatedNode;
let docker: Docker;

beforeEach(async () => {
	clock = createVirtualClock(Date.parse('2026-11-22T12:00:00Z'));
	node = await createSimulatedNode({ clock });
	docker = new Docker({ socketPath: node.dockerSocket });
	onTestFinished(() => node.close());
});

function idOf(pod: string, container?: string): string {
	return node.findContainer(pod, container)?.id ?? '';
}

async function readAll(stream: NodeJS.ReadableStream): Promise<string> {
	let text = '';
	stream.on('data', (chunk: Buffer) => {
		text += chunk.toString();
	});
	await once(stream, 'end');
	return text;
}

/** Without a terminal: what it says, without its frames, and what Docker says about it. */
async function runPlain(container: string, command: string[]) {
	const exec = await docker.getContainer(container).exec({ Cmd: command, AttachStdout: true, AttachStderr: true });
	const stream = await exec.start({ hijack: false, stdin: false });
	const said = await readAll(stream);
	const { ID, ContainerID, ...inspect } = await exec.inspect();
	expect([ID, ContainerID]).toEqual([exec.id, container]);
	return { output: said.slice(8), frame: said.slice(0, 4), inspect };
}

async function open(container: string, shell: string) {
	const options = { Cmd: [shell], Tty: true, AttachStdin: true, AttachStdout: true, AttachStderr: true };
	const exec = await docker.getContainer(container).exec(options);
	const stream: Duplex = await exec.start({ hijack: true, stdin: true, Tty: true });
	let said = '';
	let wake = () => {};
	stream.on('data', (chunk: Buffer) => {
		said += chunk.toString();
		wake();
	});
	const until = async (pattern: RegExp) => {
		while (!pattern.test(said)) {
			await new Promise<void>((resolve) => {
				wake = resolve;
			});
		}
		const before = said;
		said = '';
		return before;
	};
	return { exec, stream, until };
}

test('what is not there: Docker’s words and code, and no process', async () => {
	const busybox = idOf('pause-test', 'busybox');
	const { output, frame, inspect } = await runPlain(busybox, ['bash']);
	expect(output).toBe(recorded.missing.output);
	expect(frame).toBe('\u0001\u0000\u0000\u0000');
	expect(inspect).toEqual(recorded.missing.inspect);
	expect((await runPlain(busybox, ['/nope'])).output).toBe(recorded.missingPath);
	const pause = await runPlain(idOf('pause-test'), ['sh', '-c', 'exit 0']);
	expect([pause.output, pause.inspect.ExitCode]).toEqual([recorded.missing.output.replace('bash', 'sh'), 126]);
});

test('a script: its output and code, and events', async () => {
	const busybox = idOf('pause-test', 'busybox');
	const since = clock.now() / 1000;
	const { output, inspect } = await runPlain(busybox, ['sh', '-c', 'echo hi; exit 3']);
	expect(output).toBe(recorded.ended.output);
	expect(inspect).toEqual({ ...recorded.ended.inspect, Pid: expect.any(Number) });
	expect(inspect.Pid).toBeGreaterThan(1);
	const unknown = await runPlain(busybox, ['sh', '-c', 'nope']);
	expect({ output: unknown.output, exitCode: unknown.inspect.ExitCode }).toEqual(recorded.unknownCommand);
	await runPlain(busybox, ['bash']);
	const events = await readAll(
		await docker
			.getEvents({ since, until: clock.now() / 1000 + 1, filters: { container: [busybox] } })
			.then((stream) => {
				void clock.advance(2_000);
				return stream;
			}),
	);
	const actions = events
		.trim()
		.split('\n')
		.map((line): string => JSON.parse(line).Action);
	expect(actions.slice(0, 3)).toEqual(recorded.events);
	expect(actions.slice(-2)).toEqual(recorded.eventsOfMissing);
});

test('what Docker refuses', async () => {
	const { unknownExec, noCommand, resizeOfEnded } = recorded.refusals;
	const refusal = ({ status, message }: typeof noCommand) => ({ statusCode: status, json: { message } });
	await expect(docker.getExec('abc').inspect()).rejects.toMatchObject(refusal(unknownExec));
	const busybox = docker.getContainer(idOf('pause-test', 'busybox'));
	await expect(busybox.exec({ Cmd: [] })).rejects.toMatchObject(refusal(noCommand));
	const exec = await busybox.exec({ Cmd: ['true'], AttachStdout: true });
	await readAll(await exec.start({ hijack: false, stdin: false }));
	await expect(exec.resize({ w: 80, h: 24 })).rejects.toMatchObject(refusal(resizeOfEnded));
	const dead = docker.getContainer(idOf('done', 'job'));
	await expect(dead.exec({ Cmd: ['sh'] })).rejects.toMatchObject({ statusCode: 409 });
	await expect(docker.getContainer('nothing').exec({ Cmd: ['sh'] })).rejects.toMatchObject({ statusCode: 404 });
	await expect(docker.getExec('abc').start({ hijack: true, stdin: true })).rejects.toMatchObject({ statusCode: 404 });
});

test('a shell at a terminal says what it is, echoes, answers and leaves with its code', async () => {
	const { exec, stream, until } = await open(idOf('pause-test', 'nginx'), 'bash');
	expect(await until(/# $/)).toMatch(/^This is a simulated container: .*\r\nroot@pause-test:\/# $/);
	await exec.resize({ w: 100, h: 30 });
	stream.write('hostnamx\x7fe\r');
	expect(await until(/# $/)).toBe('hostnamx\b \be\r\npause-test\r\nroot@pause-test:/# ');
	stream.write('ls /etc\r');
	expect(await until(/# $/)).toContain('passwd');
	stream.write('ps\r');
	const list = await until(/# $/);
	expect(list).toMatch(/\r\n {4}1 root {5}nginx: master process nginx -g daemon off;\r\n/);
	expect(list).toMatch(/\d nginx {4}nginx: worker process\r\n/);
	expect(list).toMatch(/\d root {5}bash\r\n/);
	expect(list).not.toContain('node');
	stream.write('\x1b[A\x1bOPnope\r');
	expect(await until(/# $/)).toContain('bash: nope: not found\r\n');
	expect((await exec.inspect()).Running).toBe(true);
	expect((await docker.getContainer(idOf('pause-test', 'nginx')).inspect()).ExecIDs).toEqual([exec.id]);
	stream.write('exit 5\r');
	await once(stream, 'end');
	expect(await exec.inspect()).toMatchObject({ Running: false, ExitCode: 5 });
});

test('keys come in any pieces, characters of several bytes too', async () => {
	const { stream, until } = await open(idOf('pause-test', 'busybox'), 'ash');
	await until(/\/ # $/);
	for (const byte of Buffer.from('echo "gr\u00fc\u00df \u{1F427}"x\x7f\x1b[1;5C\r')) stream.write(Buffer.from([byte]));
	expect(await until(/\n\/ # $/)).toContain('\r\ngr\u00fc\u00df \u{1F427}\r\n');
	stream.write('half a line\x15\x03\x04');
	await once(stream, 'end');
	expect(await until(/exit/)).toContain('^C\r\n/ # exit');
});

test('the shell is a process of the container while it is there, and ends with it', async () => {
	const id = idOf('pause-test', 'ghost');
	const { exec, stream, until } = await open(id, 'sh');
	await until(/# $/);
	const look = async () => {
		const containers = [{ id, name: 'ghost', role: 'container' as const }];
		const request = { podUid: 'any', containers, want: { processes: true } };
		return listProcesses(await readInside(request, { hostRoot: node.hostRoot, now: clock.now }));
	};
	expect(await look()).toContain('ghost n root S sh');
	void node.run({ do: 'kill', id });
	const ended = once(stream, 'end');
	await clock.advance(1_000);
	await ended;
	expect(await exec.inspect()).toMatchObject({ Running: false, ExitCode: 137 });
	expect((await look()).filter((line) => / sh$/.test(line))).toEqual([]);
});

test('pausetop’s own way into a container: it finds the shell, and gives the terminal back', async () => {
	const stdin = Object.assign(new PassThrough(), { fd: -1, isRaw: false, setRawMode: () => stdin });
	const stdout = Object.assign(new PassThrough(), { fd: -1, columns: 80, rows: 24 });
	const terminal = { stdin, stdout } as unknown as ShellTerminal;
	let said = '';
	const prompted = new Promise<void>((resolve) => {
		stdout.on('data', (chunk: Buffer) => {
			said += chunk.toString();
			if (/\/ # $/.test(said)) resolve();
		});
	});
	const endpoint = { kind: 'unix' as const, path: node.dockerSocket };
	const target = { id: idOf('pause-test', 'busybox'), container: 'busybox' };
	const result = execDocker(endpoint, target, terminal, new AbortController().signal);
	await prompted;
	stdin.write('exit 7\r');
	expect(await result).toEqual({ exitCode: 7 });
	const none = await execDocker(
		endpoint,
		{ id: idOf('pause-test'), container: 'pause' },
		terminal,
		new AbortController().signal,
	);
	expect(none.message).toContain('has no shell');
});

test('a daemon that stops takes its shells along', async () => {
	const { stream, until } = await open(idOf('pause-test', 'nginx'), 'bash');
	await until(/# $/);
	const closed = once(stream, 'close');
	stream.on('error', () => {});
	await node.docker.stop();
	await closed;
	await node.docker.start();
	expect((await docker.ping()).toString()).toBe('OK');
});
