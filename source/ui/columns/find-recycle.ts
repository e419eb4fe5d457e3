import type { RestartStory } from '../../core/restart-story/restart-story.ts';
import type { ColumnContext } from './column.ts';

/** The recycle of a pod that is under way, if any. */
export function findRecycle(uid: string, { stories }: Pick<ColumnContext, 'stories'>): RestartStory | undefined {
	return stories?.get(uid)?.find(({ scope, status }) => scope === 'sandbox' && status === 'running');
}
