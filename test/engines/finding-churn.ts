import { rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { LabMode } from '../helpers/engine-lab.ts';
import { until } from '../helpers/engine-until.ts';
import { runCommand } from './run-command.ts';

/** What kept the node busy, by how often it was done. */
export type ChurnCounts = Record<string, number>;

type Churn = {
	env: Record<string, string>;
	mode: LabMode;
	/** When to stop, milliseconds since the epoch. */
	end: number;
};

type Work = {
	/** Seconds from one time to the next. */
	every: number;
	run(count: number): Promise<void>;
};

type Manifest = { kind: string; [field: string]: unknown };

const kubeNamespace = 'churn';
const image = { image: 'busybox', imagePullPolicy: 'IfNotPresent' };
const sleeper = { name: 'main', ...image, command: ['sleep', '100000'] };

/**
 * Does to a node what is done to nodes all day, each thing again and again: deployments that roll, jobs, crash loops, images that are
 * not there, deletions of every kind, static pods, pauses that end. Leaves nothing behind.
 */
export async function churn({ env, mode, end }: Churn): Promise<ChurnCounts> {
	const kubectl = (...args: string[]) => runCommand('kubectl', ['-n', kubeNamespace, ...args], env);
	const counts: ChurnCounts = {};
	await kubectl('create', 'namespace', kubeNamespace);
	await create(rolling);
	const works: Record<string, Work> = {
		roll: { every: 25, run: async () => void (await kubectl('rollout', 'restart', 'deployment/rolling')) },
		job: { every: 12, run: (count) => create(job(count)) },
		crash: { every: 45, run: (count) => replace('crash', count, pod(`crash-${count}`, [crasher])) },
		noImage: { every: 40, run: (count) => replace('no-image', count, pod(`no-image-${count}`, [imageless])) },
		localImage: { every: 30, run: (count) => runLocalImage(count) },
		init: { every: 35, run: (count) => replace('init', count, withInit(`init-${count}`)) },
		graceless: { every: 15, run: (count) => comeAndGo(`graceless-${count}`, 3, ['--grace-period=0', '--force']) },
		early: { every: 11, run: (count) => comeAndGo(`early-${count}`, count % 3, ['--now']) },
		slowEnd: { every: 50, run: (count) => replace('slow-end', count, slowEnd(`slow-end-${count}`)) },
		staticPod: { every: 60, run: (count) => switchStatic(count) },
		recycle: { every: 20, run: (count) => recycle(count) },
	};
	try {
		await Promise.all(Object.entries(works).map(([name, work]) => repeat(name, work)));
	} finally {
		await rm(staticFile(), { force: true });
		await kubectl('delete', 'namespace', kubeNamespace, '--wait=false');
		await until('the namespace is gone', 180, async () => {
			const left = await runCommand('kubectl', ['get', 'namespace', kubeNamespace, '--ignore-not-found'], env);
			return left === '' ? true : undefined;
		});
	}
	return counts;

	async function repeat(name: string, { every, run }: Work): Promise<void> {
		for (let count = 0; Date.now() < end; count++) {
			counts[name] = count + 1;
			// two works may want the same pod: what is gone already is no matter
			await run(count).catch((error) => process.stderr.write(`${name}: ${String(error).split('\n')[0]}\n`));
			await wait(Math.min(every * 1000, Math.max(0, end - Date.now())));
		}
	}
	async function create(manifest: Manifest): Promise<void> {
		const file = join(dirname(env.KUBECONFIG ?? ''), `churn-${performance.now()}.json`);
		await writeFile(file, JSON.stringify(manifest));
		await kubectl('create', '-f', file).finally(() => rm(file));
	}
	/** Makes one and deletes the one before, as a user would. */
	async function replace(name: string, count: number, manifest: Manifest): Promise<void> {
		await create(manifest);
		if (count > 0) await kubectl('delete', 'pod', `${name}-${count - 1}`, '--wait=false');
	}
	async function comeAndGo(name: string, seconds: number, how: string[]): Promise<void> {
		await create(pod(name, [sleeper]));
		await wait(seconds * 1000);
		await kubectl('delete', 'pod', name, '--wait=false', ...how);
	}
	async function runLocalImage(count: number): Promise<void> {
		const name = `docker.io/churn/image:${count}`;
		if (mode === 'docker') await runCommand('docker', ['tag', 'busybox', name]);
		else await runCommand('ctr', ['-n', 'k8s.io', 'images', 'tag', '--force', await findBusybox(), name]);
		await replace('local', count, pod(`local-${count}`, [{ ...sleeper, image: name }]));
		if (count === 0) return;
		const before = `docker.io/churn/image:${count - 1}`;
		if (mode === 'docker') await runCommand('docker', ['rmi', '--no-prune', before]);
		else await runCommand('ctr', ['-n', 'k8s.io', 'images', 'rm', before]);
	}
	async function switchStatic(count: number): Promise<void> {
		if (count % 2 === 1) return rm(staticFile());
		const manifest = pod('churn-static', [sleeper]);
		await writeFile(staticFile(), JSON.stringify({ ...manifest, apiVersion: 'v1' }));
	}
	function staticFile(): string {
		return join(dirname(env.KUBECONFIG ?? ''), 'static', 'churn-static.json');
	}
	/** Ends the pause of one pod of its own, once or twice: more often would be a fault. */
	async function recycle(count: number): Promise<void> {
		await replace('recycle', count, pod(`recycle-${count}`, [sleeper], count % 2 === 1));
		const name = `recycle-${count}`;
		await kubectl('wait', '--for=condition=Ready', `pod/${name}`, '--timeout=15s');
		await endPause(mode, name, count % 3 === 0 ? 'KILL' : 'TERM');
	}
}

async function endPause(mode: LabMode, name: string, signal: string): Promise<void> {
	const label = `io.kubernetes.pod.name=${name}`;
	if (mode === 'docker') {
		const pause = ['-f', `label=${label}`, '-f', 'label=io.kubernetes.docker.type=podsandbox'];
		const id = (await runCommand('docker', ['ps', '-q', ...pause])).trim();
		await runCommand('docker', ['kill', '--signal', signal, id]);
		return;
	}
	const filter = `labels."io.kubernetes.pod.name"==${name},labels."io.cri-containerd.kind"==sandbox`;
	const id = (await runCommand('ctr', ['-n', 'k8s.io', 'containers', 'ls', '-q', filter])).trim();
	await runCommand('ctr', ['-n', 'k8s.io', 'tasks', 'kill', '-s', `SIG${signal}`, id]);
}

async function findBusybox(): Promise<string> {
	const names = await runCommand('ctr', ['-n', 'k8s.io', 'images', 'ls', '-q', 'name~=busybox']);
	const [name] = names.split('\n');
	if (!name) throw new Error('no busybox image');
	return name;
}

const crasher = { name: 'boom', ...image, command: ['sh', '-c', 'sleep 1; exit 3'] };
const imageless = { name: 'main', image: 'localhost:1/nobody/has:this', imagePullPolicy: 'Always' };

function pod(name: string, containers: readonly object[], shared = false, more: object = {}): Manifest {
	return {
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: { name, namespace: kubeNamespace },
		spec: { terminationGracePeriodSeconds: 2, shareProcessNamespace: shared, containers, ...more },
	};
}

function withInit(name: string): Manifest {
	const init = (one: string) => ({ name: one, ...image, command: ['sleep', '1'] });
	return pod(name, [sleeper], false, { initContainers: [init('first'), init('second')] });
}

/** It takes all of its grace to end. */
function slowEnd(name: string): Manifest {
	return pod(name, [sleeper], false, { terminationGracePeriodSeconds: 20 });
}

function job(count: number): Manifest {
	const spec = {
		restartPolicy: count % 2 === 0 ? 'Never' : 'OnFailure',
		terminationGracePeriodSeconds: 2,
		containers: [{ name: 'job', ...image, command: ['sh', '-c', `sleep 2; exit ${count % 5 === 4 ? 1 : 0}`] }],
	};
	return {
		apiVersion: 'batch/v1',
		kind: 'Job',
		metadata: { name: `job-${count}` },
		spec: { backoffLimit: 1, ttlSecondsAfterFinished: 60, completions: 2, template: { spec } },
	};
}

const rolling: Manifest = {
	apiVersion: 'apps/v1',
	kind: 'Deployment',
	metadata: { name: 'rolling' },
	spec: {
		replicas: 4,
		selector: { matchLabels: { app: 'rolling' } },
		template: {
			metadata: { labels: { app: 'rolling' } },
			spec: { terminationGracePeriodSeconds: 2, containers: [sleeper, { ...sleeper, name: 'second' }] },
		},
	},
};
