import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSimulatedNode, type SimulatedNode } from '../../source/simulator/create-simulated-node.ts';
import { createTestDirectory, formatKubeconfig, type TestDirectory } from '../adapters/kube/kubeconfig-file.ts';
import { openPausetop, runPiped } from '../helpers/terminal-pausetop.ts';

let node: SimulatedNode;
let directory: TestDirectory;
/** It accepts connections and says nothing, as an API server that hangs does. */
let silent: Server;
const accepted = new Set<Socket>();

beforeEach(async () => {
	node = await createSimulatedNode();
	directory = createTestDirectory();
	silent = createServer((socket) => {
		accepted.add(socket.on('error', () => {}));
	});
	await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
	for (const socket of accepted) socket.destroy();
	accepted.clear();
	await new Promise((resolve) => silent.close(resolve));
	directory.remove();
	await node.close();
});

/** The simulated node, but with the silent server for its API. */
function flags(): string[] {
	const address = silent.address();
	const port = typeof address === 'object' ? address?.port : undefined;
	const kubeconfig = directory.write('config', formatKubeconfig({ server: `http://127.0.0.1:${port}` }));
	return ['--runtime', `docker://${node.dockerSocket}`, '--kubeconfig', kubeconfig, '--host-root', node.hostRoot];
}

describe('an API server that accepts connections and never answers', () => {
	test('keeps the screen from nothing that the node itself tells', { timeout: 60_000 }, async () => {
		const terminal = openPausetop(flags(), { columns: 150, rows: 40 });
		const first = await terminal.waitFor(/pause-test2 .* [0-9a-f]{8} #0 .* net ipc pid/, {
			timeout: 20_000,
			what: 'the pods of the runtime, with their namespaces',
		});
		expect(accepted.size).toBeGreaterThan(0);
		// what waits for the server is told to be waited for, and not shown as if it were known
		expect(first.screen).toMatch(/[○o] api/);
		expect(first.screen).toMatch(/● docker/);
		expect(first.screen).not.toMatch(/api failed/);
		const later = await terminal.waitFor(/api failed/, { timeout: 30_000 });
		expect(later.screen).toMatch(/does not answer in time/);
		expect(later.screen).toMatch(/pause-test2 .* [0-9a-f]{8} #0 .* net ipc pid/);
	});

	test('costs get its patience, and no more than the columns of the API', { timeout: 60_000 }, async () => {
		const { stdout, stderr, code } = await runPiped(['get', '-A', ...flags()]);
		expect(stdout).toMatch(/pause-test2 .* [0-9a-f]{8} #0 .* net ipc pid/);
		expect(stderr).toMatch(/kube failed: the API server .* does not answer in time/);
		expect(code).toBe(3);
	});
});
