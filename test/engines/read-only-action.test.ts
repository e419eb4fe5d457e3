import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestPod } from '../helpers/cri-client.ts';
import { createCriRecorder } from '../helpers/cri-recorder.ts';
import { createDockerRecorder } from '../helpers/docker-recorder.ts';
import { createContainerdDaemon, findContainerdObstacle } from '../helpers/engine-containerd.ts';
import { createDockerDaemon, findDaemonObstacle } from '../helpers/engine-daemon.ts';
import { importImages } from '../helpers/engine-images.ts';
import { createKubelet } from '../helpers/engine-pods.ts';
import { requireEngine } from '../helpers/engine-requirement.ts';
import { until } from '../helpers/engine-until.ts';
import type { Recorder } from '../helpers/recorder.ts';
import type { Terminal } from '../helpers/terminal.ts';
import type { Key } from '../helpers/terminal-keys.ts';
import { openPausetop } from '../helpers/terminal-pausetop.ts';

/** A real engine of the test's own with one pod in it, and a recorder before its socket. */
type Engine = {
	recorder: Recorder;
	/** For `--runtime`. */
	url: string;
	dispose(): Promise<void>;
};

const engines = [
	{
		name: 'dockerd',
		obstacle: findDaemonObstacle(),
		open: openDocker,
		// Docker's API changes nothing by these
		reads: /^(GET|HEAD) /,
		acts: /^POST \/containers\/[0-9a-f]{64}\/(stop|kill)/,
	},
	{
		name: 'containerd',
		obstacle: findContainerdObstacle(),
		open: openContainerd,
		reads: /\/(Version|Status|RuntimeConfig|List\w+|\w+Status|ImageFsInfo|Get\w*|List|Subscribe|Check)$/,
		acts: /\.Tasks\/Kill$/,
	},
];

