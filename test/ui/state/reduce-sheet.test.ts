import { expect, test } from 'vitest';
import { reduceSheet } from '../../../source/ui/state/reduce-sheet.ts';
import type { Sheet } from '../../../source/ui/state/sheet.ts';

const sheet: Sheet = { subject: 'default/web', entries: [], cursor: 2, scroll: 3 };

test('a question begins with Cancel and nothing typed, also after another one', () => {
	const first = reduceSheet(sheet, { type: 'sheet-ask', entry: 1 });
	const answered = reduceSheet(first, { type: 'sheet-answer', focus: 'act', typed: 'web' });
	expect(answered?.question).toEqual({ entry: 1, focus: 'act', typed: 'web' });
	expect(reduceSheet(answered, { type: 'sheet-ask', entry: 0 })).toEqual({
		...sheet,
		scroll: 0,
		question: { entry: 0, focus: 'cancel', typed: '' },
	});
});

test('another entry is read from its beginning', () => {
	expect(reduceSheet(sheet, { type: 'sheet-cursor', cursor: 0 })).toEqual({ ...sheet, cursor: 0, scroll: 0 });
});

test('a closed sheet takes no answer', () => {
	expect(reduceSheet(undefined, { type: 'sheet-answer', focus: 'act', typed: '' })).toBeUndefined();
	expect(reduceSheet(sheet, { type: 'sheet-answer', focus: 'act', typed: '' })).toBe(sheet);
	expect(reduceSheet(sheet, { type: 'sheet-close' })).toBeUndefined();
});
