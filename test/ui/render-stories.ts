import type { NodeState } from '../../source/core/node-state.ts';
import type { RestartStory } from '../../source/core/restart-story/restart-story.ts';
import { selectNodeView } from '../../source/store/select-node-view.ts';
import type { NodeStories } from '../../source/store/select-stories.ts';
import type { AppOptions } from '../../source/ui/app-contract.ts';
import { runCommand } from '../../source/ui/commands/run-command.ts';
import { findCommand } from '../../source/ui/keymap.ts';
import { modeOf } from '../../source/ui/state/mode.ts';
import { reduceScreen } from '../../source/ui/state/reduce-screen.ts';
import { createSelectScreen } from '../../source/ui/state/screen-model.ts';
import { initialScreenState, type ScreenState } from '../../source/ui/state/screen-state.ts';
import { createSelectFrame } from '../../source/ui/views/frame-lines.ts';
import { now } from './node-builders.ts';
import { plainOptions } from './render-app.tsx';
import { createRichStore } from './rich-node.ts';
import { buildContainerRestart, buildRecycle, buildRunningRecycle, recycledUid } from './story-builders.ts';

/** Three stories of two pods of the rich node: one runs, one is over, one is of a container. */
export const richStories: readonly RestartStory[] = [buildRecycle(), buildRunningRecycle(), buildContainerRestart()];

type Options = {
	columns?: number;
	rows?: number;
	stories?: readonly RestartStory[];
	dropped?: number;
	/** In the place of what the rich node has. */
	node?: Partial<NodeState>;
	screen?: Partial<ScreenState>;
	options?: Partial<AppOptions>;
};

/** The screen over the rich node with stories made by hand, the recycled pod selected; drawn without a terminal. */
export function renderStories({
	columns = 120,
	rows = 30,
	stories = richStories,
	dropped = 0,
	node,
	screen,
	options,
}: Options = {}) {
	const store = createRichStore();
	const toldBy = (told: readonly RestartStory[]): NodeStories => {
		const sorted = [...told].sort((a, b) => b.beganAt - a.beganAt);
		return { stories: sorted, byPod: Map.groupBy(sorted, ({ podUid }) => podUid), dropped };
	};
	let told = toldBy(stories);
	const selectScreen = createSelectScreen(selectNodeView, () => told);
	const selectFrame = createSelectFrame();
	const selection = { key: `pod ${recycledUid}`, index: 5, line: 5 };
	let state: ScreenState = { ...initialScreenState, pane: 'restarts', paneInFront: rows < 16, selection, ...screen };
	let at = now;
	let quits = 0;
	const model = () =>
		selectScreen({
			live: { ...store.get(), ...node, now: at },
			screen: state,
			size: { columns, rows },
			options: { ...plainOptions, ...options },
		});
	const lines = () =>
		selectFrame(model()).map(({ segments }) =>
			segments
				.map(({ text }) => text)
				.join('')
				.trimEnd(),
		);
	return {
		lines,
		frame: () => lines().join('\n'),
		screen: () => state,
		quits: () => quits,
		/** Keys by their names, as of readKeys. */
		press(...keys: string[]) {
			for (const key of keys) {
				const id = findCommand(modeOf(model()), key, 'acting');
				const outcome = id ? runCommand(id, model()) : [];
				if (outcome === 'quit') quits++;
				if (Array.isArray(outcome)) state = outcome.reduce(reduceScreen, state);
			}
		},
		tick(milliseconds: number) {
			at += milliseconds;
		},
		tell(next: readonly RestartStory[]) {
			told = toldBy(next);
		},
	};
}
