import type { CommandId } from '../keymap.ts';
import type { ScreenAction } from '../state/screen-action.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import type { QuestionView, SheetView } from '../state/select-sheet-view.ts';
import { countHiddenSheetLines } from '../views/sheet-lines.ts';
import type { Outcome } from './outcome.ts';

/** The commands in the menu of actions and before its question. `confirm-press` is the only one in the program that acts. */
export function runSheetCommand(id: CommandId, model: ScreenModel): Outcome | undefined {
	const { sheet } = model;
	if (!sheet) return undefined;
	if (id === 'menu-close' || id === 'confirm-close' || id === 'type-close') return close;
	return (
		(sheet.question ? runQuestionCommand(id, sheet.question) : runMenuCommand(id, sheet)) ?? runScroll(id, sheet, model)
	);
}

const close: readonly ScreenAction[] = [{ type: 'sheet-close' }];

function runMenuCommand(id: CommandId, { entries, cursor }: SheetView): Outcome | undefined {
	const places: Partial<Record<CommandId, number>> = {
		'menu-up': cursor - 1,
		'menu-down': cursor + 1,
		'menu-top': 0,
		'menu-bottom': entries.length,
	};
	const place = places[id];
	if (place !== undefined) return [{ type: 'sheet-cursor', cursor: Math.min(Math.max(0, place), entries.length) }];
	if (id !== 'menu-choose') return undefined;
	if (cursor === 0) return close;
	return entries[cursor - 1]?.refused === undefined ? [{ type: 'sheet-ask', entry: cursor - 1 }] : [];
}

function runQuestionCommand(id: CommandId, question: QuestionView): Outcome | undefined {
	switch (id) {
		case 'confirm-other':
		case 'type-other':
			return [answer(question, question.focus === 'cancel' ? 'act' : 'cancel', question.typed)];
		case 'type-erase':
			return [answerTyped(question, [...question.typed].slice(0, -1).join(''))];
		case 'type-empty':
			return [answerTyped(question, '')];
		case 'confirm-press':
		case 'type-press':
			return press(question);
		default:
			return undefined;
	}
}

/** Text that was typed or pasted where a name is asked for. */
export function typeAnswer(question: QuestionView, text: string): readonly ScreenAction[] {
	return [answerTyped(question, question.typed + text)];
}

/** With the whole name the button that acts is the one that enter presses; with anything else it is Cancel again. */
function answerTyped(question: QuestionView, typed: string): ScreenAction {
	return answer(question, 'act', typed);
}

/** Only a complete answer can stand on the button that acts. */
function answer({ refused, expected }: QuestionView, focus: 'cancel' | 'act', typed: string): ScreenAction {
	const isPossible = refused === undefined && (expected === undefined || expected === typed);
	return { type: 'sheet-answer', focus: isPossible ? focus : 'cancel', typed };
}

/** Enter after a name that is not complete does nothing at all, not even cancel: it is a slip of the finger. */
function press({ focus, typed, expected, refused, requests }: QuestionView): Outcome {
	// it may have become so in the very moment of the key
	if (refused !== undefined) return [...close, { type: 'remark', text: `nothing was done: ${refused}` }];
	if (focus === 'cancel') return typed === '' || typed === expected ? close : [];
	if ((expected !== undefined && typed !== expected) || requests.length === 0) return [];
	const confirmed = expected === undefined ? 'chosen' : 'typed';
	return { actions: [...close, { type: 'unmark' }], act: requests.map((request) => ({ ...request, confirmed })) };
}

function runScroll(id: CommandId, sheet: SheetView, model: ScreenModel): Outcome | undefined {
	const page = Math.max(1, Math.floor(model.layout.sheet / 2));
	const steps: Partial<Record<CommandId, number>> = {
		'menu-page-up': -page,
		'menu-page-down': page,
		'confirm-up': -1,
		'confirm-down': 1,
		'type-up': -1,
		'type-down': 1,
	};
	const step = steps[id];
	if (step === undefined) return undefined;
	const last = countHiddenSheetLines(model);
	return [{ type: 'sheet-scroll', scroll: Math.min(last, Math.max(0, Math.min(last, sheet.scroll) + step)) }];
}
