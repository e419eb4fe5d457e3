import { readFileSync, readlinkSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseProcStat } from '../../source/core/proc-stat.ts';
import { type ContainerdDaemon, createContainerdDaemon, findContainerdObstacle } from '../helpers/engine-containerd.ts';
import { createDockerDaemon, type DockerDaemon, findDaemonObstacle } from '../helpers/engine-daemon.ts';
import { importImages } from '../helpers/engine-images.ts';
import { createKubelet, type Kubelet } from '../helpers/engine-pods.ts';
import { requireEngine } from '../helpers/engine-requirement.ts';
import { until } from '../helpers/engine-until.ts';
import type { Terminal } from '../helpers/terminal.ts';
import { openTestTerminal } from '../helpers/terminal-test.ts';
import { runCommand } from './run-command.ts';
import type { ShellOrder } from './shell-child.ts';

const child = new URL('shell-child.ts', import.meta.url).pathname;
const sleep = 'exec sleep 100000';

function openShell(order: ShellOrder, columns = 100): Terminal {
	return openTestTerminal({ command: process.execPath, args: [child, JSON.stringify(order)], columns, rows: 30 });
}

/** Types a command and waits for what it prints; the prompt's own line, which has the command in it, does not count. */
async function run(terminal: Terminal, command: string, expected: string | RegExp): Promise<void> {
	terminal.type(`${command}\r`);
	await terminal.waitFor(expected, { what: `${expected} after ${command}` });
}

const expectEnd = (terminal: Terminal, result: object, signal = false) =>
	terminal.waitFor((screen) =>
		screen.replace(/\n/g, '').includes(`[ended ${JSON.stringify(result)} raw=false signal=${signal}]`),
	);

