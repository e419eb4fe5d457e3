import { startLines } from './action-child.ts';

type State = {
	waiting?: { reason?: string; message?: string };
	running?: { startedAt?: string };
	terminated?: { exitCode: number; containerID?: string; finishedAt?: string };
};

export type WatchedContainer = {
	name: string;
	containerID?: string;
	ready: boolean;
	restartCount: number;
	state?: State;
	lastState?: State;
};

/** A pod as the API server hands it out: the part that actions change, or promise not to. */
export type WatchedPod = {
	metadata: {
		name: string;
		namespace: string;
		uid: string;
		creationTimestamp: string;
		annotations?: Record<string, string>;
	};
	spec: { nodeName?: string; hostNetwork?: boolean; restartPolicy: string; initContainers?: { name: string }[] };
	status: {
		phase: string;
		podIP?: string;
		conditions?: { type: string; status: string }[];
		initContainerStatuses?: WatchedContainer[];
		containerStatuses?: WatchedContainer[];
	};
};

/** A state of a pod, and when kubectl told of it: milliseconds since the epoch. */
export type Moment = { at: number; pod: WatchedPod };

/** `kubectl get pods -A -w` at work. */
export type PodWatch = {
	/** The states of one pod in the order in which they were told. */
	momentsOf(name: string): readonly Moment[];
	stop(): Promise<void>;
};

export function startWatch(env: Record<string, string>): PodWatch {
	const moments: Moment[] = [];
	const args = ['get', 'pods', '--all-namespaces', '--watch', '--output-watch-events', '--output', 'json'];
	const child = startLines('kubectl', args, env, (line) => {
		const { type, object } = JSON.parse(line) as { type: string; object: WatchedPod };
		if (type !== 'DELETED') moments.push({ at: Date.now(), pod: object });
	});
	return {
		momentsOf: (name) => moments.filter(({ pod }) => pod.metadata.name === name),
		stop: child.stop,
	};
}

export function isReady({ status }: WatchedPod): boolean {
	return status.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') === true;
}

/** kubectl's RESTARTS once the init containers are through: those of the apps. */
export function sumRestarts({ status }: WatchedPod): number {
	return (status.containerStatuses ?? []).reduce((sum, { restartCount }) => sum + restartCount, 0);
}

/** `docker://ab12…` → `ab12…`. */
export function bareId(containerId: string | undefined): string | undefined {
	return containerId?.replace(/^[a-z-]+:\/\//, '');
}
