import type { Line } from './line.ts';

/** What a sheet shows, from top to bottom. Of these only `body` scrolls, where there is no room for all of it. */
export type SheetParts = {
	/** Unescaped. */
	title: string;
	head: readonly Line[];
	body: readonly Line[];
	foot: readonly Line[];
};
