import type { ScreenAction } from './screen-action.ts';
import type { Sheet } from './sheet.ts';

type SheetAction = Extract<ScreenAction, { type: `sheet-${string}` }>;

/** The sheet after one more action. A question begins with Cancel, and with nothing typed. */
export function reduceSheet(sheet: Sheet | undefined, action: SheetAction): Sheet | undefined {
	if (action.type === 'sheet-open') return action.sheet;
	if (!sheet || action.type === 'sheet-close') return undefined;
	switch (action.type) {
		case 'sheet-cursor':
			return { ...sheet, cursor: action.cursor, scroll: 0 };
		case 'sheet-scroll':
			return { ...sheet, scroll: action.scroll };
		case 'sheet-ask':
			return { ...sheet, scroll: 0, question: { entry: action.entry, focus: 'cancel', typed: '' } };
		case 'sheet-answer': {
			const { focus, typed } = action;
			return sheet.question ? { ...sheet, question: { ...sheet.question, focus, typed } } : sheet;
		}
	}
}
