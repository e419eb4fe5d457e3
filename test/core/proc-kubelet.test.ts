import { describe, expect, test } from 'vitest';
import { type KubeletCommandLine, parseKubeletCommandLine } from '../../source/core/proc-kubelet.ts';

const cmdline = (...words: string[]) => words.map((word) => `${word}\0`).join('');

const kubelets: [string, string, KubeletCommandLine][] = [
	[
		'a dockershim node',
		cmdline(
			'/usr/bin/kubelet',
			'--config=/var/lib/kubelet/config.yaml',
			'--kubeconfig=/etc/kubernetes/kubelet.conf',
			'--hostname-override=worker-2',
			'--node-ip=10.0.0.2',
			'--root-dir=/data/kubelet',
			'--container-runtime=docker',
			'--docker-endpoint=unix:///run/docker.sock',
			'--pod-manifest-path=/etc/kubernetes/manifests',
			'--v=2',
		),
		{
			program: 'kubelet',
			config: '/var/lib/kubelet/config.yaml',
			kubeconfig: '/etc/kubernetes/kubelet.conf',
			hostnameOverride: 'worker-2',
			nodeIp: '10.0.0.2',
			rootDir: '/data/kubelet',
			containerRuntime: 'docker',
			dockerEndpoint: 'unix:///run/docker.sock',
			podManifestPath: '/etc/kubernetes/manifests',
		},
	],
	[
		'values in words of their own',
		cmdline(
			'kubelet',
			'--container-runtime-endpoint',
			'unix:///run/containerd/containerd.sock',
			'-v',
			'2',
			'--config',
			'/a b',
		),
		{ program: 'kubelet', containerRuntimeEndpoint: 'unix:///run/containerd/containerd.sock', config: '/a b' },
	],
	['the last one counts', cmdline('kubelet', '--config=/a', '--config=/b'), { program: 'kubelet', config: '/b' }],
	['underscores', cmdline('kubelet', '--hostname_override=n1'), { program: 'kubelet', hostnameOverride: 'n1' }],
	['empty and missing values', cmdline('kubelet', '--config=', '--kubeconfig', '--root-dir'), { program: 'kubelet' }],
	[
		'flags that JavaScript has words for',
		cmdline('kubelet', '--constructor=1', '--__proto__=2'),
		{ program: 'kubelet' },
	],
	[
		'hyperkube',
		cmdline('/hyperkube', 'kubelet', '--hostname-override=n2'),
		{ program: 'kubelet', hostnameOverride: 'n2' },
	],
	[
		'k3s, whose --config and --token are its own',
		cmdline(
			'/usr/local/bin/k3s',
			'server',
			'--config',
			'/etc/rancher/k3s/config.yaml',
			'--token=SECRET',
			'--node-name',
			'edge',
			'--node-ip=10.1.1.1',
		),
		{ program: 'k3s', hostnameOverride: 'edge', nodeIp: '10.1.1.1' },
	],
	['k3s with its title rewritten', '/usr/local/bin/k3s agent\0\0\0', { program: 'k3s' }],
	[
		'k3s passing flags on',
		cmdline('k3s-agent', '--kubelet-arg=root-dir=/data', '--kubelet-arg', 'config=/x'),
		{ program: 'k3s', rootDir: '/data', config: '/x' },
	],
	['rke2', cmdline('/usr/local/bin/rke2', 'agent'), { program: 'rke2' }],
	[
		'microk8s',
		cmdline('/snap/microk8s/7229/kubelite', '--kubelet-args-file=/args/kubelet', '--start-control-plane=true'),
		{ program: 'kubelite' },
	],
];

const others = [
	'',
	'\0',
	cmdline('/usr/bin/dockerd'),
	cmdline('/hyperkube', 'proxy', '--config=/x'),
	cmdline('k3s', 'kubectl', 'get', 'pod'),
	cmdline('k3s'),
	cmdline('rke2', 'etcd-snapshot'),
	cmdline('vim', '/etc/kubelet'),
	cmdline('kubelet-exporter', '--config=/x'),
];

describe('parseKubeletCommandLine', () => {
	test.each(kubelets)('%s', (_, text, expected) => {
		expect(parseKubeletCommandLine(text)).toEqual(expected);
	});

	test.each(others)('not a kubelet: %j', (text) => {
		expect(parseKubeletCommandLine(text)).toBeUndefined();
	});
});
