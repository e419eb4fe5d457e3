import type { KubeContainerState, KubeContainerStatus, KubePod } from '../../../source/core/kube-pod.ts';

type Status = NonNullable<KubePod['status']>;

/** A pod with what a test says about it and nothing else. Containers that only have a status get their spec from it. */
export function makePod(parts: {
	metadata?: Partial<KubePod['metadata']>;
	spec?: Partial<KubePod['spec']>;
	status?: Status;
	/** `a b* c`: init containers by name, sidecars with a star. */
	init?: string;
	/** How many app containers the spec has; by default as many as have a status, at least one. */
	apps?: number;
}): KubePod {
	const statuses = parts.status?.containerStatuses ?? [];
	const apps = parts.apps ?? Math.max(1, statuses.length);
	const init = parts.init?.split(' ') ?? [];
	return {
		metadata: { name: 'web', namespace: 'default', uid: 'c0ffee', ...parts.metadata },
		spec: {
			...(init.length > 0 && {
				initContainers: init.map((name) =>
					name.endsWith('*') ? { name: name.slice(0, -1), restartPolicy: 'Always' } : { name },
				),
			}),
			containers: Array.from({ length: apps }, (_, index) => ({ name: `app${index}` })),
			...parts.spec,
		},
		...(parts.status && { status: parts.status }),
	};
}

/** A container's status in short: `ready`, `running` (not ready), or any state. */
export function makeStatus(
	name: string,
	state: 'ready' | 'running' | KubeContainerState,
	more: Partial<KubeContainerStatus> = {},
): KubeContainerStatus {
	const running = { running: { startedAt: '2026-11-21T12:00:00Z' } };
	return {
		name,
		ready: state === 'ready',
		restartCount: 0,
		state: typeof state === 'string' ? running : state,
		...more,
	};
}

export function waiting(reason?: string): KubeContainerState {
	return { waiting: reason === undefined ? {} : { reason } };
}

export function terminated(exitCode: number, reason?: string, signal?: number): KubeContainerState {
	return { terminated: { exitCode, ...(reason !== undefined && { reason }), ...(signal !== undefined && { signal }) } };
}

/** `restartCount` with the end of the incarnation before, in seconds after 12:00. */
export function restarted(restartCount: number, diedAtSecond?: number): Partial<KubeContainerStatus> {
	if (diedAtSecond === undefined) {
		return { restartCount };
	}
	const finishedAt = new Date(noon + diedAtSecond * 1000).toISOString();
	return { restartCount, lastState: { terminated: { exitCode: 1, finishedAt } } };
}

export const noon = Date.parse('2026-11-21T12:00:00Z');

export function condition(type: string, status: 'True' | 'False', reason?: string) {
	return { type, status, ...(reason !== undefined && { reason }) };
}