/** What is the same for each runtime's shell. */
function testContainerShell(open: (script?: string) => Promise<{ order: ShellOrder; pid: number }>): void {
	it('has a terminal of its own size, in the container, and gives its exit code', async () => {
		const { order, pid } = await open();
		const terminal = openShell(order, 93);
		await terminal.waitFor(/[#$]$/m);
		await run(terminal, 'busybox stty size', /30 93/);
		terminal.resize(71, 22);
		await run(
			terminal,
			`until busybox stty size | busybox grep -q "22 71"; do sleep 0.1; done; echo res''ized`,
			/resized/,
		);
		await run(terminal, 'busybox readlink /proc/self/ns/mnt', readlinkSync(`/proc/${pid}/ns/mnt`));
		await run(terminal, 'busybox readlink /proc/self/ns/net', readlinkSync(`/proc/${pid}/ns/net`));
		await run(terminal, 'busybox tty; echo "<$TERM>"', /\/dev\/pts\/\d+\n<xterm-256color>|\/dev\/pts\/\d+\n<xterm>/);
		terminal.type('exit 7\r');
		await expectEnd(terminal, { exitCode: 7 });
	}, 60_000);

	it('gets every key: an interrupt ends what runs in it, and not pausetop', async () => {
		const terminal = openShell((await open()).order);
		await terminal.waitFor(/[#$]$/m);
		await run(terminal, "sh -c 'echo $((40 + 1)); read line'", /^41$/m);
		terminal.type('\x03');
		// what is typed before the prompt is back may be thrown away with what was interrupted
		await terminal.waitFor(/\^C[\s\S]*[#$]$/);
		await run(terminal, 'echo still $((40 + 2))', /still 42/);
		expect(terminal.screen()).not.toContain('interrupted]');
		terminal.type('\x04');
		await terminal.waitFor(/\[ended \{"exitCode":\d+\}/);
	}, 60_000);

	it('what it has switched on is switched off again', async () => {
		const terminal = openShell((await open()).order);
		await terminal.waitFor(/[#$]$/m);
		await run(terminal, 'printf "\\033[?1000h\\033[?2004h\\033[?25l\\033[31mx"; echo done', /xdone/);
		expect(terminal.modes()).toMatchObject({ cursorVisible: false, bracketedPaste: true, style: ['foreground'] });
		terminal.type('exit\r');
		await expectEnd(terminal, { exitCode: 0 });
		expect(terminal.modes()).toMatchObject({
			cursorVisible: true,
			bracketedPaste: false,
			mouseTracking: 'none',
			style: [],
		});
	}, 60_000);

	it('a container without a shell: says what to do instead', async () => {
		const { order } = await open(`busybox rm /bin/sh; ${sleep}`);
		const terminal = openShell(order);
		await terminal.waitFor(/"message":"container \\"app\\" has no shell: none of bash, ash, sh","remedy":"n opens/s);
		await terminal.waitFor('raw=false');
		// nothing of the attempts is seen
		expect(terminal.screen()).not.toMatch(/OCI|not found/);
	}, 60_000);

	it('a container that has ended', async () => {
		const { order, pid } = await open();
		process.kill(pid, 'SIGKILL');
		await until('it has ended', 20, async () => (isAlive(pid) ? undefined : true));
		const terminal = openShell(order);
		await terminal.waitFor(/\[ended \{"message":"container \\"app\\" (does not run|is gone)/);
	}, 60_000);

	it('pausetop is ended meanwhile: the terminal is put back, and no shell stays behind', async () => {
		const { order, pid } = await open();
		const terminal = openShell(order);
		await terminal.waitFor(/[#$]$/m);
		await run(terminal, 'busybox cat /proc/$$/stat', /\(sh\)/);
		terminal.kill('SIGTERM');
		await terminal.waitFor(/\[ended \{.*raw=false signal=true\]/);
		await until('no shell is left', 20, async () => (countProcesses(pid) === 1 ? true : undefined));
	}, 60_000);
}

function isAlive(pid: number): boolean {
	try {
		return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
	} catch {
		return false;
	}
}

/** How many processes are in the cgroup of this one. */
function countProcesses(pid: number): number {
	const lines = readFileSync(`/proc/${pid}/cgroup`, 'utf8').trim().split('\n');
	const line = lines.find((each) => each.includes(':pids:')) ?? lines.at(-1) ?? '';
	const [, controller = '', path = ''] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
	const processes = readFileSync(`/sys/fs/cgroup/${controller}${path}/cgroup.procs`, 'utf8');
	return processes.trim().split('\n').length;
}

describe('a shell in a container of a real dockerd', () => {
	const obstacle = findDaemonObstacle();
	let daemon: DockerDaemon | undefined;
	let kubelet: Kubelet;
	beforeAll(async () => {
		if (obstacle !== undefined) return;
		daemon = await createDockerDaemon();
		kubelet = createKubelet(daemon, await importImages(daemon));
	}, 120_000);
	afterAll(async () => daemon?.dispose(), 120_000);
	beforeEach((context) => requireEngine(context, obstacle));

	testContainerShell(async (script = sleep) => {
		const pod = { kubeNamespace: 'default', name: 'web', uid: crypto.randomUUID() };
		const pause = await kubelet.runPause(pod);
		const id = await kubelet.runContainer(pod, pause, 'app', { script });
		const pid = await runCommand('docker', ['inspect', '-f', '{{.State.Pid}}', id], daemon?.env);
		return { order: { kind: 'docker', socket: daemon?.socket ?? '', id }, pid: Number(pid) };
	});

	it('no daemon at its socket', async () => {
		const terminal = openShell({ kind: 'docker', socket: '/nonexistent.sock', id: 'a' });
		await terminal.waitFor(/\[ended \{"message":"no Docker socket at \/nonexistent\.sock"/);
	});
});

describe('a shell in a container of a real containerd', () => {
	const obstacle = findContainerdObstacle();
	let daemon: ContainerdDaemon | undefined;
	beforeAll(async () => {
		if (obstacle === undefined) daemon = await createContainerdDaemon();
	}, 120_000);
	afterAll(async () => daemon?.dispose(), 120_000);
	beforeEach((context) => requireEngine(context, obstacle));

	testContainerShell(async (script = sleep) => {
		if (!daemon) throw new Error('there is no containerd');
		const uid = crypto.randomUUID();
		const pod = {
			name: 'web',
			uid,
			cgroupParent: `${daemon.cgroupParent}/kubepods/pod${uid}`,
			logDirectory: daemon.logDirectory,
		};
		const sandbox = await daemon.cri.runSandbox(pod);
		const id = await daemon.cri.runContainer(pod, sandbox, {
			name: 'app',
			image: daemon.image,
			command: ['sh', '-c', script],
		});
		const { info } = (await daemon.cri.call('ContainerStatus', { container_id: id, verbose: true })) as {
			info: { info: string };
		};
		return { order: { kind: 'cri', socket: daemon.socket, id }, pid: JSON.parse(info.info).pid };
	});
});

describe('the node’s own shell in another network namespace', () => {
	beforeEach((context) =>
		requireEngine(context, process.getuid?.() === 0 ? undefined : 'entering a namespace needs root'),
	);

	/** A process in a network namespace of its own. */
	function startMember() {
		const member = openTestTerminal({ command: 'unshare', args: ['--net', 'sleep', '100000'] });
		const startTicks = () => parseProcStat(readFileSync(`/proc/${member.pid}/stat`, 'utf8'))?.startTicks ?? 0;
		const ready = until('it is in its own namespace', 20, async () =>
			readFileSync(`/proc/${member.pid}/comm`, 'utf8').trim() === 'sleep' ? true : undefined,
		);
		return { member, startTicks, ready, namespace: () => readlinkSync(`/proc/${member.pid}/ns/net`) };
	}

	it('is in that one only, says so, has job control and gives its exit code', async () => {
		const { member, startTicks, ready, namespace } = startMember();
		await ready;
		const terminal = openShell({ kind: 'net', process: { pid: member.pid, startTicks: startTicks() } });
		await terminal.waitFor(/network namespace of pod default\/web[\s\S]*\(net: default\/web\)/);
		await run(terminal, 'readlink /proc/self/ns/net', namespace());
		await run(terminal, 'readlink /proc/self/ns/mnt', readlinkSync('/proc/self/ns/mnt'));
		await run(terminal, 'echo "<$PAUSETOP_POD>"', /^<default\/web>/m);
		expect(terminal.screen()).not.toMatch(/no job control/);
		await run(terminal, "sh -c 'echo $((40 + 1)); read line'", /^41$/m);
		terminal.type('\x03');
		// what is typed before the prompt is back may be thrown away with what was interrupted
		await terminal.waitFor(/\^C[\s\S]*[#$]$/);
		await run(terminal, 'echo still $((40 + 2))', /still 42/);
		expect(terminal.screen()).not.toContain('interrupted]');
		terminal.type('exit 5\r');
		await expectEnd(terminal, { exitCode: 5 });
	}, 60_000);

	it('by the file that a runtime keeps', async () => {
		const { member, ready, namespace } = startMember();
		await ready;
		const terminal = openShell({ kind: 'net', file: `/proc/${member.pid}/ns/net` });
		await terminal.waitFor(/\(net: default\/web\)/);
		await run(terminal, 'readlink /proc/self/ns/net', namespace());
		terminal.type('exit\r');
		await expectEnd(terminal, { exitCode: 0 });
	}, 60_000);

	it('of a host whose root is mounted somewhere: with the host’s own files', async () => {
		// the namespaces of this machine's pid 1 may be closed even to root; those of a pid namespace's own pid 1 are not
		const member = `unshare --net sleep 100000 &
			until [ "$(cat /proc/$!/comm)" = sleep ]; do :; done
			ticks=$(cut -d' ' -f22 /proc/$!/stat)
			echo "host $(readlink /proc/$$/ns/mnt) pod $(readlink /proc/$!/ns/net)"
			exec "$0" "$1" "{\\"kind\\":\\"net\\",\\"process\\":{\\"pid\\":$!,\\"startTicks\\":$ticks},\\"hostRoot\\":\\"/proc/self/root\\"}"`;
		const terminal = openTestTerminal({
			command: 'unshare',
			args: ['--pid', '--fork', '--kill-child', '--mount-proc', 'sh', '-c', member, process.execPath, child],
			columns: 100,
			rows: 30,
		});
		await terminal.waitFor(/\(net: default\/web\)/);
		const [, host, pod] = /host (mnt:\[\d+\]) pod (net:\[\d+\])/.exec(terminal.screen()) ?? [];
		expect([host, pod]).toEqual([expect.any(String), expect.any(String)]);
		await run(terminal, 'echo "in $(readlink /proc/self/ns/net)"', `in ${pod}`);
		await run(terminal, 'echo "of $(readlink /proc/self/ns/mnt) $PWD"', `of ${host} /`);
		terminal.type('exit\r');
		await expectEnd(terminal, { exitCode: 0 });
	}, 60_000);

	it('goes to this process or to none', async () => {
		const { member, startTicks, ready } = startMember();
		await ready;
		const terminal = openShell({ kind: 'net', process: { pid: member.pid, startTicks: startTicks() + 1 } });
		await terminal.waitFor(/\[ended \{"message":"pod \\"web\\" has no network namespace any more"/);
		const none = openShell({ kind: 'net', process: { pid: 4_194_303, startTicks: 1 } });
		await none.waitFor(/\[ended \{"message":"pod \\"web\\" has no network namespace any more"/);
	}, 60_000);

	it('what is no namespace, and a node without nsenter', async () => {
		const terminal = openShell({ kind: 'net', file: '/etc/hostname' });
		await terminal.waitFor(/\[ended \{"message":"nsenter: .*(Invalid argument|failed)/);
		const bare = openShell({ kind: 'net', file: '/proc/self/ns/net', path: '/nonexistent' });
		await bare.waitFor(/\[ended \{"message":"nsenter is not installed","remedy":"install util-linux/);
	}, 60_000);

	it('pausetop is ended meanwhile: the shell ends, too', async () => {
		const terminal = openShell({ kind: 'net', file: '/proc/self/ns/net' });
		await terminal.waitFor(/\(net: default\/web\)/);
		terminal.kill('SIGTERM');
		await terminal.waitFor(/\[ended \{.*\} raw=false signal=true\]/);
	}, 60_000);
});
