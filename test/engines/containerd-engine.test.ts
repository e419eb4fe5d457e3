import { hostname } from 'node:os';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestPod } from '../helpers/cri-client.ts';
import { type ContainerdDaemon, createContainerdDaemon, findContainerdObstacle } from '../helpers/engine-containerd.ts';
import { createDockerDaemon, type DockerDaemon, findDaemonObstacle } from '../helpers/engine-daemon.ts';
import { importImages } from '../helpers/engine-images.ts';
import { createKubelet } from '../helpers/engine-pods.ts';
import { runGet, startEvents } from '../helpers/engine-program.ts';
import { requireEngine } from '../helpers/engine-requirement.ts';
import { findSchemaErrors } from '../helpers/engine-schema.ts';
import { until } from '../helpers/engine-until.ts';
import { readContainerd } from './ctr-truth.ts';
import { readDocker } from './docker-truth.ts';
import { compareAtRest, withoutForeign } from './equality.ts';
import { readGroundTruth } from './ground-truth.ts';
import { findViolations } from './invariants.ts';
import { findPod } from './recovery.ts';
import { runCommand } from './run-command.ts';
import { describeSharing } from './sharing-words.ts';

const obstacle = findContainerdObstacle();
const nodeName = hostname();
const sleep = ['sleep', '100000'];

