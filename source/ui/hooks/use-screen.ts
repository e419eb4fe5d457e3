import { useCallback, useRef, useState } from 'react';
import { reduceScreen } from '../state/reduce-screen.ts';
import type { ScreenAction } from '../state/screen-action.ts';
import { initialScreenState, type ScreenState } from '../state/screen-state.ts';

/** The screen's state, and how to change it. `current` is never behind, also between two keys of one read. */
export function useScreen(): {
	screen: ScreenState;
	current: () => ScreenState;
	dispatch: (...actions: readonly ScreenAction[]) => void;
} {
	const [screen, setScreen] = useState(initialScreenState);
	const newest = useRef(screen);
	const current = useCallback(() => newest.current, []);
	const dispatch = useCallback((...actions: readonly ScreenAction[]) => {
		newest.current = actions.reduce(reduceScreen, newest.current);
		setScreen(newest.current);
	}, []);
	return { screen, current, dispatch };
}
