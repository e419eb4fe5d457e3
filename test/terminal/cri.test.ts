import { afterEach, describe, expect, test } from 'vitest';
import { createSimulatedNode, type SimulatedCriNode } from '../../source/simulator/create-simulated-node.ts';
import type { Terminal } from '../helpers/terminal.ts';
import { openPausetop } from '../helpers/terminal-pausetop.ts';

const timeout = 25_000;

let node: SimulatedCriNode | undefined;
afterEach(async () => {
	await node?.close();
	node = undefined;
});

/** The screen on a node of this runtime, with one pod unfolded and its times known. */
async function open(
	runtime: 'containerd' | 'cri-o',
	pod: string,
): Promise<{ node: SimulatedCriNode; terminal: Terminal }> {
	const opened = await createSimulatedNode({ runtime });
	node = opened;
	const scheme = runtime === 'cri-o' ? 'crio' : 'containerd';
	const { criSocket, kubeconfig, hostRoot } = opened;
	const terminal = openPausetop(
		['--runtime', `${scheme}://${criSocket}`, '--kubeconfig', kubeconfig, '--host-root', hostRoot],
		{ columns: 150, rows: 40 },
	);
	await terminal.waitFor(/pause-test2 +3\/3 +Running/, { timeout });
	terminal.press('/', ...`${pod}$`, 'enter', 'enter');
	await terminal.waitFor(/busybox +[0-9a-f]{12} +Up \d.* #0 /, { timeout });
	return { node: opened, terminal };
}

/** The marks of the unfolded lines, by name. */
function marksOn(screen: string): Record<string, string> {
	const rows = screen.matchAll(/^ +(pause|nginx|ghost|busybox) +[0-9a-f]{12} .*?(net . ipc . uts . pid .)/gm);
	return Object.fromEntries([...rows].map(([, name = '', marks = '']) => [name, marks]));
}

describe('containerd', () => {
	test('shares uts too, and a killed sandbox stays beside its successor for a while', { timeout: 90_000 }, async () => {
		const { node, terminal } = await open('containerd', 'pause-test2');
		const before = await terminal.waitFor(/● containerd \d/, { timeout });
		expect(marksOn(before.screen)).toEqual({
			pause: 'net ■ ipc ■ uts ■ pid ■',
			nginx: 'net = ipc = uts = pid =',
			ghost: 'net = ipc = uts = pid =',
			busybox: 'net = ipc = uts = pid =',
		});
		await node.run({ do: 'kill', id: node.findContainer('pause-test2')?.id ?? '' });
		const { screen } = await terminal.waitFor(/pause-test2 +3\/3 +Running +3 .* #1 /, { timeout });
		expect(screen).toMatch(/pause +[0-9a-f]{12} +Ready.* #1 /);
		expect(screen).toMatch(/exited +pause [0-9a-f]{8} #0, nginx #0 .*exit 137/);
	});

	test('that restarts is said, and ends with the truth', { timeout: 90_000 }, async () => {
		const { node, terminal } = await open('containerd', 'pause-test2');
		await node.cri.stop();
		await terminal.waitFor(/containerd failed/, { timeout });
		await node.cri.start();
		await terminal.waitFor(/● containerd \d/, { timeout });
		await node.run({ do: 'kill', id: node.findContainer('pause-test2')?.id ?? '' });
		await terminal.waitFor(/pause-test2 +3\/3 +Running +3 .* #1 /, { timeout });
	});
});

describe('CRI-O', () => {
	test('says that there is no pause, and compares with the files that pin the namespaces', async () => {
		const { terminal } = await open('cri-o', 'pause-test');
		const { screen } = await terminal.waitFor(/infra: dropped \(namespaces pinned\)/, { timeout });
		expect(marksOn(screen)).toEqual({
			pause: 'net ■ ipc ■ uts ■ pid ?',
			nginx: 'net = ipc = uts = pid ≠',
			ghost: 'net = ipc = uts = pid ≠',
			busybox: 'net = ipc = uts = pid ≠',
		});
	});

	test('shows nothing of what goes on in a guest', async () => {
		const { terminal } = await open('cri-o', 'isolated');
		const { screen } = await terminal.waitFor(/isolated runtime \(handler kata\)/, { timeout });
		expect(screen).toContain("handler kata runs it in a guest: the host's inodes prove nothing");
		expect(screen).toMatch(/web +[0-9a-f]{12} .*net \? ipc \? uts \? pid \?/);
	});
});
