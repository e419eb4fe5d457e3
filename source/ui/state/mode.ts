import type { Mode } from '../keymap.ts';
import type { ScreenModel } from './screen-model.ts';
import type { Overlay } from './screen-state.ts';

/** Which keys mean something now. */
export function modeOf({ screen, sheet }: Pick<ScreenModel, 'screen' | 'sheet'>): Mode {
	if (sheet) return sheet.question ? (sheet.question.expected === undefined ? 'confirm' : 'type') : 'menu';
	if (screen.overlay) return overlayMode(screen.overlay);
	return screen.filter.editing ? 'filter' : 'table';
}

function overlayMode(overlay: Overlay): Mode {
	if (overlay.kind === 'log') return overlay.search.editing ? 'search' : 'log';
	return overlay.kind === 'stories' || overlay.kind === 'choice' ? overlay.kind : 'overlay';
}
