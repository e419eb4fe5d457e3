import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findLab, type Lab, requireLab } from '../helpers/engine-lab.ts';
import { createScreenPod, type ScreenPod } from '../helpers/engine-screen-pod.ts';
import { openPausetop } from '../helpers/terminal-pausetop.ts';
import { runCommand } from './run-command.ts';
import { findTimelinePlaces } from './timeline-lines.ts';

const name = 'screen-test';

describe('the screen on a real node', () => {
	let lab: Lab | undefined;
	let obstacle: string | undefined;
	let pod: ScreenPod | undefined;

	beforeAll(async () => {
		const found = await findLab('docker');
		if ('obstacle' in found) obstacle = found.obstacle;
		else {
			lab = found;
			pod = await createScreenPod(lab, name);
		}
	}, 120_000);
	afterAll(async () => pod?.dispose(), 60_000);
	beforeEach((context) => requireLab(context, obstacle));

	const pauseId = async () => {
		const filters = [`label=io.kubernetes.pod.name=${name}`, 'label=io.kubernetes.docker.type=podsandbox'];
		return (await runCommand('docker', ['ps', '-q', ...filters.flatMap((filter) => ['-f', filter])], {})).trim();
	};

	it('shows a docker stop of a pause without a key: the death, the next attempt, the pod that is back', async () => {
		const terminal = openPausetop([], { columns: 150, rows: 50, env: lab?.env });
		await terminal.waitFor(new RegExp(`${name} +2/2 +Running +0 `), { timeout: 20_000 });
		terminal.press('/', ...name, 'enter', 'enter', ']', ']', ']');
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
		const places = findTimelinePlaces(whole.screen, words);
		expect(places).not.toContain(-1);
		expect(places).toEqual([...places].sort((a, b) => a - b));
		expect(await pod?.status()).toBe('2/2 Running 2');
	}, 150_000);
});
