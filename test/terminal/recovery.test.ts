import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSimulatedNode, type SimulatedNode } from '../../source/simulator/create-simulated-node.ts';
import { createSocketProxy, type SocketProxy } from '../helpers/socket-proxy.ts';
import type { Terminal } from '../helpers/terminal.ts';
import { openPausetop } from '../helpers/terminal-pausetop.ts';

/** Longest back-off of a source after a short outage, and the listing that follows. */
const timeout = 25_000;

let node: SimulatedNode;
let terminal: Terminal;
/** Between pausetop and the runtime: cutting it leaves the runtime and the kubelet at work. */
let docker: SocketProxy;

beforeEach(async () => {
	node = await createSimulatedNode();
	const { kubeconfig, hostRoot } = node;
	docker = await createSocketProxy(node.dockerSocket);
	terminal = openPausetop(
		['--runtime', `docker://${docker.path}`, '--kubeconfig', kubeconfig, '--host-root', hostRoot],
		{ columns: 150, rows: 40 },
	);
	await terminal.waitFor(/pause-test2 +3\/3 +Running/, { timeout });
	terminal.press('/', ...'pause-test2', 'enter', 'enter');
	await terminal.waitFor(/busybox +[0-9a-f]{12} .* #0 /, { timeout });
});
afterEach(async () => {
	await docker.cut();
	await node.close();
});

const stopPause = () => node.run({ do: 'stop', id: node.findContainer('pause-test2')?.id ?? '' });
const isBack = /pause-test2 +3\/3 +Running +3 \(.* 10\.244\.0\.\d+ .* #1 /;

/** The unfolded containers of the pod, by name, with their attempts. */
function attemptsOn(screen: string): Record<string, string> {
	const rows = screen.matchAll(/^ +(pause|nginx|ghost|busybox) +([0-9a-f]{12}) +Up .*? #(\d+) /gm);
	return Object.fromEntries([...rows].map(([, name = '', , attempt = '']) => [name, attempt]));
}

const recycled = { pause: '1', nginx: '1', ghost: '1', busybox: '1' };

describe('what goes away while the screen runs', () => {
	test('the runtime: it says so, and shows what happened meanwhile when it is back', { timeout: 90_000 }, async () => {
		await docker.cut();
		await terminal.waitFor(/docker failed: .*no Docker socket at/, { timeout });
		await stopPause();
		await terminal.waitFor(/pause-test2 +3\/3 +Running +3 /, { timeout, what: 'the API server’s side of it' });
		await docker.mend();
		const after = await terminal.waitFor(isBack, { timeout });
		expect(attemptsOn(after.screen)).toEqual(recycled);
		expect(after.screen).not.toMatch(/docker failed/);
	});

	test('the API server: the runtime’s side goes on, the rest follows', { timeout: 90_000 }, async () => {
		await node.api.stop();
		await terminal.waitFor(/api failed/, { timeout });
		await stopPause();
		const during = await terminal.waitFor(/busybox +[0-9a-f]{12} +Up .* #1 /, { timeout, what: 'the new containers' });
		// what the API server said last stays on the screen, and is old: the source says so
		expect(during.screen).toMatch(/pause-test2 +3\/3 +Running +0 /);
		expect(during.screen).toMatch(/api failed/);
		await node.api.start();
		const after = await terminal.waitFor(isBack, { timeout });
		expect(attemptsOn(after.screen)).toEqual(recycled);
	});

	test('both at once', { timeout: 90_000 }, async () => {
		await Promise.all([docker.cut(), node.api.stop()]);
		await terminal.waitFor(/docker failed(?:.|\n)*api failed/, { timeout });
		await stopPause();
		await Promise.all([docker.mend(), node.api.start()]);
		const after = await terminal.waitFor(isBack, { timeout });
		expect(attemptsOn(after.screen)).toEqual(recycled);
		expect(after.screen).not.toMatch(/failed/);
	});

	test('a runtime that accepts and never answers is told from one that is gone', { timeout: 90_000 }, async () => {
		await docker.cut();
		node.docker.hang(true);
		await docker.mend();
		await terminal.waitFor(/docker failed: .*has not answered within 5 s/, { timeout });
		node.docker.hang(false);
		await terminal.waitFor(/● docker 20\.10\.24/, { timeout });
	});

	test('one part of the API: pods go on, and what is missing is said', { timeout: 90_000 }, async () => {
		node.api.forbid('events', true);
		terminal.press('ctrl-r');
		await terminal.waitFor(/api degraded: .*events/, { timeout });
		await stopPause();
		await terminal.waitFor(isBack, { timeout });
	});
});
