import type { Kernel } from './proc/kernel.ts';

/** The node's own processes, as far as somebody may look for them. */
export type SystemProcesses = {
	startDocker(): void;
	stopDocker(): void;
	startKubelet(): void;
	stopKubelet(): void;
};

export function createSystemProcesses(kernel: Kernel, nodeName: string): SystemProcesses {
	const service = (name: string) => `/system.slice/${name}.service`;
	kernel.spawn({ pid: 1, ppid: 0, args: ['/sbin/init'], command: 'systemd', cgroup: '/init.scope' });
	kernel.spawn({ pid: 2, ppid: 0, args: [], command: 'kthreadd', cgroup: '/' });
	kernel.spawn({ ppid: 1, args: ['/usr/bin/containerd'], cgroup: service('containerd') });
	kernel.spawn({ ppid: 1, args: ['/usr/bin/cri-dockerd', '--network-plugin=cni'], cgroup: service('cri-docker') });
	let docker: number | undefined;
	let kubelet: number | undefined;
	return {
		startDocker() {
			docker ??= kernel.spawn({ ppid: 1, args: ['/usr/bin/dockerd', '-H', 'fd://'], cgroup: service('docker') }).pid;
		},
		stopDocker() {
			if (docker !== undefined) kernel.exit(docker);
			docker = undefined;
		},
		startKubelet() {
			const args = [
				'/usr/bin/kubelet',
				'--kubeconfig=/etc/kubernetes/kubelet.conf',
				'--config=/var/lib/kubelet/config.yaml',
				'--container-runtime-endpoint=unix:///var/run/cri-dockerd.sock',
				`--hostname-override=${nodeName}`,
				'--pod-infra-container-image=registry.k8s.io/pause:3.9',
			];
			kubelet ??= kernel.spawn({ ppid: 1, args, cgroup: service('kubelet') }).pid;
		},
		stopKubelet() {
			if (kubelet !== undefined) kernel.exit(kubelet);
			kubelet = undefined;
		},
	};
}
