import type { InsideWish } from '../app-contract.ts';
import type { ScreenModel } from './screen-model.ts';

/** What the screen needs to know from inside pods as it stands: only what is in sight, and nothing while it is frozen. */
export function selectInsideWish({ screen, layout, pod }: ScreenModel): InsideWish | undefined {
	if (screen.frozen || screen.overlay || layout.tooSmall) return undefined;
	const usageOfAll = screen.usage && layout.table > 0;
	const want = layout.pane > 0 ? wantOf(screen.pane) : undefined;
	if (!usageOfAll && !(pod && want)) return undefined;
	return { ...(pod && want && { pods: [{ podUid: pod.uid, want }] }), ...(usageOfAll && { usageOfAll }) };
}

function wantOf(pane: ScreenModel['screen']['pane']): { processes: true } | { sockets: true } | undefined {
	if (pane === 'processes') return { processes: true };
	return pane === 'sockets' ? { sockets: true } : undefined;
}
