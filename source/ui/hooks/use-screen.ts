import { useCallback, useRef, useState } from 'react';
import type { Pace } from '../canvas/create-pace.ts';
import { reduceScreen } from '../state/reduce-screen.ts';
import type { ScreenAction } from '../state/screen-action.ts';
import { initialScreenState, type ScreenState } from '../state/screen-state.ts';

/** The screen's state, and how to change it. `current` is never behind, also between two keys of one read. */
export function useScreen(pace: Pace): {
	screen: ScreenState;
	current: () => ScreenState;
	dispatch: (...actions: readonly ScreenAction[]) => void;
} {
	const [screen, setScreen] = useState(initialScreenState);
	const newest = useRef(screen);
	const current = useCallback(() => newest.current, []);
	const draw = useCallback(() => setScreen(newest.current), []);
	const dispatch = useCallback(
		(...actions: readonly ScreenAction[]) => {
			newest.current = actions.reduce(reduceScreen, newest.current);
			pace.now(draw);
		},
		[pace, draw],
	);
	return { screen, current, dispatch };
}
