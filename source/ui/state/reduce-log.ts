import type { LogSearchState } from './log-view.ts';
import { type LogEnd, type LogFeed, type LogOverlay, type LogPlace, typeSearch } from './log-view.ts';

/** What can be done to an open log. */
export type LogAction =
	/** The feed's buffer has changed. */
	| { type: 'log-changed'; feed: LogFeed }
	| { type: 'log-end'; feed: LogFeed; end: LogEnd }
	/** No place: follow the newest line. */
	| { type: 'log-place'; place: LogPlace | undefined }
	| { type: 'log-frozen'; frozen: boolean }
	| { type: 'log-wrap' }
	| { type: 'log-timestamps' }
	| { type: 'log-shift'; shift: number }
	| { type: 'log-typed'; text: string }
	| { type: 'log-search'; search: LogSearchState };

/** The log after one more action. What a reading that is no longer shown has to say is not heard. */
export function reduceLog(log: LogOverlay, action: LogAction): LogOverlay {
	switch (action.type) {
		case 'log-changed':
			return action.feed === log.feed ? { ...log, version: log.feed.buffer.version() } : log;
		case 'log-end':
			return action.feed === log.feed ? { ...log, version: log.feed.buffer.version(), end: action.end } : log;
		case 'log-place':
			return { ...log, place: action.place };
		case 'log-frozen':
			return { ...log, frozen: action.frozen };
		case 'log-wrap':
			return { ...log, wrap: !log.wrap, shift: 0, place: log.place && { ...log.place, row: 0 } };
		case 'log-timestamps':
			return { ...log, timestamps: !log.timestamps };
		case 'log-shift':
			return { ...log, shift: action.shift };
		case 'log-typed':
			return { ...log, search: typeSearch(log.search, action.text) };
		case 'log-search':
			return { ...log, search: action.search };
	}
}
