import { useInput, usePaste } from 'ink';
import type { ShellTarget } from '../../core/shell/shell-target.ts';
import type { AppEffects } from '../app-contract.ts';
import type { Outcome } from '../commands/outcome.ts';
import { runCommand } from '../commands/run-command.ts';
import { typeAnswer } from '../commands/run-sheet-command.ts';
import { type CommandId, findCommand } from '../keymap.ts';
import { modeOf } from '../state/mode.ts';
import type { ScreenAction } from '../state/screen-action.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import { selectSeenFailures } from '../state/select-action-news.ts';
import { selectRights } from '../state/select-rights.ts';
import { readKeys, typedText } from './read-keys.ts';

/** Turns keys into commands. `model` is asked anew for every key, because several can come before the next frame. */
export function useKeys(
	model: () => ScreenModel,
	dispatch: (...actions: readonly ScreenAction[]) => void,
	effects: AppEffects,
	shell: { open: (target: ShellTarget) => void; isAway: () => boolean },
): void {
	const carryOut = (outcome: Outcome) => {
		if (outcome === 'quit') return effects.quit();
		if (outcome === 'relist') return effects.relist();
		if (!('actions' in outcome)) return outcome.length > 0 && dispatch(...outcome);
		// the screen first: a second enter of the same read must not find the question still open
		dispatch(...outcome.actions);
		if (outcome.lookAtKubelet) effects.lookAtKubelet();
		if (outcome.act) effects.act(outcome.act);
		if (outcome.shell) shell.open(outcome.shell);
	};
	useInput((input, key) => {
		const names = readKeys(input, key);
		for (const name of names) {
			// what was typed ahead was meant for the shell, and no shell is there to take it
			if (shell.isAway()) return;
			forget(model(), dispatch);
			carryOut(decide(name, names.length === 1, model()));
		}
	});
	// where the terminal tells pasted text from keys, it is never taken for commands
	usePaste((text) => carryOut(typeInto(model(), text.replace(/[\r\n]+$/, ''))));
}

/** What the last key was told, and failures that have been on the screen, go with the next key. */
function forget({ screen, news }: ScreenModel, dispatch: (...actions: readonly ScreenAction[]) => void): void {
	if (screen.remark !== undefined) dispatch({ type: 'remark', text: undefined });
	const ids = selectSeenFailures(news);
	if (ids.length > 0) dispatch({ type: 'actions-seen', ids });
}

/**
 * What a key comes to. An enter that came together with other keys confirms nothing: such a piece is pasted text, or was
 * typed ahead of a screen that nobody had seen yet.
 */
function decide(name: string, isAlone: boolean, model: ScreenModel): Outcome {
	const id = findKey(name, model);
	if ((id === 'confirm-press' || id === 'type-press') && !isAlone) return [];
	if (id) return runCommand(id, model);
	const typed = typedText(name);
	return typed === undefined ? [] : typeInto(model, typed);
}

/** On a terminal too small to show what is asked, nothing is confirmed. */
function findKey(name: string, model: ScreenModel): CommandId | undefined {
	if (model.layout.tooSmall) return findCommand('table', name, 'none');
	return findCommand(modeOf(model), name, selectRights(model));
}

/** Text where text is asked for; elsewhere it is none. */
function typeInto(model: ScreenModel, text: string): Outcome {
	const mode = modeOf(model);
	const { filter } = model.screen;
	// no expression needs control characters, and nobody could see them
	if (mode === 'filter') return [{ type: 'filter-text', text: filter.text + text.replace(/\p{Cc}/gu, '') }];
	const { overlay } = model.screen;
	if (mode === 'search' && overlay?.kind === 'log') {
		return [{ type: 'log-typed', text: overlay.search.text + text.replace(/\p{Cc}/gu, '') }];
	}
	return mode === 'type' && model.sheet?.question ? typeAnswer(model.sheet.question, text) : [];
}
