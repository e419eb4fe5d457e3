import { imageCommand, pauseImage } from '../image.ts';
import type { SandboxRecord } from './cri-record.ts';

type FirstProcess = { args: readonly string[]; command?: string };

/** What runs as a sandbox's first process: the pause, or what stands for the whole pod on the host. */
export function formatSandboxProcess({ id, handler }: Pick<SandboxRecord, 'id' | 'handler'>): FirstProcess {
	switch (handler) {
		case 'runsc':
			return { args: ['runsc-sandbox', '--root=/run/containerd/runsc/k8s.io', 'boot', id] };
		case 'kata':
			return { args: ['/usr/bin/qemu-system-x86_64', '-name', `sandbox-${id}`, '-nodefaults', '-nographic'] };
		default:
			return { args: imageCommand(pauseImage) };
	}
}

/** What serves one container inside such a pod. */
export function formatHelperProcess(handler: string, id: string): FirstProcess {
	if (handler === 'runsc') return { args: ['runsc-gofer', '--root=/run/containerd/runsc/k8s.io', 'gofer', id] };
	return { args: ['/usr/libexec/virtiofsd', `--shared-dir=/run/kata-containers/shared/sandboxes/${id}`] };
}
