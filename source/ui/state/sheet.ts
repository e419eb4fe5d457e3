import type { ActionPlan } from '../../core/action/action-plan.ts';

/**
 * The menu of actions and its question. It holds the plans of the moment when it opened: whom an action goes to does not change
 * while one reads, see select-sheet-view.ts for what does.
 */
export type Sheet = {
	/** Whom it is about, in words: `default/web`, `nginx of default/web`, `5 pods`. Unescaped. */
	subject: string;
	entries: readonly SheetEntry[];
	/** 0 is Cancel, 1 the first entry. */
	cursor: number;
	/** First line in sight of what does not fit. */
	scroll: number;
	/** Absent while the menu is shown. */
	question?: SheetQuestion;
};

/** One thing that can be done: the same kind to each of the plans' targets. */
export type SheetEntry = {
	plans: readonly [ActionPlan, ...ActionPlan[]];
	/** Stands above it, where what follows is about something else than the row. */
	heading?: string;
};

/** The last step before something is done. */
export type SheetQuestion = {
	/** Index in the sheet's entries. */
	entry: number;
	focus: 'cancel' | 'act';
	/** What has been typed, where a name is asked for. */
	typed: string;
};
