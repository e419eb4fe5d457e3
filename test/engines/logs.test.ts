import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { followDockerLog } from '../../source/adapters/docker/follow-docker-log.ts';
import { wholeLimit } from '../../source/core/log/line-assembler.ts';
import type { EmitLog, LogLine } from '../../source/core/log/log-line.ts';
import type { LogOptions } from '../../source/core/log/log-options.ts';
import { followCriLog } from '../../source/wire/logs.ts';
import { type ContainerdDaemon, createContainerdDaemon, findContainerdObstacle } from '../helpers/engine-containerd.ts';
import { createDockerDaemon, type DockerDaemon, findDaemonObstacle } from '../helpers/engine-daemon.ts';
import { type EngineImages, importImages } from '../helpers/engine-images.ts';
import { requireEngine } from '../helpers/engine-requirement.ts';
import { until } from '../helpers/engine-until.ts';
import { runCommand } from './run-command.ts';

type Follow = (options: LogOptions, emit: EmitLog, signal: AbortSignal) => Promise<void>;

/** What a reading has given so far, as it was written. */
function read(follow: Follow, options: LogOptions = {}) {
	const lines: LogLine[] = [];
	const abort = new AbortController();
	onTestFinished(() => abort.abort());
	const done = follow({ limit: wholeLimit, ...options }, (more) => void lines.push(...more), abort.signal);
	const text = (stream?: string) =>
		lines
			.filter((line) => stream === undefined || line.stream === stream)
			.map((line) => `${line.text}${line.open ? '' : '\n'}`)
			.join('');
	return { lines, done, text };
}

const long = 'head -c 50001 /dev/zero | busybox tr "\\0" x';
const talk = `echo one; echo two >&2; busybox ${long}; echo; echo "é€"; printf unfinished`;
const spoken = { stdout: `one\n${'x'.repeat(50_001)}\né€\nunfinished`, stderr: 'two\n' };

describe('the log of a container of a real dockerd', () => {
	const obstacle = findDaemonObstacle();
	let daemon: DockerDaemon | undefined;
	let images: EngineImages;
	beforeAll(async () => {
		if (obstacle !== undefined) return;
		daemon = await createDockerDaemon();
		images = await importImages(daemon);
	}, 120_000);
	afterAll(async () => daemon?.dispose(), 120_000);
	beforeEach((context) => requireEngine(context, obstacle));

	const docker = async (...args: string[]) => (await runCommand('docker', args, daemon?.env)).trim();
	const start = (script: string, ...flags: string[]) =>
		docker('run', '-d', '--network', 'none', ...flags, images.app, 'sh', '-c', script);
	const followOf =
		(id: string): Follow =>
		(...how) =>
			followDockerLog({ kind: 'unix', path: daemon?.socket ?? '' }, id, ...how);

	it('is what it has written, and what docker logs prints', async () => {
		const id = await start(talk);
		await docker('wait', id);
		const reading = read(followOf(id));
		await reading.done;
		expect([reading.text('stdout'), reading.text('stderr')]).toEqual([spoken.stdout, spoken.stderr]);
		expect(reading.text('stdout')).toBe(
			await runCommand('sh', ['-c', 'docker logs "$0" 2>/dev/null', id], daemon?.env),
		);
		const [last] = (await docker('logs', '-t', '--tail', '1', id)).split(' ');
		expect(reading.lines.at(-1)?.stamp).toBe(last);
	}, 60_000);

	it('of one with a terminal, too', async () => {
		const id = await start(talk, '-t');
		await docker('wait', id);
		const reading = read(followOf(id));
		await reading.done;
		expect(reading.text()).toBe(`one\r\ntwo\r\n${'x'.repeat(50_001)}\r\né€\r\nunfinished`);
	}, 60_000);

	it('followed ends with the container; a silent one is waited for', async () => {
		const id = await start('sleep 100000');
		const reading = read(followOf(id), { follow: true });
		await docker('kill', id);
		await reading.done;
		expect(reading.lines).toEqual([]);
	}, 60_000);

	it('with 200,000 lines at once', async () => {
		const id = await start('busybox seq 1 200000');
		const reading = read(followOf(id), { follow: true });
		await reading.done;
		expect(reading.lines).toHaveLength(200_000);
		expect(reading.lines.at(-1)?.text).toBe('200000');
		const tail = read(followOf(id), { tail: 3 });
		await tail.done;
		expect(tail.text()).toBe('199998\n199999\n200000\n');
	}, 60_000);

	it('that its driver does not keep', async () => {
		const id = await start('echo x', '--log-driver', 'none');
		await docker('wait', id);
		await expect(read(followOf(id)).done).rejects.toThrow(/logging driver keeps none/);
	}, 60_000);
});

