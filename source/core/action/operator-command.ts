import type { ActionMeans, ActionTarget } from './action.ts';

/**
 * What an operator would type for the same. Ids have 12 characters, which Docker and crictl take; ctr finds a task only by its
 * whole id (seen with 1.6). Empty where there is nothing to name: such a plan is refused.
 */
export function formatOperatorCommand(
	means: ActionMeans,
	{ id, pid, role }: Pick<ActionTarget, 'id' | 'pid' | 'role'>,
	graceSeconds: number | undefined,
): string {
	const isSignal = means === 'signal-term' || means === 'signal-kill';
	if (isSignal ? pid === undefined : id === '') return '';
	const short = id.slice(0, 12);
	switch (means) {
		case 'docker-stop':
			return role === 'sandbox' ? `docker stop ${short}` : `docker stop -t ${graceSeconds} ${short}`;
		case 'docker-kill':
			return `docker kill ${short}`;
		case 'task-term':
			return `ctr -n k8s.io task kill -s SIGTERM ${id}`;
		case 'task-kill':
			return `ctr -n k8s.io task kill -s SIGKILL ${id}`;
		case 'signal-term':
			return `kill -TERM ${pid}`;
		case 'signal-kill':
			return `kill -KILL ${pid}`;
		case 'stop-pod-sandbox':
			return `crictl stopp ${short}`;
		case 'stop-container':
			return `crictl stop -t ${graceSeconds} ${short}`;
	}
}
