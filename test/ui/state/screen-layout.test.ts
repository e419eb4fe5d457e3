import { expect, test } from 'vitest';
import { placeNews, placeSheet, selectLayout } from '../../../source/ui/state/screen-layout.ts';

test('the parts add up to the terminal at every size', () => {
	for (let rows = 10; rows <= 100; rows++) {
		for (const notices of [0, 1, 3, 9]) {
			for (const paneInFront of [false, true]) {
				for (const rowCount of [0, 10, 200]) {
					const layout = selectLayout({ columns: 80, rows }, notices, paneInFront, rowCount);
					const titles = layout.short ? 1 : 2 + Number(layout.rule);
					expect(2 + layout.notices + titles + layout.table + layout.pane, `${rows} rows`).toBe(rows);
					expect(layout.table + layout.pane).toBeGreaterThanOrEqual(6);
				}
			}
		}
	}
});

test('the pane is as high with trouble as without', () => {
	for (const [rows, rowCount] of [
		[24, 200],
		[60, 10],
	] as const) {
		const size = { columns: 80, rows };
		expect(selectLayout(size, 3, false, rowCount).pane).toBe(selectLayout(size, 0, false, rowCount).pane);
	}
});

test('a table of few pods leaves what it does not need to the pane, up to a limit', () => {
	const paneAt = (rowCount: number) => selectLayout({ columns: 80, rows: 65 }, 0, false, rowCount).pane;
	expect([paneAt(200), paneAt(20), paneAt(0)]).toEqual([24, 32, 42]);
});

test('below 40×10 it is too small', () => {
	expect(selectLayout({ columns: 39, rows: 10 }, 0, false, 0).tooSmall).toBe(true);
	expect(selectLayout({ columns: 40, rows: 9 }, 0, false, 0).tooSmall).toBe(true);
	expect(selectLayout({ columns: 40, rows: 10 }, 0, false, 0).tooSmall).toBe(false);
});

test('with the menu of actions they add up too, and at least one line of the table stays', () => {
	for (let rows = 10; rows <= 100; rows++) {
		for (const notices of [0, 3]) {
			for (const paneInFront of [false, true]) {
				const before = selectLayout({ columns: 80, rows }, notices, paneInFront, 20);
				const layout = placeSheet(before);
				expect(3 + layout.notices + layout.table + layout.pane + layout.sheet, `${rows} rows`).toBe(rows);
				expect(layout.table).toBeGreaterThanOrEqual(1);
				expect(layout.sheet).toBeGreaterThanOrEqual(6);
				if (rows >= 40) expect(layout.table, 'nothing moves where there is room').toBe(before.table);
			}
		}
	}
});

test('a line about actions takes nothing from the table', () => {
	for (let rows = 10; rows <= 100; rows++) {
		const before = selectLayout({ columns: 80, rows }, 0, false, 20);
		const { table, pane, news } = placeNews(before);
		expect(table).toBe(before.table);
		expect(pane).toBe(news === 'footer' ? before.pane : before.pane - 1);
	}
});
