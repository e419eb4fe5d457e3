import { hostname } from 'node:os';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDockerDaemon, type DockerDaemon, findDaemonObstacle } from '../helpers/engine-daemon.ts';
import { type EngineImages, importImages } from '../helpers/engine-images.ts';
import { createKubelet } from '../helpers/engine-pods.ts';
import { type EventStream, runGet, startEvents } from '../helpers/engine-program.ts';
import { requireEngine } from '../helpers/engine-requirement.ts';
import { until } from '../helpers/engine-until.ts';
import { openPausetop } from '../helpers/terminal-pausetop.ts';
import { compareAtRest, withoutForeign } from './equality.ts';
import { readGroundTruth } from './ground-truth.ts';
import { runCommand } from './run-command.ts';

const obstacle = findDaemonObstacle();
const nodeName = hostname();
const pod = { kubeNamespace: 'default', name: 'web', uid: crypto.randomUUID() };

describe('dockerd stops and starts again', () => {
	let daemon: DockerDaemon | undefined;
	let images: EngineImages;

	beforeAll(async () => {
		if (obstacle !== undefined) return;
		daemon = await createDockerDaemon({ liveRestore: true });
		images = await importImages(daemon);
	}, 120_000);
	afterAll(async () => daemon?.dispose(), 120_000);
	beforeEach((context) => requireEngine(context, obstacle));

	it('the stream of events goes on, misses nothing for good, and get tells the truth', async () => {
		if (daemon === undefined) throw new Error('there is no dockerd');
		const { env, socket } = daemon;
		const args = ['--no-kube', '--node', nodeName, '--runtime', `docker://${socket}`];
		const kubelet = createKubelet(daemon, images);
		const pause = await kubelet.runPause(pod);
		const doomed = await kubelet.runContainer(pod, pause, 'doomed');
		const events = startEvents(args, env);
		try {
			await waitForStream(
				events,
				() => kubelet.runContainer(pod, pause, 'probe', { script: 'exit 0' }),
				(id) => runCommand('docker', ['rm', '--force', id], env),
			);
			await daemon.stop();
			// it goes while nobody watches it
			const pid = (await readProcessesOf(doomed)).at(0);
			process.kill(Number(pid), 'SIGKILL');
			await until('its process is gone', 20, async () =>
				(await readProcessesOf(doomed)).length === 0 ? true : undefined,
			);
			expect(events.isRunning()).toBe(true);
			const linesBefore = events.lines.length;
			await daemon.start();

			await until('the stream tells of its end', 30, () => (tellsOf(events, doomed, linesBefore) ? true : undefined));
			const late = await kubelet.runContainer(pod, pause, 'late');
			await until('the stream goes on', 60, () => (tellsOf(events, late, linesBefore) ? true : undefined));
			expect(findTwice(events)).toEqual([]);
			expect(events.isRunning()).toBe(true);
		} finally {
			await events.stop();
		}
		const { differences } = await compareAtRest(
			() => readGroundTruth({ env, withoutKube: true, nodeName }),
			async () => withoutForeign(await runGet(['-A', ...args], env)),
		);
		expect(differences).toEqual([]);
	}, 240_000);

	it('the screen says so, and ends with the truth', async () => {
		if (daemon === undefined) throw new Error('there is no dockerd');
		const { env, socket } = daemon;
		const kubelet = createKubelet(daemon, images);
		const seen = { ...pod, name: 'seen', uid: crypto.randomUUID() };
		const pause = await kubelet.runPause(seen);
		const lasting = await kubelet.runContainer(seen, pause, 'lasting');
		const doomed = await kubelet.runContainer(seen, pause, 'doomed');
		const args = ['--no-kube', '--node', nodeName, '--runtime', `docker://${socket}`];
		const terminal = openPausetop(args, { columns: 150, rows: 40, env });
		await terminal.waitFor(/seen +- +Ready/, { timeout: 20_000 });
		terminal.press('/', ...'seen', 'enter', 'enter');
		await terminal.waitFor(new RegExp(`doomed +${doomed.slice(0, 12)} +Up `), { timeout: 10_000 });

		await daemon.stop();
		await terminal.waitFor(/docker failed/, { timeout: 20_000 });
		process.kill(Number((await readProcessesOf(doomed)).at(0)), 'SIGKILL');
		await daemon.start();

		await terminal.waitFor(new RegExp(`doomed +${doomed.slice(0, 12)} +Exited \\(137\\)`), { timeout: 30_000 });
		const { screen } = await terminal.waitFor(/● docker \d/, { timeout: 30_000 });
		expect(screen).toMatch(new RegExp(`lasting +${lasting.slice(0, 12)} +Up `));
		expect(screen).not.toContain('docker failed');
	}, 240_000);
});

/** Makes something happen until the stream shows it: from then on it shows everything. */
async function waitForStream(
	events: EventStream,
	happen: () => Promise<string>,
	cleanUp: (id: string) => Promise<unknown>,
): Promise<void> {
	await until('the stream of events', 30, async () => {
		const id = await happen();
		const shown = await until('the event', 1, () => (tellsOf(events, id) ? true : undefined)).catch(() => undefined);
		await cleanUp(id);
		return shown;
	});
}

function tellsOf(events: EventStream, id: string, since = 0): boolean {
	return events.lines.slice(since).some((line) => line.id === id);
}

/** What Docker said once and the stream twice. */
function findTwice(events: EventStream): string[] {
	const lines = events.lines.filter(({ source }) => source === 'docker').map((line) => JSON.stringify(line));
	return lines.filter((line, index) => lines.indexOf(line) < index);
}

/** Host pids by the container's cgroup, without asking any daemon. */
async function readProcessesOf(id: string): Promise<string[]> {
	const found = await runCommand('sh', ['-c', 'grep -l "$0" /proc/[0-9]*/cgroup 2>/dev/null || true', id]);
	return found.split('\n').flatMap((path) => /^\/proc\/(\d+)\//.exec(path)?.[1] ?? []);
}
