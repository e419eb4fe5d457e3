import { createLogBuffer, type LogBuffer } from '../../core/log/log-buffer.ts';
import type { LogTarget } from '../../core/log/log-options.ts';
import { type LogPattern, parseLogPattern } from '../../core/log/log-pattern.ts';
import { createLogSearch, type LogSearch } from '../../core/log/log-search.ts';

/** One reading of a log, from when it is asked for. The buffer changes by itself: see `LogOverlay.version`. */
export type LogFeed = { target: LogTarget; buffer: LogBuffer };

/** The log of a container in the table's and pane's place. */
export type LogOverlay = {
	kind: 'log';
	feed: LogFeed;
	/** Of the buffer when it was last looked at. */
	version: number;
	end?: LogEnd;
	/** Absent: the newest line stays in sight. */
	place?: LogPlace;
	/** Nothing more is read until the reader goes on; nothing is lost by that. */
	frozen: boolean;
	wrap: boolean;
	timestamps: boolean;
	/** Columns of a line that are out of sight to the left, while lines are not wrapped. */
	shift: number;
	search: LogSearchState;
};

/** Why nothing more comes. */
export type LogEnd = { kind: 'ended' } | { kind: 'failed'; message: string; remedy?: string };

/** The first row in sight: a line's number, and which of the rows that it is wrapped into. */
export type LogPlace = { line: number; row: number };

export type LogSearchState = {
	/** As typed. */
	text: string;
	editing: boolean;
	/** Why what is typed cannot be looked for. */
	error?: string;
	/** What is looked for. */
	applied?: AppliedSearch;
};

export type AppliedSearch = {
	text: string;
	pattern: LogPattern;
	search: LogSearch;
	/** The line that the reader was last brought to. */
	at?: number;
};

const noSearch: LogSearchState = { text: '', editing: false };

/** How many of the newest lines a log begins with: as many as are kept. */
export const logTail = 10_000;

/** A log that nothing has been read of. How it is looked at is taken over from the one before. */
export function createLogView(target: LogTarget, before?: LogOverlay): LogOverlay {
	return {
		kind: 'log',
		feed: { target, buffer: createLogBuffer({ lines: logTail }) },
		version: 0,
		frozen: false,
		wrap: before?.wrap ?? true,
		timestamps: before?.timestamps ?? false,
		shift: 0,
		search: noSearch,
	};
}

/** The search with other text typed. What was looked for before stays until enter. */
export function typeSearch(search: LogSearchState, text: string): LogSearchState {
	const pattern = parseLogPattern(text);
	const error = pattern && 'error' in pattern ? pattern.error : undefined;
	return { ...search, text, error };
}

/** Looks for what is typed. A text that is no expression is let go, an empty one ends the search. */
export function applySearch({ text, error, applied }: LogSearchState, buffer: LogBuffer): LogSearchState {
	if (error !== undefined) return { text: applied?.text ?? '', editing: false, applied };
	const pattern = parseLogPattern(text);
	if (!pattern || 'error' in pattern) return noSearch;
	return { text, editing: false, applied: { text, pattern, search: createLogSearch(buffer, pattern) } };
}
