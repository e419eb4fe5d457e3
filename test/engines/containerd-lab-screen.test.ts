import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findLab, type Lab, labContainerd, requireLab } from '../helpers/engine-lab.ts';
import { createScreenPod, type ScreenPod } from '../helpers/engine-screen-pod.ts';
import { until } from '../helpers/engine-until.ts';
import type { Terminal } from '../helpers/terminal.ts';
import { openPausetop } from '../helpers/terminal-pausetop.ts';
import { parseTasks, readContainerd } from './ctr-truth.ts';
import type { PodEntry } from './document.ts';
import { readGroundTruth } from './ground-truth.ts';
import { readStartTicks } from './proc-truth.ts';
import { runCommand } from './run-command.ts';
import { findTimelinePlaces } from './timeline-lines.ts';

const name = 'screen-test';
const ctr = (...args: string[]) => runCommand('ctr', ['--address', labContainerd, '--namespace', 'k8s.io', ...args]);
const killTask = (id: string) => ctr('task', 'kill', '--signal', 'SIGKILL', id);
const hasAnswered = async () => ((await ctr('version')).includes('Server:') ? true : undefined);
/** The one that a filter leaves and whose task runs, with its pid. */
async function findRunning(filter: string): Promise<{ id: string; pid: number }> {
	const pids = parseTasks(await ctr('tasks', 'list'));
	const ids = (await ctr('containers', 'list', '--quiet', filter)).split('\n');
	const [found] = ids.flatMap((id) => {
		const pid = pids.get(id);
		return pid === undefined ? [] : [{ id, pid }];
	});
	if (found === undefined) throw new Error(`nothing runs of ${filter}`);
	return found;
}