describe('the log of a container of a real containerd', () => {
	const obstacle = findContainerdObstacle();
	let daemon: ContainerdDaemon | undefined;
	beforeAll(async () => {
		if (obstacle === undefined) daemon = await createContainerdDaemon();
	}, 120_000);
	afterAll(async () => daemon?.dispose(), 120_000);
	beforeEach((context) => requireEngine(context, obstacle));

	/** A container whose log is where a kubelet would have it, below a folder that stands for the host's root. */
	async function start(script: string) {
		if (!daemon) throw new Error('there is no containerd');
		const { cri, cgroupParent, image, socket, logDirectory: hostRoot } = daemon;
		const uid = crypto.randomUUID();
		const logDirectory = join(hostRoot, `var/log/pods/default_web_${uid}`);
		await mkdir(join(logDirectory, 'app'), { recursive: true });
		const pod = { name: 'web', uid, cgroupParent: `${cgroupParent}/kubepods/pod${uid}`, logDirectory };
		const sandbox = await cri.runSandbox(pod);
		const container = { name: 'app', image, command: ['sh', '-c', script], logPath: 'app/0.log' };
		const id = await cri.runContainer(pod, sandbox, container);
		const target = { id, podUid: uid, kubeNamespace: 'default', pod: 'web', container: 'app', attempt: 0 };
		const follow =
			(root?: string): Follow =>
			(options, emit, signal) =>
				followCriLog({ path: socket }, target, { options, emit, signal, hostRoot: root });
		return { cri, id, follow, path: join(logDirectory, 'app/0.log'), hostRoot };
	}

	it('is what it has written', async () => {
		const { follow } = await start(talk);
		const reading = read(follow(), { follow: true });
		await reading.done;
		expect([reading.text('stdout'), reading.text('stderr')]).toEqual([spoken.stdout, spoken.stderr]);
	}, 60_000);

	it('followed goes on over a rotation, and ends with the container', async () => {
		const { cri, id, follow, path } = await start('n=0; while :; do n=$((n+1)); echo "line $n"; sleep 0.01; done');
		const reading = read(follow(), { follow: true });
		for (const round of [1, 2, 3]) {
			const before = reading.lines.length;
			await until('there are more lines', 20, () => (reading.lines.length > before + 20 ? true : undefined));
			await rename(path, `${path}.${round}`);
			await cri.call('ReopenContainerLog', { container_id: id });
		}
		await cri.call('StopContainer', { container_id: id, timeout: 0 });
		await reading.done;
		const expected = reading.lines.map((_, index) => `line ${index + 1}`);
		expect(reading.lines.map((line) => line.text)).toEqual(expected);
		expect(expected.length).toBeGreaterThan(60);
	}, 60_000);

	it('outlives its container', async () => {
		const { cri, id, follow, hostRoot } = await start('echo last words');
		const reading = read(follow(), { follow: true });
		await reading.done;
		await cri.call('RemoveContainer', { container_id: id });
		const remains = read(follow(hostRoot));
		await remains.done;
		expect([reading.text(), remains.text()]).toEqual(['last words\n', 'last words\n']);
	}, 60_000);
});
