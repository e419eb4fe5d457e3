import { expect, onTestFinished, test } from 'vitest';
import { findKubelet } from '../../../source/adapters/proc/kubelet.ts';
import { findPauseImageFlag } from '../../../source/adapters/proc/pause-image-flag.ts';
import { createProcTree, type TreeProcess } from './proc-tree.ts';

const flag = (name: string) => `--pod-infra-container-image=${name}`;

function find(...processes: TreeProcess[]) {
	const tree = createProcTree();
	onTestFinished(tree.close);
	tree.set(...processes);
	return findPauseImageFlag(findKubelet({ hostRoot: tree.root }), { hostRoot: tree.root });
}

const kubelet = (...words: string[]): TreeProcess => ({
	pid: 500,
	command: 'kubelet',
	cmdline: ['/usr/bin/kubelet', ...words],
});
const adapter = (...words: string[]): TreeProcess => ({
	pid: 600,
	command: 'cri-dockerd',
	cmdline: ['cri-dockerd', ...words],
});

test('a kubelet with dockershim says it itself', () => {
	expect(find(kubelet(flag('k8s.gcr.io/pause:3.2')))).toEqual({
		name: 'k8s.gcr.io/pause:3.2',
		configuredBy: "the kubelet's --pod-infra-container-image",
	});
});

test('cri-dockerd counts more than the kubelet', () => {
	const endpoint = '--container-runtime-endpoint=unix:///var/run/cri-dockerd.sock';
	expect(find(kubelet(endpoint, flag('a:1')), adapter(flag('b:2')))).toEqual({
		name: 'b:2',
		configuredBy: "cri-dockerd's --pod-infra-container-image",
	});
});

test.each<[string, TreeProcess[]]>([
	['nobody is told, so it is a default', [kubelet('--v=2')]],
	['cri-dockerd has its default, whatever the kubelet was told', [kubelet(flag('a:1')), adapter()]],
	['the kubelet talks to another runtime', [kubelet('--container-runtime=remote', flag('a:1'))]],
	[
		'cri-dockerd is not to be seen',
		[kubelet('--container-runtime-endpoint=unix:///run/cri-dockerd.sock', flag('a:1'))],
	],
	['there is neither', []],
])('%s', (_, processes) => {
	expect(find(...processes)).toBeUndefined();
});
