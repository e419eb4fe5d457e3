import { expect, test } from 'vitest';
import { selectLayout } from '../../../source/ui/state/screen-layout.ts';

test('the parts add up to the terminal at every size', () => {
	for (let rows = 10; rows <= 100; rows++) {
		for (const notices of [0, 1, 3, 9]) {
			for (const paneInFront of [false, true]) {
				const layout = selectLayout({ columns: 80, rows }, notices, paneInFront);
				const titles = layout.short ? 1 : 2 + Number(layout.rule);
				expect(2 + layout.notices + titles + layout.table + layout.pane, `${rows} rows`).toBe(rows);
				expect(layout.table + layout.pane).toBeGreaterThanOrEqual(6);
			}
		}
	}
});

test('the pane is as high with trouble as without', () => {
	const size = { columns: 80, rows: 24 };
	expect(selectLayout(size, 3, false).pane).toBe(selectLayout(size, 0, false).pane);
});

test('below 40×10 it is too small', () => {
	expect(selectLayout({ columns: 39, rows: 10 }, 0, false).tooSmall).toBe(true);
	expect(selectLayout({ columns: 40, rows: 9 }, 0, false).tooSmall).toBe(true);
	expect(selectLayout({ columns: 40, rows: 10 }, 0, false).tooSmall).toBe(false);
});
