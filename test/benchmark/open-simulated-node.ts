import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { NodeUnderTest } from './node-under-test.ts';

const script = new URL('simulated-node.ts', import.meta.url).pathname;

/** Starts a simulated node of so many pods with three containers each; `close` ends it. */
export async function openSimulatedNode(pods: number): Promise<NodeUnderTest & { close(): Promise<void> }> {
	const child = spawn(process.execPath, [script, String(pods)], { stdio: ['ignore', 'pipe', 'inherit'] });
	const exited = once(child, 'exit');
	const lines = createInterface({ input: child.stdout });
	const line = await Promise.race([once(lines, 'line'), exited.then(() => undefined)]);
	if (!line) throw new Error('the simulated node has ended before it was ready');
	const { dockerSocket, kubeconfig, hostRoot, nodeName } = JSON.parse(String(line[0])) as Record<string, string>;
	return {
		setting: `simulated, ${pods} pods`,
		flags: [
			...['--runtime', `docker://${dockerSocket}`, '--kubeconfig', `${kubeconfig}`],
			...['--host-root', `${hostRoot}`, '--node', `${nodeName}`],
		],
		env: { DOCKER_HOST: `unix://${dockerSocket}`, KUBECONFIG: `${kubeconfig}` },
		dockerSocket: `${dockerSocket}`,
		pods,
		async close() {
			child.kill('SIGTERM');
			await exited;
		},
	};
}
