import { useInput } from 'ink';
import type { AppEffects } from '../app-contract.ts';
import { type Outcome, runCommand } from '../commands/run-command.ts';
import { findCommand } from '../keymap.ts';
import { modeOf } from '../state/mode.ts';
import type { ScreenAction } from '../state/screen-action.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import { readKeys, typedText } from './read-keys.ts';

/** Turns keys into commands. `model` is asked anew for every key, because several can come before the next frame. */
export function useKeys(
	model: () => ScreenModel,
	dispatch: (...actions: readonly ScreenAction[]) => void,
	effects: AppEffects,
): void {
	useInput((input, key) => {
		for (const name of readKeys(input, key)) {
			const outcome = decide(name, model());
			if (outcome === 'quit') effects.quit();
			else if (outcome === 'relist') effects.relist();
			else if (outcome.length > 0) dispatch(...outcome);
		}
	});
}

function decide(name: string, model: ScreenModel): Outcome {
	const mode = modeOf(model);
	const id = findCommand(mode, name);
	if (id) return runCommand(id, model);
	const typed = mode === 'filter' ? typedText(name) : undefined;
	return typed === undefined ? [] : [{ type: 'filter-text', text: model.screen.filter.text + typed }];
}