describe('the screen on a real node with containerd', () => {
	let lab: Lab | undefined;
	let obstacle: string | undefined;
	let pod: ScreenPod | undefined;

	beforeAll(async () => {
		const found = await findLab('containerd');
		if ('obstacle' in found) obstacle = found.obstacle;
		else lab = found;
	});
	afterAll(async () => pod?.dispose(), 60_000);
	beforeEach((context) => requireLab(context, obstacle));

	/** The id of the sandbox whose task runs. */
	const findSandbox = async () => {
		const filter = `labels."io.kubernetes.pod.name"==${name},labels."io.cri-containerd.kind"==sandbox`;
		return (await findRunning(filter)).id;
	};
	/** The running container of that name, and its pid. */
	const findContainer = (container: string) => {
		const filter = `labels."io.kubernetes.pod.name"==${name},labels."io.kubernetes.container.name"==${container}`;
		return findRunning(filter);
	};
	const stopContainerd = async () => {
		const pid = Number(await readFile(join(lab?.runDirectory ?? '', 'containerd.pid'), 'utf8'));
		process.kill(pid, 'SIGTERM');
		await until('containerd is gone', 30, async () => ((await readStartTicks(pid)) === undefined ? true : undefined));
	};
	const selectPod = async (terminal: Terminal, restarts: number) => {
		await terminal.waitFor(new RegExp(`${name} +2/2 +Running +${restarts} `), { timeout: 20_000 });
		terminal.press('/', ...name, 'enter', 'enter', ']', ']', ']');
		await terminal.waitFor(/two +[0-9a-f]{12} +Up .* #\d /, { timeout: 10_000 });
	};
	const openScreen = async () => {
		const terminal = openPausetop([], { columns: 150, rows: 50, env: lab?.env });
		await terminal.waitFor(/● containerd \d/, { timeout: 20_000 });
		return terminal;
	};

	it("shows the kill of a sandbox's task without a key: the death, the next attempt, the pod that is back", async () => {
		if (lab === undefined) throw new Error('there is no lab');
		const terminal = await openScreen();
		pod = await createScreenPod(lab, name);
		await selectPod(terminal, 0);
		// containerd does not say when it has begun to stream events, and repeats none: these show that it has
		await terminal.waitFor(/start +two #0/, { timeout: 10_000 });
		const old = await findSandbox();

		await Promise.all([
			killTask(old),
			// the kubelet may report one of the containers before the other
			terminal.waitFor(new RegExp(`${name} +[01]/2 +(Error|Running) `), { timeout: 30_000, what: 'the death' }),
		]);
		const back = await terminal.waitFor(new RegExp(`${name} +2/2 +Running +2 `), { timeout: 60_000 });
		const id = await findSandbox();
		expect(id).not.toBe(old);
		const { screen } = await terminal.waitFor(new RegExp(`pause +${id.slice(0, 12)} +.* #1 `), { timeout: 10_000 });
		// its predecessor is still there, not ready
		expect(screen).toMatch(new RegExp(`exited +pause ${old.slice(0, 8)} #0, one #0 .*two #0 `));
		expect(back.screen).toMatch(/one +[0-9a-f]{12} .* #1 .*net = ipc = uts = pid =/);

		terminal.resize(150, 80);
		const whole = await terminal.waitFor(/exit +pause #0/, { timeout: 10_000 });
		const places = findTimelinePlaces(whole.screen, [
			'exit +pause #0',
			'SandboxChanged',
			'create +pause #1',
			'start +pause #1',
			'start +two #1',
			'PodChanged',
		]);
		expect(places, whole.screen).not.toContain(-1);
		expect(places, whole.screen).toEqual([...places].sort((a, b) => a - b));
		expect(await pod?.status()).toBe('2/2 Running 2');
	}, 150_000);

	it('ends with the truth after a restart of containerd, during which a container has died', async () => {
		const terminal = await openScreen();
		await selectPod(terminal, 2);
		const sandbox = await findSandbox();
		const [one, two] = await Promise.all(['one', 'two'].map(findContainer));

		await stopContainerd();
		await terminal.waitFor(/containerd (failed|connecting)/, { timeout: 30_000 });
		process.kill(two?.pid ?? Number.NaN, 'SIGKILL');
		await lab?.revive();
		await until('containerd answers', 30, hasAnswered);

		await terminal.waitFor(new RegExp(`${name} +2/2 +Running +3 `), { timeout: 120_000 });
		const { screen } = await terminal.waitFor(/● containerd \d/, { timeout: 30_000 });
		const next = await findContainer('two');
		expect(next.id).not.toBe(two?.id);
		expect(await findSandbox()).toBe(sandbox);
		expect(screen).toMatch(new RegExp(`pause +${sandbox.slice(0, 12)} .* #1 `));
		expect(screen).toMatch(new RegExp(`one +${one?.id.slice(0, 12)} +Up .* pid ${one?.pid} +#1 `));
		expect(screen).toMatch(new RegExp(`two +${next.id.slice(0, 12)} +Up .* pid ${next.pid} +#2 `));
		expect(screen).toMatch(/exited .*two #1 \(.*exit 137\)/);

		terminal.press('escape');
		terminal.resize(150, 80);
		const { pods } = await readGroundTruth({ env: lab?.env, runtimes: [() => readContainerd(labContainerd)] });
		const steady = pods.filter(({ status }) => status === 'Running' || status === 'Completed');
		expect(steady.length).toBeGreaterThan(8);
		const rows = steady.map(describeRow);
		await terminal.waitFor((text) => rows.every((row) => row.test(text)), { what: `${rows}`, timeout: 20_000 });
	}, 300_000);
});

/** A pod's row: `on-host 1/1 Running 0 … 10.244.255.1 … df85584e #0`. */
function describeRow({ name, ready, status, restarts, ip, sandboxes: [sandbox] }: PodEntry): RegExp {
	const words = [name, ready, status, restarts, `.* ${ip}`, `.* ${sandbox?.id?.slice(0, 8)} #${sandbox?.attempt}`];
	return new RegExp(` ${words.join(' +')} `);
}