describe('a real containerd with pods made over CRI, without an API server', () => {
	let daemon: ContainerdDaemon | undefined;

	beforeAll(async () => {
		if (obstacle === undefined) daemon = await createContainerdDaemon();
	}, 120_000);
	afterAll(async () => daemon?.dispose(), 120_000);
	beforeEach((context) => requireEngine(context, obstacle));

	const requireDaemon = (): ContainerdDaemon => {
		if (daemon === undefined) throw new Error('there is no containerd');
		return daemon;
	};
	const createPod = (name: string, options: Partial<TestPod> = {}): TestPod => {
		const uid = options.uid ?? crypto.randomUUID();
		const { cgroupParent, logDirectory } = requireDaemon();
		return { name, uid, cgroupParent: `${cgroupParent}/kubepods/pod${uid}`, logDirectory, ...options };
	};
	const runContainer = (
		pod: TestPod,
		sandbox: string,
		name: string,
		more: { attempt?: number; targetId?: string } = {},
	) => requireDaemon().cri.runContainer(pod, sandbox, { name, image: requireDaemon().image, command: sleep, ...more });
	const runToEnd = async (pod: TestPod, sandbox: string, name: string, code: number, attempt = 0) => {
		const { cri, image } = requireDaemon();
		const command = ['sh', '-c', `exit ${code}`];
		const id = await cri.runContainer(pod, sandbox, { name, image, command, attempt });
		await until(`${name} has ended`, 20, async () => {
			const { status } = (await cri.call('ContainerStatus', { container_id: id })) as { status: { state: string } };
			return status.state === 'CONTAINER_EXITED' ? true : undefined;
		});
		return id;
	};
	const killTask = async (id: string) => {
		await requireDaemon().ctr('task', 'kill', '--signal', 'SIGKILL', id);
		await until('the task is gone', 20, async () =>
			(await requireDaemon().ctr('tasks', 'list')).includes(`${id} `) ? undefined : true,
		);
	};
	const runtime = () => ['--runtime', `containerd://${requireDaemon().socket}`];
	const standalone = ['--no-kube', '--node', nodeName];
	const expectEquality = async (runtimes = [() => readContainerd(requireDaemon().socket)], args = runtime()) => {
		const { differences, actual, truth } = await compareAtRest(
			() => readGroundTruth({ withoutKube: true, nodeName, runtimes }),
			async () => withoutForeign(await runGet(['-A', ...standalone, ...args])),
		);
		expect(differences).toEqual([]);
		expect(findSchemaErrors(actual)).toEqual([]);
		expect(findViolations(actual)).toEqual([]);
		return truth;
	};

	it('shows nothing where nothing is', async () => {
		expect((await expectEquality()).pods).toEqual([]);
	}, 60_000);

	it('equals ctr, readlink and /proc for every namespace mode', async () => {
		const { cri, ctr, image } = requireDaemon();
		const web = createPod('web');
		const webSandbox = await cri.runSandbox(web);
		const nginx = await runContainer(web, webSandbox, 'nginx');
		await runContainer(web, webSandbox, 'ghost');
		// as an ephemeral container of kubectl debug --target does
		await runContainer(web, webSandbox, 'debugger', { targetId: nginx });
		await cri.createContainer(web, webSandbox, { name: 'later', image, command: sleep });
		await ctr('task', 'pause', await runContainer(web, webSandbox, 'frozen'));

		const shared = createPod('shared', { pid: 'POD' });
		const sharedSandbox = await cri.runSandbox(shared);
		for (const name of ['one', 'two']) await runContainer(shared, sharedSandbox, name);
		const onHost = createPod('on-host', { namespace: 'kube-system', network: 'NODE' });
		await runContainer(onHost, await cri.runSandbox(onHost), 'main');
		const hostPid = createPod('host-pid', { namespace: 'kube-system', pid: 'NODE' });
		await runContainer(hostPid, await cri.runSandbox(hostPid), 'main');

		const { pods } = await expectEquality();
		expect(describeSharing(pods)).toEqual({
			'web debugger': 'net pause, ipc pause, uts pause, pid other, mnt own, user host, cgroup host, time host',
			'web frozen': 'net pause, ipc pause, uts pause, pid own, mnt own, user host, cgroup host, time host',
			'web ghost': 'net pause, ipc pause, uts pause, pid own, mnt own, user host, cgroup host, time host',
			'web nginx': 'net pause, ipc pause, uts pause, pid own, mnt own, user host, cgroup host, time host',
			'shared one': 'net pause, ipc pause, uts pause, pid pause, mnt own, user host, cgroup host, time host',
			'shared two': 'net pause, ipc pause, uts pause, pid pause, mnt own, user host, cgroup host, time host',
			'on-host main': 'net host, ipc pause, uts host, pid own, mnt own, user host, cgroup host, time host',
			'host-pid main': 'net pause, ipc pause, uts pause, pid host, mnt own, user host, cgroup host, time host',
		});
		const ips = pods.map(({ name, ip }) => [name, ip?.startsWith('10.245.0.')]);
		expect(Object.fromEntries(ips)).toEqual({ web: true, shared: true, 'on-host': undefined, 'host-pid': true });
	}, 120_000);

	it('equals them for attempts, exit codes and sandboxes that are not ready', async () => {
		const { cri, image } = requireDaemon();
		const crasher = createPod('crasher');
		const sandbox = await cri.runSandbox(crasher);
		for (const [attempt, code] of [3, 0].entries()) await runToEnd(crasher, sandbox, 'boom', code, attempt);
		const broken = { name: 'broken', image, command: ['not-there'] };
		const container_id = await cri.createContainer(crasher, sandbox, broken);
		await expect(cri.call('StartContainer', { container_id })).rejects.toThrow('not-there');

		const recycled = createPod('recycled');
		const before = await cri.runSandbox(recycled);
		const old = await runContainer(recycled, before, 'main');
		await killTask(old);
		await cri.call('StopPodSandbox', { pod_sandbox_id: before });
		const next = { ...recycled, attempt: 1 };
		const after = await cri.runSandbox(next);
		await runContainer(next, after, 'main', { attempt: 1 });
		const done = createPod('done');
		const doneSandbox = await cri.runSandbox(done);
		await runToEnd(done, doneSandbox, 'job', 0);
		await cri.call('StopPodSandbox', { pod_sandbox_id: doneSandbox });

		const { sandboxes, containers } = findPod(await expectEquality(), 'recycled');
		expect(sandboxes.map(({ id, attempt, state }) => [id, attempt, state])).toEqual([
			[after, 1, 'ready'],
			[before, 0, 'notready'],
		]);
		expect(containers.map(({ attempt, state, exitCode, sandboxId }) => [attempt, state, exitCode, sandboxId])).toEqual([
			[1, 'running', undefined, after],
			[0, 'exited', 137, before],
		]);
	}, 120_000);

	it('equals them for containers that have lost their pause', async () => {
		const { cri } = requireDaemon();
		const headless = createPod('headless');
		const gone = await cri.runSandbox(headless);
		await runContainer(headless, gone, 'main');
		await killTask(gone);

		const { pods } = await expectEquality();
		expect(describeSharing(pods.filter(({ name }) => name === 'headless'))).toEqual({
			'headless main': 'net other, ipc other, uts other, pid own, mnt own, user host, cgroup host, time host',
		});
		expect(findPod({ pods }, 'headless').sandboxes).toMatchObject([{ id: gone, state: 'notready', current: true }]);
	}, 120_000);

	it("streams the kill of a sandbox's task and what comes after it, in order", async () => {
		const { cri, ctr } = requireDaemon();
		const pod = createPod('streamed', { pid: 'POD', attempt: 4 });
		const events = startEvents([...standalone, ...runtime()]);
		const typesOf = (id: string) => events.lines.filter((line) => line.id === id).map(({ type }) => type);
		try {
			const probe = createPod('probe');
			const probeSandbox = await cri.runSandbox(probe);
			let attempt = 0;
			await until('the stream of events', 30, async () => {
				const id = await runToEnd(probe, probeSandbox, 'probe', 0, attempt++);
				return until('the event', 1, () => (typesOf(id).includes('exit') ? true : undefined));
			});
			const sandbox = await cri.runSandbox(pod);
			const app = await runContainer(pod, sandbox, 'app', { attempt: 2 });
			await ctr('task', 'kill', '--signal', 'SIGKILL', sandbox);
			await until('both ends', 20, () =>
				[sandbox, app].every((id) => typesOf(id).includes('exit')) ? true : undefined,
			);
			await cri.removeSandbox(sandbox);
			await until('its last event', 20, () => (typesOf(sandbox).includes('delete') ? true : undefined));

			expect(typesOf(sandbox)).toEqual(['create', 'start', 'exit', 'delete']);
			expect(typesOf(app)).toEqual(['create', 'start', 'exit', 'delete']);
			const [died] = events.lines.filter(({ id, type }) => id === sandbox && type === 'exit');
			expect(died).toMatchObject({
				source: 'containerd',
				kubeNamespace: 'default',
				pod: 'streamed',
				sandboxAttempt: 4,
			});
			expect(died).not.toHaveProperty('container');
			expect(died?.message).toContain('137');
			const [fell] = events.lines.filter(({ id, type }) => id === app && type === 'exit');
			expect(fell).toMatchObject({ source: 'containerd', pod: 'streamed', container: 'app' });
			const times = events.lines.filter(({ id }) => id === app).map(({ at }) => at);
			expect(times).toEqual([...times].sort());
			expect(events.isRunning()).toBe(true);
		} finally {
			await events.stop();
		}
	}, 90_000);

	describe('with a dockerd on the same containerd', () => {
		const dockerObstacle = findDaemonObstacle();
		let docker: DockerDaemon | undefined;

		beforeAll(async () => {
			if (obstacle ?? dockerObstacle) return;
			docker = await createDockerDaemon({ containerd: requireDaemon().socket });
		}, 120_000);
		afterAll(async () => docker?.dispose(), 120_000);
		beforeEach((context) => requireEngine(context, dockerObstacle));

		it('shows both in one view: each row names its runtime, and nothing is there twice', async () => {
			if (docker === undefined) throw new Error('there is no dockerd');
			const { cri, ctr, socket } = requireDaemon();
			const images = await importImages(docker);
			const kubelet = createKubelet(docker, images);
			const onDocker = { name: 'on-docker', kubeNamespace: 'default', uid: crypto.randomUUID() };
			const dockerApp = await kubelet.runContainer(onDocker, await kubelet.runPause(onDocker), 'main');
			const loose = ['run', '--detach', '--network', 'none', '--name', 'loose', images.app, 'sleep', '100000'];
			const unmatchedId = (await runCommand('docker', loose, docker.env)).trim();
			const onContainerd = createPod('on-containerd');
			await runContainer(onContainerd, await cri.runSandbox(onContainerd), 'main');
			// dockerd's containers are containerd's as well, in a namespace of their own
			const moby = await runCommand('ctr', [
				'--address',
				socket,
				'--namespace',
				'moby',
				'containers',
				'list',
				'--quiet',
			]);
			expect(moby.split('\n')).toContain(dockerApp);
			expect(await ctr('containers', 'list', '--quiet')).not.toContain(dockerApp);

			const { env } = docker;
			const truth = await expectEquality(
				[() => readContainerd(socket), () => readDocker(env)],
				['--runtime', `docker://${docker.socket}`, ...runtime()],
			);
			expect(truth.node.runtimes.map(({ name }) => name)).toEqual(['containerd', 'docker']);
			const runtimesOf = (name: string) => {
				const { sandboxes, containers } = findPod(truth, name);
				return [...sandboxes, ...containers].map((entry) => entry.runtime);
			};
			expect(runtimesOf('on-docker')).toEqual(['docker', 'docker']);
			expect(runtimesOf('on-containerd')).toEqual(['containerd', 'containerd']);
			expect(truth.unmatched).toMatchObject([{ id: unmatchedId, name: 'loose', runtime: 'docker' }]);
		}, 120_000);
	});
});
