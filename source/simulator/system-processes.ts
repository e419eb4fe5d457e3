import type { RuntimeName } from './node-engine.ts';
import type { Kernel } from './proc/kernel.ts';

/** The node's own processes, as far as somebody may look for them. */
export type SystemProcesses = {
	/** The daemon that serves the kubelet's containers. */
	startDaemon(): void;
	stopDaemon(): void;
	startKubelet(): void;
	stopKubelet(): void;
};

type Service = { name: string; args: readonly string[]; listens?: readonly number[] };

type Services = {
	/** They run all the time. */
	others: readonly Service[];
	daemon: Service;
	/** The kubelet's --container-runtime-endpoint. */
	endpoint: string;
};

const services: Readonly<Record<RuntimeName, Services>> = {
	docker: {
		others: [
			{ name: 'containerd', args: ['/usr/bin/containerd'] },
			{
				name: 'cri-docker',
				args: ['/usr/bin/cri-dockerd', '--network-plugin=cni', '--pod-infra-container-image=registry.k8s.io/pause:3.9'],
			},
		],
		daemon: { name: 'docker', args: ['/usr/bin/dockerd', '-H', 'fd://'] },
		endpoint: 'unix:///var/run/cri-dockerd.sock',
	},
	containerd: {
		others: [],
		daemon: { name: 'containerd', args: ['/usr/bin/containerd'] },
		endpoint: 'unix:///run/containerd/containerd.sock',
	},
	'cri-o': {
		others: [],
		daemon: { name: 'crio', args: ['/usr/bin/crio'] },
		endpoint: 'unix:///var/run/crio/crio.sock',
	},
};

export function createSystemProcesses(kernel: Kernel, nodeName: string, runtime: RuntimeName): SystemProcesses {
	const { others, daemon, endpoint } = services[runtime];
	const startService = ({ name, args, listens }: Service) =>
		kernel.spawn({ ppid: 1, args, listens, cgroup: `/system.slice/${name}.service` }).pid;
	kernel.spawn({ pid: 1, ppid: 0, args: ['/sbin/init'], command: 'systemd', cgroup: '/init.scope' });
	kernel.spawn({ pid: 2, ppid: 0, args: [], command: 'kthreadd', cgroup: '/' });
	for (const service of others) startService(service);
	let daemonPid: number | undefined;
	let kubeletPid: number | undefined;
	return {
		startDaemon() {
			daemonPid ??= startService(daemon);
		},
		stopDaemon() {
			if (daemonPid !== undefined) kernel.exit(daemonPid);
			daemonPid = undefined;
		},
		startKubelet() {
			const args = [
				'/usr/bin/kubelet',
				'--kubeconfig=/etc/kubernetes/kubelet.conf',
				'--config=/var/lib/kubelet/config.yaml',
				`--container-runtime-endpoint=${endpoint}`,
				`--hostname-override=${nodeName}`,
				'--pod-infra-container-image=registry.k8s.io/pause:3.9',
			];
			kubeletPid ??= startService({ name: 'kubelet', args, listens: [10250] });
		},
		stopKubelet() {
			if (kubeletPid !== undefined) kernel.exit(kubeletPid);
			kubeletPid = undefined;
		},
	};
}
