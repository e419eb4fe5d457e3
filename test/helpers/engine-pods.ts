import { runCommand } from '../engines/run-command.ts';
import type { DockerDaemon } from './engine-daemon.ts';
import { type EngineImages, pauseScript } from './engine-images.ts';

/** A pod as the kubelet knows it. */
export type EnginePod = { kubeNamespace: string; name: string; uid: string };

/** How a container deviates from the plain case: running, labelled, in its pause's net and ipc namespaces. */
export type EngineContainer = {
	attempt?: number;
	/** Docker's network mode. For a pause `none`, for others that of the pause. */
	network?: string;
	pid?: string;
	uts?: string;
	/** Command line of the shell. */
	script?: string;
	/** `create` leaves it as made. */
	verb?: 'run' | 'create';
	/** Without labels only the name tells. */
	withoutLabels?: boolean;
	/** The seventh part of a name, which the kubelet adds after a conflict. */
	suffix?: string;
};

/** Makes containers by the docker command with the names, labels and namespace modes of dockershim and cri-dockerd. */
export type Kubelet = {
	/** Resolves with the sandbox's id. */
	runPause(pod: EnginePod, options?: EngineContainer): Promise<string>;
	/** Resolves with the container's id. */
	runContainer(pod: EnginePod, pause: string, name: string, options?: EngineContainer): Promise<string>;
};

/** What does not end by itself; the stop signal is KILL, because PID 1 of a PID namespace ignores TERM. */
const appScript = 'exec sleep 100000';

export function createKubelet(daemon: DockerDaemon, images: EngineImages): Kubelet {
	const make = async (pod: EnginePod, name: string, args: string[], options: EngineContainer, script: string) => {
		const suffix = options.suffix === undefined ? '' : `_${options.suffix}`;
		const containerName = `k8s_${name}_${pod.name}_${pod.kubeNamespace}_${pod.uid}_${options.attempt ?? 0}${suffix}`;
		const isPause = name === 'POD';
		return (
			await runCommand(
				'docker',
				[
					...(options.verb === 'create' ? ['create'] : ['run', '--detach']),
					...['--name', containerName, '--security-opt', 'no-new-privileges', '--cgroupns', 'host'],
					...['--cgroup-parent', `${daemon.cgroupParent}/kubepods/besteffort/pod${pod.uid}`],
					...(options.pid === undefined ? [] : ['--pid', options.pid]),
					...(options.uts === undefined ? [] : ['--uts', options.uts]),
					...args,
					...(isPause ? [] : ['--stop-signal', 'KILL']),
					...[isPause ? images.pause : images.app, 'sh', '-c', options.script ?? script],
				],
				daemon.env,
			)
		).trim();
	};
	return {
		runPause(pod, options = {}) {
			const labels = [...podLabels(pod), 'io.kubernetes.docker.type=podsandbox', 'io.kubernetes.container.name=POD'];
			const args = ['--network', options.network ?? 'none', '--ipc', 'shareable', ...toFlags(labels, options)];
			return make(pod, 'POD', args, options, pauseScript);
		},
		runContainer(pod, pause, name, options = {}) {
			const labels = [
				...podLabels(pod),
				'io.kubernetes.docker.type=container',
				`io.kubernetes.container.name=${name}`,
				`io.kubernetes.sandbox.id=${pause}`,
				`annotation.io.kubernetes.container.restartCount=${options.attempt ?? 0}`,
			];
			const network = options.network ?? `container:${pause}`;
			return make(
				pod,
				name,
				['--network', network, '--ipc', `container:${pause}`, ...toFlags(labels, options)],
				options,
				appScript,
			);
		},
	};
}

function podLabels({ kubeNamespace, name, uid }: EnginePod): string[] {
	return [
		`io.kubernetes.pod.name=${name}`,
		`io.kubernetes.pod.namespace=${kubeNamespace}`,
		`io.kubernetes.pod.uid=${uid}`,
	];
}

function toFlags(labels: string[], { withoutLabels }: EngineContainer): string[] {
	return withoutLabels === true ? [] : labels.flatMap((label) => ['--label', label]);
}
