import { readFileSync } from 'node:fs';

const directory = new URL('../../fixtures/kube/', import.meta.url);

export type WireObject = {
	metadata: { name: string; namespace?: string; uid: string; resourceVersion?: string; [field: string]: unknown };
	[field: string]: unknown;
};

/** Four pods of the node `k8slab` as a kubelet 1.20 and its API server had them: crasher, pause-test2, with-init, static-web. */
export function readPods(): WireObject[] {
	return readItems('pods.json');
}

/** Events about two of those pods and the node, and two about a ReplicaSet. */
export function readEvents(): WireObject[] {
	return readItems('events.json');
}

export function readNode(): WireObject {
	return JSON.parse(readFileSync(new URL('node.json', directory), 'utf8')) as WireObject;
}

export function findPod(name: string): WireObject {
	const pod = readPods().find(({ metadata }) => metadata.name === name);
	if (!pod) throw new Error(`no pod ${name} in the fixtures`);
	return pod;
}

/** The path of a certificate or key made by pki/make-certificates.sh. */
export function pkiPath(name: string): string {
	return new URL(`pki/${name}`, directory).pathname;
}

export function readPki(name: string): string {
	return readFileSync(pkiPath(name), 'utf8');
}

function readItems(name: string): WireObject[] {
	return (JSON.parse(readFileSync(new URL(name, directory), 'utf8')) as { items: WireObject[] }).items;
}
