import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { NodeUnderTest } from './node-under-test.ts';

const run = promisify(execFile);

/** The machine's own docker (or, without one, containerd's `ctr`) and kubectl, when both answer; otherwise why not. */
export async function findEngine(): Promise<NodeUnderTest | { missing: string }> {
	try {
		const docker = await run('docker', ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}']).catch(
			() => undefined,
		);
		const host = process.env.DOCKER_HOST ?? (docker?.stdout.trim() || 'unix:///var/run/docker.sock');
		if (!host.startsWith('unix://')) return { missing: `docker is at ${host}, not on a Unix socket of this machine` };
		const hasDocker = await run('docker', ['version'], { timeout: 5_000 }).then(
			() => true,
			() => false,
		);
		if (!hasDocker) await run('ctr', ['version'], { timeout: 5_000 });
		const pods = await run('kubectl', ['get', 'pods', '-A', '--no-headers'], { timeout: 5_000 });
		const count = pods.stdout.trim().split('\n').filter(Boolean).length;
		return {
			setting: `${hasDocker ? 'engine' : 'containerd'}, ${count} pods`,
			flags: [],
			env: {},
			dockerSocket: hasDocker ? host.slice('unix://'.length) : undefined,
			pods: count,
		};
	} catch (error) {
		return { missing: error instanceof Error ? (error.message.trim().split('\n')[0] ?? error.name) : String(error) };
	}
}
