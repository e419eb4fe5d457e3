import type { Mode } from '../keymap.ts';
import type { ScreenState } from './screen-state.ts';

/** Which keys mean something now. */
export function modeOf({ screen }: { screen: ScreenState }): Mode {
	if (screen.overlay) return 'overlay';
	return screen.filter.editing ? 'filter' : 'table';
}
