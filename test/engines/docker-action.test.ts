import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { actDocker, type DockerOrder } from '../../source/adapters/docker/act-docker.ts';
import { describeStuck } from '../../source/adapters/proc/describe-stuck.ts';
import { readLivingStat } from '../../source/adapters/proc/first-process.ts';
import { sendSignal } from '../../source/adapters/proc/send-signal.ts';
import { NothingDoneError } from '../../source/core/action/nothing-done-error.ts';
import { parseOwnContainer } from '../../source/core/own-container.ts';
import { createDockerDaemon, type DockerDaemon, findDaemonObstacle } from '../helpers/engine-daemon.ts';
import { importImages } from '../helpers/engine-images.ts';
import { createKubelet, type Kubelet } from '../helpers/engine-pods.ts';
import { requireEngine } from '../helpers/engine-requirement.ts';
import { until } from '../helpers/engine-until.ts';
import { runCommand } from './run-command.ts';

const obstacle = findDaemonObstacle();

describe('actions on a real dockerd', () => {
	let daemon: DockerDaemon | undefined;
	let kubelet: Kubelet;

	beforeAll(async () => {
		if (obstacle !== undefined) return;
		daemon = await createDockerDaemon();
		kubelet = createKubelet(daemon, await importImages(daemon));
	}, 120_000);
	afterAll(async () => daemon?.dispose(), 120_000);
	beforeEach((context) => requireEngine(context, obstacle));

	const requireDaemon = (): DockerDaemon => {
		if (daemon === undefined) throw new Error('there is no dockerd');
		return daemon;
	};
	const docker = async (...args: string[]) => (await runCommand('docker', args, requireDaemon().env)).trim();
	const act = (order: DockerOrder) => actDocker({ kind: 'unix', path: requireDaemon().socket }, order);
	const refusalOf = async (order: DockerOrder) => {
		const error = await act(order).catch((thrown: unknown) => thrown);
		expect(error).toBeInstanceOf(NothingDoneError);
		return (error as NothingDoneError).message;
	};
	const stateOf = (id: string) => docker('inspect', '--format', '{{.State.Status}} {{.State.ExitCode}}', id);
	const pidOf = async (id: string) => Number(await docker('inspect', '--format', '{{.State.Pid}}', id));
	/** What dockerd has told of all containers since a moment, in order; signals with their numbers. */
	const listEvents = async (since: number) => {
		const format = '{{.Action}} {{.Actor.ID}} {{.Actor.Attributes.signal}}{{.Actor.Attributes.exitCode}}';
		const span = ['--since', String(since / 1000), '--until', String(Date.now() / 1000)];
		const lines = await docker('events', ...span, '--filter', 'type=container', '--format', format);
		return lines.split('\n').map((line) => line.replaceAll('<no value>', '').trim());
	};
	const createPod = async (name: string, options = {}) => {
		const pod = { name, kubeNamespace: 'default', uid: crypto.randomUUID() };
		const pause = await kubelet.runPause(pod, options);
		const ready = (id: string) =>
			until('it runs', 20, async () => ((await stateOf(id)) === 'running 0' ? true : undefined));
		await ready(pause);
		return { pause, run: (container: string, more = {}) => kubelet.runContainer(pod, pause, container, more) };
	};

	it('ends a pause by TERM, and nothing else', async () => {
		const { pause, run } = await createPod('stopped');
		const app = await run('app');
		const since = Date.now();
		expect(await act({ id: pause, means: 'docker-stop', graceSeconds: 10 })).toBe('sent');
		expect(await stateOf(pause)).toBe('exited 0');
		expect(await listEvents(since)).toEqual([`kill ${pause} 15`, `die ${pause} 0`, `stop ${pause}`]);
		expect(await stateOf(app)).toBe('running 0');
	}, 60_000);

	it('kills a pause, and nothing else', async () => {
		const { pause, run } = await createPod('killed');
		const app = await run('app');
		const since = Date.now();
		expect(await act({ id: pause, means: 'docker-kill' })).toBe('sent');
		await until('it has ended', 10, async () => ((await stateOf(pause)) === 'exited 137' ? true : undefined));
		expect(await listEvents(since)).toEqual([`kill ${pause} 9`, `die ${pause} 137`]);
		expect(await stateOf(app)).toBe('running 0');
	}, 60_000);

	it('gives a container its grace period', async () => {
		// PID 1 of a pid namespace, without a handler for TERM
		const app = await docker('run', '--detach', '--network', 'none', 'engine/app:1', 'sleep', '100000');
		const began = performance.now();
		const since = Date.now();
		expect(await act({ id: app, means: 'docker-stop', graceSeconds: 2 })).toBe('sent');
		expect(performance.now() - began).toBeGreaterThan(2_000);
		expect(await stateOf(app)).toBe('exited 137');
		expect(await listEvents(since)).toEqual([`kill ${app} 15`, `kill ${app} 9`, `die ${app} 137`, `stop ${app}`]);
	}, 60_000);

	it('tells apart what has ended, what never ran and what is gone', async () => {
		const { pause, run } = await createPod('ended');
		const later = await run('later', { verb: 'create' });
		await act({ id: pause, means: 'docker-stop' });
		const since = Date.now();
		expect(await act({ id: pause, means: 'docker-stop' })).toBe('already-ended');
		expect(await refusalOf({ id: pause, means: 'docker-kill' })).toBe(`container ${pause.slice(0, 12)} is not running`);
		expect(await refusalOf({ id: later, means: 'docker-kill' })).toBe(`container ${later.slice(0, 12)} is not running`);
		await docker('rm', later);
		expect(await refusalOf({ id: later, means: 'docker-kill' })).toBe(`container ${later.slice(0, 12)} is gone`);
		expect(await refusalOf({ id: later, means: 'docker-stop' })).toBe(`container ${later.slice(0, 12)} is gone`);
		expect(await listEvents(since)).toEqual([`destroy ${later}`]);
	}, 60_000);

	it('signals the first process of a container, and not the one that has its pid afterwards', async () => {
		const { pause } = await createPod('signalled');
		const pid = await pidOf(pause);
		const startTicks = readLivingStat('/proc', pid)?.startTicks ?? 0;
		const order = { pid, startTicks, containerId: pause, signal: 'TERM' } as const;
		expect(() => sendSignal({ ...order, startTicks: startTicks - 1 })).toThrow(NothingDoneError);
		expect(() => sendSignal({ ...order, containerId: 'f'.repeat(64) })).toThrow(NothingDoneError);
		expect(await stateOf(pause)).toBe('running 0');
		expect(sendSignal(order)).toBe('sent');
		await until('it has ended', 10, async () => ((await stateOf(pause)) === 'exited 0' ? true : undefined));
		expect(sendSignal(order)).toBe('already-ended');
	}, 60_000);

	it('says why a process does not end', async () => {
		const { run } = await createPod('stuck');
		const app = await run('app');
		const pid = await pidOf(app);
		expect(describeStuck(pid)).toMatch(
			/^pid \d+ \(sleep\) lives on \(S.*\): it is PID 1 inside and has no handler for TERM$/,
		);
		await docker('pause', app);
		expect(describeStuck(pid)).toMatch(/^pid \d+ \(sleep\) is frozen: its container is paused$/);
		await docker('unpause', app);
	}, 60_000);

	it('knows the container that it runs in, also in a cgroup namespace of its own', async () => {
		const { run } = await createPod('inside');
		const print = (file: string) => `while read -r line; do echo "$line"; done < /proc/self/${file}`;
		const app = await run('app');
		const read = (id: string, file: string) => docker('exec', id, 'sh', '-c', print(file));
		expect(parseOwnContainer(await read(app, 'cgroup'), '')).toBe(app);
		const alone = await docker(
			'run',
			'--detach',
			'--network',
			'none',
			'--cgroupns',
			'private',
			'engine/app:1',
			'sleep',
			'100000',
		);
		expect(parseOwnContainer('0::/\n', await read(alone, 'mountinfo'))).toBe(alone);
	}, 60_000);
});
