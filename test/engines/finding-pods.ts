import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lab } from '../helpers/engine-lab.ts';
import { until } from '../helpers/engine-until.ts';
import { runCommand } from './run-command.ts';

/** A pod as kubectl prints it: the part that findings name. */
export type FindingPod = {
	metadata: { uid: string; name: string; deletionTimestamp?: string; finalizers?: string[] };
	status: {
		phase: string;
		podIP?: string;
		conditions?: { type: string; status: string }[];
		containerStatuses?: {
			containerID: string;
			restartCount: number;
			lastState?: { terminated?: { containerID: string; reason: string; exitCode: number; finishedAt: string } };
		}[];
	};
};

/** The pods that are broken, all with one container `main`. */
export type FindingPods = {
	/** Makes them; they may not run yet. */
	create(names: readonly string[], as?: { command?: readonly string[]; limit?: string }): Promise<void>;
	awaits(name: string, what: (pod: FindingPod) => boolean, seconds?: number): Promise<FindingPod>;
	read(name: string): Promise<FindingPod>;
	kubectl(...args: string[]): Promise<string>;
	/** Removes them all. */
	dispose(): Promise<void>;
};

const label = 'test=lab6';

export function createFindingPods({ env }: Lab): FindingPods {
	const kubectl = (...args: string[]) => runCommand('kubectl', args, env);
	const read = async (name: string) => JSON.parse(await kubectl('get', 'pod', name, '-o', 'json')) as FindingPod;
	return {
		kubectl,
		read,
		awaits: (name, what, seconds = 60) =>
			until(`${name} is as it is to be`, seconds, async () => {
				const pod = await read(name);
				return what(pod) ? pod : undefined;
			}),
		async create(names, { command = ['sleep', '100000'], limit } = {}) {
			const directory = await mkdtemp(join(tmpdir(), 'pausetop-finding-'));
			const file = join(directory, 'pods.json');
			const items = names.map((name) => describePod(name, command, limit));
			await writeFile(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
			await kubectl('create', '--filename', file);
			await rm(directory, { recursive: true });
		},
		async dispose() {
			const left = await kubectl('get', 'pods', '--selector', label, '-o', 'name');
			const names = left.split('\n').filter((name) => name !== '');
			if (names.length === 0) return;
			await kubectl('patch', '--type=merge', '--patch={"metadata":{"finalizers":null}}', ...names);
			await kubectl('delete', '--ignore-not-found', '--force', '--grace-period=0', ...names);
		},
	};
}

export function isReady({ status }: FindingPod): boolean {
	return status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') === true;
}

/** Of its only container: `docker://ab12…` → `ab12…`. */
export function mainOf({ status }: FindingPod): string {
	return (status.containerStatuses?.[0]?.containerID ?? '').replace(/^[a-z-]+:\/\//, '');
}

function describePod(name: string, command: readonly string[], limit: string | undefined): object {
	const resources = limit === undefined ? {} : { limits: { memory: limit } };
	const main = { name: 'main', image: 'busybox', imagePullPolicy: 'IfNotPresent', command, resources };
	const [key = '', value = ''] = label.split('=');
	return {
		...{ apiVersion: 'v1', kind: 'Pod', metadata: { name, labels: { [key]: value } } },
		spec: { terminationGracePeriodSeconds: 2, containers: [main] },
	};
}
