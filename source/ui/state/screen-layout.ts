/** How many lines and columns each part of the screen has. They add up to exactly the terminal's. */
export type ScreenLayout = {
	columns: number;
	rows: number;
	/** Lines that say what is wrong with a source. */
	notices: number;
	/** Lines of the table below its header. */
	table: number;
	/** Lines of the pane below its tabs; 0 when the table has the whole screen. */
	pane: number;
	/** Lines of the menu of actions, which then stands in the pane's place; 0 when it is closed. */
	sheet: number;
	/** Where the line about actions stands: the pane's last line, or in the footer's place where there is no pane beside the table. */
	news?: 'pane' | 'footer';
	/** Whether a rule is drawn above the tabs. */
	rule: boolean;
	/** Too low for both: table and pane take turns. */
	short: boolean;
	/** Too small for anything. */
	tooSmall: boolean;
};

/** Below this nothing sensible can be drawn. */
export const smallestSize = { columns: 40, rows: 10 };

/** From this many rows on there is room for the table and a pane. */
const bothFrom = 16;

/** The pane's part of the room when there are many pods, and at most. */
const paneShare = { least: 0.4, most: 0.7 };
/** Lines that a short table keeps free, so that unfolding a pod moves nothing. */
const roomToUnfold = 8;

/**
 * Divides the terminal. The pane has its part, and what a short table leaves. Its height depends on the terminal and on
 * `rowCount`, the rows of the table without any filter, so that it does not jump while one types or moves.
 */
export function selectLayout(
	size: { columns: number; rows: number },
	noticeCount: number,
	paneInFront: boolean,
	rowCount: number,
): ScreenLayout {
	const { columns, rows } = size;
	const tooSmall = columns < smallestSize.columns || rows < smallestSize.rows;
	const short = rows < bothFrom;
	const notices = Math.min(noticeCount, short ? 1 : rows < 30 ? 2 : 4);
	const base = { columns, rows, notices, short, tooSmall, sheet: 0 };
	if (short) {
		// header, notices, table header or tabs, footer
		const body = Math.max(0, rows - 3 - notices);
		return { ...base, rule: false, table: paneInFront ? 0 : body, pane: paneInFront ? body : 0 };
	}
	const rule = rows >= 20;
	const fixed = rule ? 5 : 4;
	const room = rows - fixed;
	const left = Math.min(room - rowCount - roomToUnfold, Math.floor(room * paneShare.most));
	const pane = Math.max(Math.floor(room * paneShare.least), left);
	return { ...base, rule, pane, table: room - notices - pane };
}

/** As many lines as a sheet wants, its title included. Not as many as it could fill: it must not jump from entry to entry. */
const wantedForSheet = 16;

/** The same with the menu of actions below the table: in the pane's place, and over some of the table where that is too little. */
export function placeSheet(layout: ScreenLayout): ScreenLayout {
	const notices = layout.short ? 0 : layout.notices;
	// header, table header, footer
	const body = layout.rows - 3 - notices;
	const below = layout.short ? 0 : body - layout.table;
	const leastTable = Math.max(1, Math.min(5, Math.floor((body - 3) / 4)));
	const sheet = Math.max(below, Math.min(wantedForSheet, body - leastTable));
	return { ...layout, notices, sheet, table: body - sheet, pane: 0, rule: false };
}

/** The same with a line about actions. The table stays as it is. */
export function placeNews(layout: ScreenLayout): ScreenLayout {
	return layout.short ? { ...layout, news: 'footer' } : { ...layout, news: 'pane', pane: layout.pane - 1 };
}
