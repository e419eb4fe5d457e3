import { type Action, isSandboxAction } from '../../core/action/action.ts';
import { incarnationOf } from '../columns/container-row.ts';
import { findRecycle } from '../columns/find-recycle.ts';
import type { Glyphs } from '../columns/glyphs.ts';
import { isMarked } from '../state/marks.ts';
import type { Row } from '../state/row.ts';
import type { ScreenModel } from '../state/screen-model.ts';

/** The sign before a row's name: an action on it is going on, it is marked for one, or the pod's sandbox is being replaced. */
export function selectRowSign(
	row: Row,
	{ screen, news, stories }: Pick<ScreenModel, 'screen' | 'news' | 'stories'>,
	glyphs: Glyphs,
): string {
	if (news.running.some((action) => isAbout(action, row))) return glyphs.acting;
	if (isMarked(row, screen.marks)) return glyphs.marked;
	const isRecycled = row.kind === 'pod' && findRecycle(row.pod.uid, { stories: stories.byPod });
	return isRecycled ? glyphs.recycle : '';
}

/** A sandbox action shows at the pod and at its pause, an action on a container at the pod and at that very incarnation. */
function isAbout({ kind, target }: Action, row: Row): boolean {
	if (row.kind === 'pod') return row.pod.uid === target.podUid;
	if (row.kind !== 'container') return false;
	return incarnationOf(row.row).id === target.id && (row.row.role === 'pause') === isSandboxAction(kind);
}
