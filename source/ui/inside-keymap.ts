import type { Entry } from './keymap.ts';

/** Over a log. */
export const logCommands = {
	'log-up': { keys: ['up', 'k'], help: 'one row up; the log no longer follows' },
	'log-down': { keys: ['down', 'j'], help: 'one row down; at the end it follows again' },
	'log-page-up': { keys: ['pageup'], help: 'one page up' },
	'log-page-down': { keys: ['pagedown', 'space'], help: 'one page down' },
	'log-top': { keys: ['home', 'g'], help: 'to the oldest line that is kept' },
	'log-bottom': { keys: ['end', 'G'], help: 'to the newest line, and follow', footer: [2, 'follow'] },
	'log-find': { keys: ['/'], help: 'look for a regular expression', footer: [1, 'search'] },
	'log-next': { keys: ['n'], help: 'to the next line that has it' },
	'log-previous': { keys: ['N'], help: 'to the one before' },
	'log-wrap': { keys: ['w'], help: 'wrap long lines, or cut them', footer: [4, 'wrap'] },
	'log-left': { keys: ['left'], help: 'to the left, where lines are cut' },
	'log-right': { keys: ['right'], help: 'to the right' },
	'log-timestamps': { keys: ['t'], help: 'the time of each line', footer: [5, 'times'] },
	'log-freeze': { keys: ['z'], help: 'read no further, or go on; nothing is lost', footer: [3, 'freeze'] },
	'log-reread': { keys: ['ctrl-r'], help: 'read again; after its end the newest attempt' },
	'log-back': { keys: ['escape'], help: 'end the search; back to the table' },
	'log-close': { keys: ['q', 'l'], help: 'back to the table', footer: [0, 'back'] },
	'log-quit': { keys: ['ctrl-c'], help: 'leave pausetop' },
} as const satisfies Record<string, Entry<unknown>>;

/** While what to look for in a log is typed. */
export const searchCommands = {
	'search-accept': { keys: ['enter'], help: 'look for it; nothing: end the search', footer: [0, 'search'] },
	'search-cancel': { keys: ['escape'], help: 'back to the log', footer: [1, 'cancel'] },
	'search-erase': { keys: ['backspace', 'ctrl-h'], help: 'erase a character; in an empty search: leave' },
	'search-empty': { keys: ['ctrl-u'], help: 'erase everything' },
	'search-quit': { keys: ['ctrl-c'], help: 'leave pausetop' },
} as const satisfies Record<string, Entry<unknown>>;

/** Where a container of a pod is chosen. */
export const choiceCommands = {
	'choice-up': { keys: ['up', 'k', 'shift-tab'], help: 'one up' },
	'choice-down': { keys: ['down', 'j', 'tab'], help: 'one down', footer: [2, 'next'] },
	'choice-top': { keys: ['home', 'g'], help: 'to the first' },
	'choice-bottom': { keys: ['end', 'G'], help: 'to the last' },
	'choice-take': { keys: ['enter', 'right'], help: 'take this one', footer: [1, 'choose'] },
	'choice-close': { keys: ['escape', 'left', 'q'], help: 'back to the table', footer: [0, 'cancel'] },
	'choice-quit': { keys: ['ctrl-c'], help: 'leave pausetop' },
} as const satisfies Record<string, Entry<unknown>>;
