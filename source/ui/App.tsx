import { useWindowSize } from 'ink';
import { useLayoutEffect, useState } from 'react';
import { noteAges } from '../format/age.ts';
import type { Store } from '../store/create-store.ts';
import { selectNodeView } from '../store/select-node-view.ts';
import { hasWaitingStories, selectStories } from '../store/select-stories.ts';
import type { AppEffects, AppOptions } from './app-contract.ts';
import type { Canvas } from './canvas/canvas.ts';
import { createPace } from './canvas/create-pace.ts';
import { useDetails } from './hooks/use-details.ts';
import { useInside } from './hooks/use-inside.ts';
import { useKeptSelection } from './hooks/use-kept-selection.ts';
import { useKeys } from './hooks/use-keys.ts';
import { useLog } from './hooks/use-log.ts';
import { useNodeState } from './hooks/use-node-state.ts';
import { useScreen } from './hooks/use-screen.ts';
import { useShell } from './hooks/use-shell.ts';
import { createRedrawNeed } from './state/create-redraw-need.ts';
import { selectInsideWish } from './state/inside-wish.ts';
import { createSelectScreen } from './state/screen-model.ts';
import { createSelectFrame } from './views/frame-lines.ts';

type Props = { store: Store; effects: AppEffects; options: AppOptions; canvas: Canvas };

/** The live screen. Size and keys come from Ink, everything shown from the store; it is drawn on the canvas, not by Ink. */
export function App({ store, effects, options, canvas }: Props) {
	const size = useWindowSize();
	const [pace] = useState(() => createPace(canvas));
	const [need] = useState(() => createRedrawNeed(hasWaitingStories));
	const live = useNodeState(store, pace, need);
	const { screen, current, dispatch } = useScreen(pace);
	const [{ selectScreen, selectFrame }] = useState(() => ({
		selectScreen: createSelectScreen(selectNodeView, selectStories),
		selectFrame: createSelectFrame(),
	}));
	const model = selectScreen({ live, screen, size, options });
	const shell = useShell(effects.openShell, canvas, dispatch);
	useKeys(() => selectScreen({ live: store.get(), screen: current(), size, options }), dispatch, effects, shell);
	useDetails(screen, effects.readDetails, dispatch);
	useLog(screen, effects.followLog, dispatch);
	useInside(shell.away ? undefined : selectInsideWish(model), effects.watchInside);
	useKeptSelection(model, dispatch);
	useLayoutEffect(() => {
		if (shell.isAway()) return;
		const { result: frame, agesLast } = noteAges(() => selectFrame(model));
		canvas.draw(frame, size);
		need.drawn(model, agesLast);
	});
	return null;
}
