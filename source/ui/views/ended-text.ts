import type { PodView } from '../../core/node-view.ts';
import type { RestartStory } from '../../core/restart-story/restart-story.ts';
import { formatAge } from '../../format/age.ts';
import { escapeText } from '../../format/escape.ts';
import { shortId } from '../../format/id.ts';
import type { ColumnContext } from '../columns/column.ts';
import { describeAction } from '../columns/story-words.ts';
import { selectEnded } from '../state/select-rows.ts';

/**
 * The earlier attempts of a pod in one line: `exited  pause fbb38b9a #0 (14s ago, stopped by you), nginx #0 (14s ago, exit 137)`.
 * Its stories tell who ended what.
 */
export function formatEnded(pod: PodView, { now, stories }: Pick<ColumnContext, 'now' | 'stories'>): string {
	const told = stories?.get(pod.uid) ?? [];
	const words = selectEnded(pod).map(({ name, view }) => {
		const id = name === 'pause' && view.id ? ` ${shortId(view.id, 8)}` : '';
		const attempt = view.attempt === undefined ? '' : ` #${view.attempt}`;
		const facts = [
			...(view.finishedAt === undefined ? [] : [`${formatAge(now - view.finishedAt)} ago`]),
			...formatCause(view, told),
			...(view.oomKilled ? ['OOM'] : []),
		];
		return `${escapeText(name)}${id}${attempt}${facts.length > 0 ? ` (${facts.join(', ')})` : ''}`;
	});
	return `exited  ${words.join(', ')}`;
}

/** Whose hand it was, where that is known; else how it ended. */
function formatCause({ id, exitCode }: { id?: string; exitCode?: number }, stories: readonly RestartStory[]): string[] {
	const trigger = stories.find((story) => id !== undefined && story.id === `${story.podUid}/${id}`)?.trigger;
	if (trigger?.cause === 'action') return [describeAction(trigger.action)];
	if (trigger?.cause === 'removed') return ['removed by hand'];
	const exit = exitCode === undefined ? [] : [`exit ${exitCode}`];
	return trigger?.cause === 'kubelet' ? [...exit, 'by the kubelet'] : exit;
}
