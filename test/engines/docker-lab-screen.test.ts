import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findLab, type Lab } from '../helpers/engine-lab.ts';
import { requireEngine, skipWithout } from '../helpers/engine-requirement.ts';
import { until } from '../helpers/engine-until.ts';
import { openPausetop } from '../helpers/terminal-pausetop.ts';
import { runCommand } from './run-command.ts';

/** A pod of its own: the lab's have back-offs of their own history. */
const name = 'screen-test';
const overrides = {
	spec: {
		shareProcessNamespace: true,
		terminationGracePeriodSeconds: 2,
		containers: ['one', 'two'].map((container) => ({
			name: container,
			image: 'busybox',
			imagePullPolicy: 'IfNotPresent',
			command: ['sleep', '100000'],
		})),
	},
};

describe('the screen on a real node', () => {
	let lab: Lab | undefined;
	let obstacle: string | undefined;
	const kubectl = (...args: string[]) => runCommand('kubectl', args, lab?.env ?? {});
	const deletePod = () => kubectl('delete', 'pod', name, '--ignore-not-found', '--wait=true');

	beforeAll(async () => {
		const found = await findLab();
		if ('obstacle' in found) obstacle = found.obstacle;
		else {
			lab = found;
			await deletePod();
			await kubectl('run', name, '--image=busybox', '--overrides', JSON.stringify({ apiVersion: 'v1', ...overrides }));
			await until('the pod runs', 60, async () => ((await statusOf()) === '2/2 Running 0' ? true : undefined));
		}
	}, 120_000);
	afterAll(async () => {
		if (lab) await deletePod();
	}, 60_000);
	beforeEach((context) => {
		skipWithout(context, process.env.PAUSETOP_LAB ? undefined : 'PAUSETOP_LAB names no lab');
		requireEngine(context, obstacle);
	});

	/** READY, STATUS and RESTARTS as kubectl prints them. */
	const statusOf = async () => (await kubectl('get', 'pod', name, '--no-headers')).split(/\s+/).slice(1, 4).join(' ');
	const pauseId = async () => {
		const filters = [`label=io.kubernetes.pod.name=${name}`, 'label=io.kubernetes.docker.type=podsandbox'];
		return (await runCommand('docker', ['ps', '-q', ...filters.flatMap((filter) => ['-f', filter])], {})).trim();
	};

	it('shows a docker stop of a pause without a key: the death, the next attempt, the pod that is back', async () => {
		const terminal = openPausetop([], { columns: 150, rows: 50, env: lab?.env });
		await terminal.waitFor(new RegExp(`${name} +2/2 +Running +0 `), { timeout: 20_000 });
		terminal.press('/', ...name, 'enter', 'enter', ']');
		await terminal.waitFor(/two +[0-9a-f]{12} +Up .* #0 /, { timeout: 10_000 });
		const old = await pauseId();

		await Promise.all([
			runCommand('docker', ['stop', old], {}),
			terminal.waitFor(new RegExp(`${name} +0/2 +(Error|Running) `), { timeout: 30_000, what: 'the death' }),
		]);
		const back = await terminal.waitFor(new RegExp(`${name} +2/2 +Running +2 `), { timeout: 60_000 });
		const id = await pauseId();
		expect(id).not.toBe(old);
		const { screen } = await terminal.waitFor(new RegExp(`pause +${id} +Up .* #1 `), { timeout: 10_000 });
		expect(screen).toMatch(new RegExp(`exited +pause ${old.slice(0, 8)} #0 `));
		expect(back.screen).toMatch(/one +[0-9a-f]{12} .* #1 .*net = ipc = uts ≠ pid =/);

		// room for the whole story
		terminal.resize(150, 80);
		const whole = await terminal.waitFor(/die +pause #0/, { timeout: 10_000 });
		const words = [
			'die +pause #0',
			'SandboxChanged',
			'create +pause #1',
			'start +pause #1',
			'start +two #1',
			'PodChanged',
		];
		const lines = whole.screen.split('\n').filter((line) => /^ +\d\d:\d\d:\d\d/.test(line));
		const places = words.map((word) => lines.findLastIndex((line) => new RegExp(word).test(line)));
		expect(places).not.toContain(-1);
		expect(places).toEqual([...places].sort((a, b) => a - b));
		expect(await statusOf()).toBe('2/2 Running 2');
	}, 150_000);
});
