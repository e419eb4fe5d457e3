import type { PodView } from '../../core/node-view.ts';
import { formatAge } from '../../format/age.ts';
import { escapeText } from '../../format/escape.ts';
import { shortId } from '../../format/id.ts';
import { selectEnded } from '../state/select-rows.ts';

/** The earlier attempts of a pod in one line: `exited  pause fbb38b9a #0 (14s ago, exit 0), nginx #0 (14s ago, exit 137)`. */
export function formatEnded(pod: PodView, now: number): string {
	const words = selectEnded(pod).map(({ name, view }) => {
		const id = name === 'pause' && view.id ? ` ${shortId(view.id, 8)}` : '';
		const attempt = view.attempt === undefined ? '' : ` #${view.attempt}`;
		const facts = [
			...(view.finishedAt === undefined ? [] : [`${formatAge(now - view.finishedAt)} ago`]),
			...(view.exitCode === undefined ? [] : [`exit ${view.exitCode}`]),
			...(view.oomKilled ? ['OOM'] : []),
		];
		return `${escapeText(name)}${id}${attempt}${facts.length > 0 ? ` (${facts.join(', ')})` : ''}`;
	});
	return `exited  ${words.join(', ')}`;
}
