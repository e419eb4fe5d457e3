import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { NodeUnderTest } from './node-under-test.ts';
import type { StormOrder } from './storm-load.ts';

const script = new URL('simulated-node.ts', import.meta.url).pathname;

/** A simulated node in a process of its own. */
export type OpenedNode = NodeUnderTest & {
	pid: number | undefined;
	/** Resolves when the storm is over and everything runs again. One at a time. */
	storm(order: StormOrder): Promise<void>;
	close(): Promise<void>;
};

/** Starts a simulated node of so many pods with three containers each; `close` ends it. */
export async function openSimulatedNode(pods: number): Promise<OpenedNode> {
	const child = spawn(process.execPath, [script, String(pods)], { stdio: ['pipe', 'pipe', 'inherit'] });
	const exited = once(child, 'exit');
	const lines = createInterface({ input: child.stdout });
	const readLine = async (): Promise<string> => {
		const line = await Promise.race([once(lines, 'line'), exited.then(() => undefined)]);
		if (!line) throw new Error('the simulated node has ended');
		return String(line[0]);
	};
	const { dockerSocket, kubeconfig, hostRoot, nodeName } = JSON.parse(await readLine()) as Record<string, string>;
	return {
		setting: `simulated, ${pods} pods`,
		flags: [
			...['--runtime', `docker://${dockerSocket}`, '--kubeconfig', `${kubeconfig}`],
			...['--host-root', `${hostRoot}`, '--node', `${nodeName}`],
		],
		env: { DOCKER_HOST: `unix://${dockerSocket}`, KUBECONFIG: `${kubeconfig}` },
		dockerSocket: `${dockerSocket}`,
		pods,
		pid: child.pid,
		async storm(order) {
			child.stdin.write(`${JSON.stringify(order)}\n`);
			await readLine();
		},
		async close() {
			child.kill('SIGTERM');
			await exited;
		},
	};
}
