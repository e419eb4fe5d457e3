import { hostname } from 'node:os';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDockerDaemon, type DockerDaemon, findDaemonObstacle } from '../helpers/engine-daemon.ts';
import { type EngineImages, importImages } from '../helpers/engine-images.ts';
import { createKubelet, type EnginePod, type Kubelet } from '../helpers/engine-pods.ts';
import { runGet, startEvents } from '../helpers/engine-program.ts';
import { requireEngine } from '../helpers/engine-requirement.ts';
import { findSchemaErrors } from '../helpers/engine-schema.ts';
import { until } from '../helpers/engine-until.ts';
import { compareAtRest, withoutForeign } from './equality.ts';
import { readGroundTruth } from './ground-truth.ts';
import { findViolations } from './invariants.ts';
import { runCommand } from './run-command.ts';
import { describeSharing } from './sharing-words.ts';

const obstacle = findDaemonObstacle();
const nodeName = hostname();

describe('a real dockerd with containers as the kubelet makes them, without an API server', () => {
	let daemon: DockerDaemon | undefined;
	let images: EngineImages;
	let kubelet: Kubelet;

	beforeAll(async () => {
		if (obstacle !== undefined) return;
		daemon = await createDockerDaemon();
		images = await importImages(daemon);
		kubelet = createKubelet(daemon, images);
	}, 120_000);
	afterAll(async () => daemon?.dispose(), 120_000);
	beforeEach((context) => requireEngine(context, obstacle));

	const docker = (...args: string[]) => runCommand('docker', args, requireDaemon().env);
	const requireDaemon = (): DockerDaemon => {
		if (daemon === undefined) throw new Error('there is no dockerd');
		return daemon;
	};
	const programArguments = () => ['--no-kube', '--node', nodeName, '--runtime', `docker://${requireDaemon().socket}`];
	const readTruth = () => readGroundTruth({ env: requireDaemon().env, withoutKube: true, nodeName });
	const readActual = async () => withoutForeign(await runGet(['-A', ...programArguments()]));
	const expectEquality = async () => {
		const { differences, actual, truth } = await compareAtRest(readTruth, readActual);
		expect(differences).toEqual([]);
		expect(findSchemaErrors(actual)).toEqual([]);
		expect(findViolations(actual)).toEqual([]);
		return truth;
	};

	it('shows nothing where nothing is', async () => {
		expect((await expectEquality()).pods).toEqual([]);
	}, 60_000);

	it('equals docker, readlink and /proc for every namespace mode', async () => {
		const web = createPod('web');
		const webPause = await kubelet.runPause(web);
		const nginx = await kubelet.runContainer(web, webPause, 'nginx');
		await kubelet.runContainer(web, webPause, 'ghost');
		await kubelet.runContainer(web, webPause, 'debugger', { pid: `container:${nginx}` });
		await kubelet.runContainer(web, webPause, 'later', { verb: 'create' });

		const shared = createPod('shared');
		const sharedPause = await kubelet.runPause(shared);
		for (const name of ['one', 'two']) {
			await kubelet.runContainer(shared, sharedPause, name, { pid: `container:${sharedPause}` });
		}
		const onHost = createPod('on-host', 'kube-system');
		const onHostPause = await kubelet.runPause(onHost, { network: 'host' });
		await kubelet.runContainer(onHost, onHostPause, 'main', { network: 'host', uts: 'host' });
		const hostPid = createPod('host-pid', 'kube-system');
		const hostPidPause = await kubelet.runPause(hostPid, { pid: 'host' });
		await kubelet.runContainer(hostPid, hostPidPause, 'main', { pid: 'host' });

		const { pods } = await expectEquality();
		expect(describeSharing(pods)).toEqual({
			'web debugger': 'net pause, ipc pause, uts own, pid other, mnt own, user host, cgroup host, time host',
			'web ghost': 'net pause, ipc pause, uts own, pid own, mnt own, user host, cgroup host, time host',
			'web nginx': 'net pause, ipc pause, uts own, pid own, mnt own, user host, cgroup host, time host',
			'shared one': 'net pause, ipc pause, uts own, pid pause, mnt own, user host, cgroup host, time host',
			'shared two': 'net pause, ipc pause, uts own, pid pause, mnt own, user host, cgroup host, time host',
			'on-host main': 'net host, ipc pause, uts host, pid own, mnt own, user host, cgroup host, time host',
			'host-pid main': 'net pause, ipc pause, uts own, pid host, mnt own, user host, cgroup host, time host',
		});
	}, 120_000);

	it('equals them for attempts, exit codes and pauses that have ended', async () => {
		const crasher = createPod('crasher');
		const pause = await kubelet.runPause(crasher);
		for (const [attempt, code] of [3, 0].entries()) {
			const boom = await kubelet.runContainer(crasher, pause, 'boom', { attempt, script: `exit ${code}` });
			await docker('wait', boom);
		}
		const recycled = createPod('recycled');
		const before = await kubelet.runPause(recycled);
		const old = await kubelet.runContainer(recycled, before, 'main');
		await docker('kill', old);
		await docker('stop', before);
		const after = await kubelet.runPause(recycled, { attempt: 1 });
		await kubelet.runContainer(recycled, after, 'main', { attempt: 1, suffix: 'deadbeef' });
		const done = createPod('done');
		const donePause = await kubelet.runPause(done);
		await docker('wait', await kubelet.runContainer(done, donePause, 'job', { script: 'exit 0' }));
		await docker('stop', donePause);

		const { pods } = await expectEquality();
		const { sandboxes, containers } = pods.find(({ name }) => name === 'recycled') ?? { sandboxes: [], containers: [] };
		expect(sandboxes.map(({ attempt, state, exitCode }) => [attempt, state, exitCode])).toEqual([
			[1, 'running', undefined],
			[0, 'exited', 0],
		]);
		expect(containers.map(({ attempt, state, exitCode, sandboxId }) => [attempt, state, exitCode, sandboxId])).toEqual([
			[1, 'running', undefined, after],
			[0, 'exited', 137, before],
		]);
	}, 120_000);

	it('equals them for what is out of the ordinary', async () => {
		const fixed = { ...createPod('static-web-node', 'kube-system'), uid: createUid().replaceAll('-', '') };
		await kubelet.runContainer(fixed, await kubelet.runPause(fixed), 'web');
		const twin = createPod('web', 'other');
		await kubelet.runContainer(twin, await kubelet.runPause(twin), 'nginx');
		const named = createPod('named');
		const namedPause = await kubelet.runPause(named, { withoutLabels: true });
		await kubelet.runContainer(named, namedPause, 'main', { withoutLabels: true });
		const frozen = createPod('frozen');
		await docker('pause', await kubelet.runContainer(frozen, await kubelet.runPause(frozen), 'main'));
		await docker('run', '--detach', '--network', 'none', '--name', 'not-a-pod', images.app, 'sleep', '100000');
		await docker('run', '--network', 'none', '--name', 'not-a-pod-either', images.app, 'sh', '-c', 'exit 0');
		await docker('create', '--network', 'none', '--name', 'k8s_almost_a_pod', images.app, 'sh');

		const { unmatched } = await expectEquality();
		expect(unmatched.map(({ name, state }) => `${name} ${state}`).sort()).toEqual([
			'k8s_almost_a_pod created',
			'not-a-pod running',
			'not-a-pod-either exited',
		]);
		await docker('unpause', `k8s_main_frozen_default_${frozen.uid}_0`);
	}, 120_000);

	it('equals them for containers that have lost their pause', async () => {
		const headless = createPod('headless');
		const gone = await kubelet.runPause(headless);
		await kubelet.runContainer(headless, gone, 'main');
		await docker('stop', gone);
		// what an operator may do behind the kubelet's back: the pause gets new namespaces, its containers keep the old ones
		const restarted = createPod('restarted');
		const pause = await kubelet.runPause(restarted);
		await kubelet.runContainer(restarted, pause, 'main');
		await docker('restart', pause);
		const removed = createPod('removed');
		const removedPause = await kubelet.runPause(removed);
		await docker('wait', await kubelet.runContainer(removed, removedPause, 'main', { script: 'exit 1' }));
		await docker('rm', '--force', removedPause);

		const { pods } = await expectEquality();
		const uses = 'net other, ipc other, uts own, pid own, mnt own, user host, cgroup host, time host';
		expect(describeSharing(pods.filter(({ name }) => ['headless', 'restarted'].includes(name)))).toEqual({
			'headless main': uses,
			'restarted main': uses,
		});
	}, 120_000);

	it('streams what happens to a container, in order', async () => {
		const events = startEvents(programArguments());
		try {
			await waitForStream(
				events.lines,
				() => docker('rm', '--force', 'signal').catch(() => ''),
				() => docker('create', '--network', 'none', '--name', 'signal', images.app, 'sh'),
			);
			const pod = createPod('streamed');
			const pause = await kubelet.runPause(pod, { attempt: 4 });
			const app = await kubelet.runContainer(pod, pause, 'app', { attempt: 2 });
			await docker('kill', app);
			await docker('rm', app);
			const typesOf = (id: string) =>
				events.lines.filter((line) => line.id === id && line.source === 'docker').map(({ type }) => type);
			await until('its last event', 20, () => (typesOf(app).includes('destroy') ? true : undefined));

			expect(typesOf(app).filter((type) => type !== 'kill')).toEqual(['create', 'start', 'die', 'destroy']);
			expect(typesOf(app)).toContain('kill');
			expect(typesOf(pause)).toEqual(['create', 'start']);
			const [created] = events.lines.filter(({ id }) => id === app);
			expect(created).toMatchObject({ source: 'docker', kubeNamespace: 'default', pod: 'streamed', container: 'app' });
			const [sandbox] = events.lines.filter(({ id }) => id === pause);
			expect(sandbox).toMatchObject({ source: 'docker', pod: 'streamed', sandboxAttempt: 4 });
			expect(sandbox).not.toHaveProperty('container');
			const times = events.lines.filter(({ id }) => id === app).map(({ at }) => at);
			expect(times).toEqual([...times].sort());
			expect(events.isRunning()).toBe(true);
		} finally {
			await events.stop();
		}
	}, 60_000);
});

/** Makes something happen until the stream shows it: from then on it shows everything. */
async function waitForStream(
	lines: readonly { type: string; message?: string }[],
	prepare: () => Promise<unknown>,
	happen: () => Promise<string>,
): Promise<void> {
	await until('the stream of events', 30, async () => {
		await prepare();
		const id = (await happen()).trim();
		return until('the event', 1, () => (JSON.stringify(lines).includes(id) ? true : undefined));
	});
}

function createPod(name: string, kubeNamespace = 'default'): EnginePod {
	return { name, kubeNamespace, uid: createUid() };
}

function createUid(): string {
	return crypto.randomUUID();
}
