import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import type { Lab } from '../helpers/engine-lab.ts';
import { until } from '../helpers/engine-until.ts';
import { readNodeName } from './kubectl-truth.ts';
import { runCommand } from './run-command.ts';

/** A pod like one of the lab's under another name: without a back-off from earlier tests, and nobody else's business. */
export type ActionPod = {
	/** kubectl adds the node's name to a static one's. */
	name: string;
	/** The lab's file: `pause-test`, `static/static-web`. */
	like: string;
	/** Another command for its only container. */
	command?: readonly string[];
};

/** The pods of one test file. */
export type ActionPods = {
	/** What kubectl and the screen call it. */
	fullName(pod: ActionPod): string;
	/** Removes them all, and waits. */
	dispose(): Promise<void>;
};

type Manifest = {
	metadata: { name: string; labels: Record<string, string> };
	spec: { containers: { command?: readonly string[] }[] };
};

const label = 'test=lab4';

/** Makes them. They may not run yet. */
export async function createActionPods({ env }: Lab, list: readonly ActionPod[]): Promise<ActionPods> {
	// the kubelet makes a pod of each file in here whose name does not begin with a dot
	const statics = join(dirname(env.KUBECONFIG ?? ''), 'static');
	const staticFile = ({ name }: ActionPod) => join(statics, `${name}.yaml`);
	const nodeName = await readNodeName(env);
	const kubectl = (...args: string[]) => runCommand('kubectl', args, env);
	const hasNone = async () =>
		(await kubectl('get', 'pods', '-A', '--selector', label, '-o', 'name')) === '' ? true : undefined;
	const pods: ActionPods = {
		fullName: (pod) => (isStatic(pod) ? `${pod.name}-${nodeName}` : pod.name),
		async dispose() {
			for (const pod of list.filter(isStatic)) await rm(staticFile(pod), { force: true });
			await kubectl('delete', 'pods', '--selector', label, '--wait=false');
			await until('the pods are gone', 15, hasNone).catch(async () => {
				// now and then the kubelet does not let go of a pod for a minute, though its containers are gone (seen with 1.20)
				await kubectl('delete', 'pods', '--selector', label, '--force', '--grace-period=0', '--wait=false');
				await until('the pods are gone', 15, hasNone);
			});
		},
	};
	await pods.dispose();
	await createOrdinary(list, env);
	for (const pod of list.filter(isStatic)) {
		const hidden = join(statics, `.${pod.name}`);
		await writeFile(hidden, JSON.stringify(await readManifest(pod)));
		await rename(hidden, staticFile(pod));
	}
	return pods;
}

async function createOrdinary(list: readonly ActionPod[], env: Record<string, string>): Promise<void> {
	const items = await Promise.all(list.filter((pod) => !isStatic(pod)).map(readManifest));
	const directory = await mkdtemp(join(tmpdir(), 'pausetop-action-'));
	const file = join(directory, 'pods.json');
	await writeFile(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
	await runCommand('kubectl', ['create', '--filename', file], env);
	await rm(directory, { recursive: true });
}

function isStatic({ like }: ActionPod): boolean {
	return like.startsWith('static/');
}

async function readManifest({ name, like, command }: ActionPod): Promise<Manifest> {
	const file = join(process.env.PAUSETOP_LAB ?? '', 'pods', `${like}.yaml`);
	const manifest = parse(await readFile(file, 'utf8')) as Manifest;
	const [key = '', value = ''] = label.split('=');
	manifest.metadata = { ...manifest.metadata, name, labels: { [key]: value } };
	const [container] = manifest.spec.containers;
	if (container && command) container.command = command;
	return manifest;
}