describe.each(engines)('every key with --read-only before $name', ({ name, obstacle, open, reads, acts }) => {
	let engine: Engine | undefined;

	beforeAll(async () => {
		if (obstacle === undefined) engine = await open();
	}, 120_000);
	afterAll(async () => engine?.dispose(), 120_000);
	beforeEach((context) => requireEngine(context, obstacle));

	const openScreen = async (...args: string[]) => {
		if (engine === undefined) throw new Error(`there is no ${name}`);
		engine.recorder.forget();
		const given = ['--no-kube', '--runtime', engine.url, '--action-log', 'none', ...args];
		const terminal = openPausetop(given, { columns: 150, rows: 40, env: { NO_COLOR: '1' } });
		await terminal.waitFor(/● (docker|containerd) \d/, { timeout: 20_000 });
		// /proc shows what other engines of this machine run, too
		terminal.press(...toPod);
		await terminal.waitFor(/▌.* web .* [0-9a-f]{8} #0/, { timeout: 20_000 });
		return { terminal, calls: engine.recorder.calls };
	};

	it('sends nothing but what reads', async () => {
		const { terminal, calls } = await openScreen('--read-only');
		for (const place of places) await pressAll(terminal, place);
		terminal.press('ctrl-c');
		expect(await terminal.exited).toEqual({ code: 0 });
		expect(calls().length).toBeGreaterThan(0);
		expect(calls().filter((call) => !reads.test(call))).toEqual([]);
	}, 120_000);

	it('which without --read-only are more', async () => {
		const { terminal, calls } = await openScreen();
		terminal.press('ctrl-k');
		await terminal.waitFor(/── Confirm: [\s\S]*▌\[Cancel\]/);
		expect(calls().filter((call) => !reads.test(call))).toEqual([]);
		terminal.press('tab');
		await terminal.waitFor('▌[Kill pause]');
		terminal.press('enter');
		await until('the call', 10, () => (calls().some((call) => acts.test(call)) ? true : undefined));
		expect(calls().filter((call) => !reads.test(call) && !acts.test(call))).toEqual([]);
	}, 60_000);
});

/** The filter with the pod's name instead of what was there, and enter. */
const toPod: readonly Key[] = ['/', 'ctrl-u', ...'web$', 'enter'];

/** Where keys are pressed: what leads there from the pod's row. */
const places: readonly (readonly Key[])[] = [[], ['right', 'down', 'down'], ['R']];

const printable = Array.from({ length: 0x7e - 0x20 }, (_, index) => String.fromCharCode(0x21 + index));
const controls = Array.from({ length: 26 }, (_, index) => `ctrl-${String.fromCharCode(0x61 + index)}`);
const named: readonly Key[] = [
	...(['enter', 'tab', 'shift-tab', 'backspace', 'delete', 'space', 'up', 'down', 'right', 'left'] as const),
	...(['home', 'end', 'pageup', 'pagedown', 'shift-up', 'shift-down'] as const),
];
/** These two leave the program. */
const keys = [...printable, ...controls, ...named].filter((key) => key !== 'q' && key !== 'ctrl-c');

const choose = ['down', 'enter'] as const;
const confirm = ['tab', 'enter'] as const;

/** On a row there could be most to do. */
function isRow(there: readonly Key[]): boolean {
	return there.length !== 1;
}

/** Each key after the way there; where it leads to a question, also what would confirm it. */
async function pressAll(terminal: Terminal, there: readonly Key[]): Promise<void> {
	for (const key of keys) {
		await press(terminal, [...toPod, ...there]);
		const hasDrawn = await press(terminal, [key], isRow(there) ? 50 : 12);
		if (terminal.screen().includes('── Actions on')) for (const step of choose) await press(terminal, [step], 500);
		if (terminal.screen().includes('── Confirm: ')) for (const step of confirm) await press(terminal, [step], 500);
		// a shell, for one, would not be pausetop's screen
		if (!/^ pausetop /.test(terminal.screen())) throw new Error(`after ${key}:\n${terminal.draw()}`);
		const back = (hasDrawn ? 2 : 0) + (there.length > 0 ? 1 : 0);
		for (let step = 0; step < back; step++) await press(terminal, ['escape']);
	}
}

/**
 * Resolves with whether something was drawn then. What does nothing is waited for in vain, shortly: of keys that come together
 * none confirms anything.
 */
async function press(terminal: Terminal, together: readonly Key[], patience = 12): Promise<boolean> {
	const before = terminal.received.chunks().length;
	const isDrawn = () => terminal.received.chunks().length > before;
	terminal.press(...together);
	return terminal.waitFor(isDrawn, { timeout: patience }).then(
		() => true,
		() => false,
	);
}

async function openDocker(): Promise<Engine> {
	const daemon = await createDockerDaemon();
	try {
		const kubelet = createKubelet(daemon, await importImages(daemon));
		const pod = { kubeNamespace: 'default', name: 'web', uid: crypto.randomUUID() };
		const pause = await kubelet.runPause(pod);
		await kubelet.runContainer(pod, pause, 'app');
		const recorder = await createDockerRecorder(daemon.socket);
		return {
			recorder,
			url: `docker://${recorder.path}`,
			async dispose() {
				await recorder.close();
				await daemon.dispose();
			},
		};
	} catch (error) {
		await daemon.dispose();
		throw error;
	}
}

async function openContainerd(): Promise<Engine> {
	const daemon = await createContainerdDaemon();
	try {
		const uid = crypto.randomUUID();
		const { cri, image, cgroupParent, logDirectory } = daemon;
		const pod: TestPod = { name: 'web', uid, cgroupParent: `${cgroupParent}/kubepods/pod${uid}`, logDirectory };
		const sandbox = await cri.runSandbox(pod);
		await cri.runContainer(pod, sandbox, { name: 'app', image, command: ['sleep', '100000'] });
		const recorder = await createCriRecorder(daemon.socket);
		return {
			recorder,
			url: `containerd://${recorder.path}`,
			async dispose() {
				await recorder.close();
				await daemon.dispose();
			},
		};
	} catch (error) {
		await daemon.dispose();
		throw error;
	}
}
