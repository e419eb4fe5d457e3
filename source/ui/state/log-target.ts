import type { LogTarget } from '../../core/log/log-options.ts';
import { type LogChoice, selectRowLog } from '../../core/log/select-log-target.ts';
import type { ContainerView, PodView } from '../../core/node-view.ts';
import type { Row } from './row.ts';

/** The log behind a row that stands for one container; undefined where a container has to be chosen first. */
export function selectLogOfRow(row: Row | undefined, previous: boolean): LogChoice | undefined {
	switch (row?.kind) {
		case 'container':
			if (row.row.role === 'pause') return { problem: 'the pause writes no log: choose one of its containers' };
			return selectRowLog(row.pod, row.row.container, { previous });
		case 'unmatched': {
			if (previous) return { problem: 'it belongs to no pod: nobody counts its attempts' };
			const { id, runtime, name } = row.container;
			if (runtime === 'unknown') return { problem: `${name} is known to no container runtime here` };
			return { target: { id, runtime, podUid: '', kubeNamespace: '', pod: '', container: name } };
		}
		case 'pod':
		case 'ended':
			return undefined;
		default:
			return { problem: 'choose a container first' };
	}
}

/** The attempt that has come after the one whose log is read, if it has been made. */
export function findNewerAttempt(pod: PodView, target: LogTarget): ContainerView | undefined {
	const newest = pod.containers.find(({ name, id }) => name === target.container && id !== undefined);
	if (!newest || newest.id === target.id) return undefined;
	const isNewer = target.attempt === undefined || newest.attempt === undefined || newest.attempt > target.attempt;
	return isNewer ? newest : undefined;
}
