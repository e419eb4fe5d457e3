import type { CommandId } from '../keymap.ts';
import type { ScreenAction } from '../state/screen-action.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import { countOverlayLines, overlayHeight } from '../views/overlay-lines.ts';

/** The commands over help and details. */
export function runOverlayCommand(id: CommandId, model: ScreenModel): readonly ScreenAction[] | undefined {
	const { overlay } = model.screen;
	if (!overlay || !('scroll' in overlay)) return undefined;
	if (id === 'overlay-close') return [{ type: 'close-overlay' }];
	if (id === 'overlay-reread') {
		return overlay.kind === 'details' ? [{ type: 'open-details', target: overlay.target, title: overlay.title }] : [];
	}
	const height = overlayHeight(model.layout);
	const count = countOverlayLines(model);
	const steps: Partial<Record<CommandId, number>> = {
		'overlay-up': -1,
		'overlay-down': 1,
		'overlay-page-up': -height,
		'overlay-page-down': height,
		'overlay-top': -count,
		'overlay-bottom': count,
	};
	const step = steps[id];
	if (step === undefined) return undefined;
	const last = Math.max(0, count - height);
	return [{ type: 'overlay-scroll', scroll: Math.min(last, Math.max(0, Math.min(last, overlay.scroll) + step)) }];
}
