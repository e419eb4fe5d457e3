import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CriTestClient, createCriTestClient } from '../helpers/cri-client.ts';
import { labContainerd } from '../helpers/engine-lab.ts';
import { parseTasks } from './ctr-truth.ts';
import { type FindingRuntime, pauseImage } from './finding-runtime.ts';
import { runCommand } from './run-command.ts';

const ctr = (...args: string[]) => runCommand('ctr', ['--address', labContainerd, '--namespace', 'k8s.io', ...args]);
const busybox = 'docker.io/library/busybox:latest';

async function withCri<T>(use: (client: CriTestClient) => Promise<T>): Promise<T> {
	const client = createCriTestClient(labContainerd);
	try {
		return await use(client);
	} finally {
		client.close();
	}
}

export const containerdFindings: FindingRuntime = {
	name: 'containerd',
	async findPauses(pod) {
		const { items } = await withCri((client) => client.call('ListPodSandbox'));
		return (items as { id: string; state: string; created_at: string; metadata: { name: string } }[])
			.filter(({ state, metadata }) => state === 'SANDBOX_READY' && metadata.name === pod)
			.sort((a, b) => Number(BigInt(b.created_at) - BigInt(a.created_at)))
			.map(({ id }) => id);
	},
	async findPid(id) {
		const pid = parseTasks(await ctr('tasks', 'list')).get(id);
		if (pid === undefined) throw new Error(`${id} does not run`);
		return pid;
	},
	stopPause: async (id) => void (await ctr('tasks', 'kill', '--signal', 'SIGTERM', id)),
	runSecondSandbox: (pod, uid) =>
		withCri((client) => client.runSandbox({ name: pod, uid, attempt: 1, cgroupParent: '/kubepods/besteffort' })),
	async runTwice(pod, uid) {
		const [sandbox = ''] = await this.findPauses(pod);
		const container = { name: 'main', image: busybox, command: ['sleep', '100000'], attempt: 7 };
		return withCri((client) => client.runContainer({ name: pod, uid }, sandbox, container));
	},
	stopContainer: async (id) => void (await withCri((client) => client.call('StopContainer', { container_id: id }))),
	async hidePauseImage() {
		const directory = await mkdtemp(join(tmpdir(), 'pausetop-image-'));
		const file = join(directory, 'pause.tar');
		await ctr('images', 'export', file, pauseImage);
		// its digest is a name of it too
		const names = await ctr('images', 'ls', '-q');
		const { images } = await withCri((client) => client.call('ListImages'));
		const own = (images as { id: string; repo_tags: string[] }[])
			.filter(({ repo_tags }) => repo_tags.includes(pauseImage))
			.flatMap(({ id, repo_tags }) => [id, ...repo_tags]);
		await ctr('images', 'rm', '--sync', ...names.split('\n').filter((name) => own.includes(name)));
		return async () => {
			await ctr('images', 'import', file);
			await rm(directory, { recursive: true });
		};
	},
	async leakShim() {
		// as CRI and Docker name theirs
		const id = createHash('sha256').update(`lab6-leaked-${process.pid}`).digest('hex');
		await ctr('run', '--detach', busybox, id, 'sleep', '100000');
		return {
			id,
			pid: parseParent(await runCommand('cat', [`/proc/${await this.findPid(id)}/stat`])),
			async end() {
				await ctr('tasks', 'kill', '--signal', 'SIGKILL', id);
				await ctr('tasks', 'delete', '--force', id);
				await ctr('containers', 'delete', id);
			},
		};
	},
};

/** Field 4 of /proc/PID/stat; the second is a name in parentheses and may contain anything. */
function parseParent(stat: string): number {
	return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}
