import type { AppOptions } from '../app-contract.ts';
import type { Rights } from '../keymap.ts';
import type { ScreenState } from './screen-state.ts';

/** What the keyboard may do to the node now. */
export function selectRights({
	options,
	screen,
}: {
	options: Pick<AppOptions, 'readOnly'>;
	screen: Pick<ScreenState, 'readOnly'>;
}): Rights {
	if (options.readOnly !== undefined) return 'none';
	return screen.readOnly ? 'held' : 'acting';
}

/** Why nothing can be done to the node, in words; undefined when it can. */
export function selectReadOnlyReason({
	options,
	screen,
}: {
	options: Pick<AppOptions, 'readOnly'>;
	screen: Pick<ScreenState, 'readOnly'>;
}): string | undefined {
	return options.readOnly ?? (screen.readOnly ? 'switched on with ctrl-o, which switches it off again' : undefined);
}
