import type { Action } from '../../source/core/action/action.ts';
import { idOf, now, second } from './node-builders.ts';

/** An action on the sandbox of the rich node's pause-test2, running for three seconds. */
export function buildAction(changes: Partial<Action> = {}): Action {
	return {
		id: 'action-1',
		kind: 'restart-sandbox',
		means: 'docker-stop',
		target: {
			podUid: '00000000-0000-4000-8000-000000000006',
			kubeNamespace: 'default',
			pod: 'pause-test2',
			role: 'sandbox',
			id: idOf(6, 0, 1),
			attempt: 1,
			runtime: 'docker',
		},
		confirmed: 'chosen',
		askedAt: now - 3 * second,
		status: 'running',
		...changes,
	};
}
