import type { Incarnation } from './incarnation.ts';

/** What to call an incarnation beside others: `nginx of web`, `pause #1 of web`. */
export function nameIncarnation({ role, containerName, attempt, podName, id }: Incarnation): string {
	const name =
		role === 'sandbox' ? `pause${attempt === undefined ? '' : ` #${attempt}`}` : (containerName ?? id.slice(0, 12));
	return podName ? `${name} of ${podName}` : name;
}
