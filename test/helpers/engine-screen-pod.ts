import { runCommand } from '../engines/run-command.ts';
import type { Lab } from './engine-lab.ts';
import { until } from './engine-until.ts';

/** A pod of a test's own on a lab, because the lab's have back-offs of their own history. Two containers share the pid namespace. */
export type ScreenPod = {
	name: string;
	/** READY, STATUS and RESTARTS as kubectl prints them. */
	status(): Promise<string>;
	dispose(): Promise<void>;
};

/** Makes it and waits until it runs. */
export async function createScreenPod({ env }: Lab, name: string): Promise<ScreenPod> {
	const kubectl = (...args: string[]) => runCommand('kubectl', args, env);
	const pod: ScreenPod = {
		name,
		status: async () => (await kubectl('get', 'pod', name, '--no-headers')).split(/\s+/).slice(1, 4).join(' '),
		async dispose() {
			await kubectl('delete', 'pod', name, '--ignore-not-found', '--wait=true');
		},
	};
	await pod.dispose();
	await kubectl('run', name, '--image=busybox', '--overrides', JSON.stringify(overrides));
	await until('the pod runs', 60, async () => ((await pod.status()) === '2/2 Running 0' ? true : undefined));
	return pod;
}

const overrides = {
	apiVersion: 'v1',
	spec: {
		shareProcessNamespace: true,
		terminationGracePeriodSeconds: 2,
		containers: ['one', 'two'].map((container) => ({
			name: container,
			image: 'busybox',
			imagePullPolicy: 'IfNotPresent',
			command: ['sleep', '100000'],
		})),
	},
};
