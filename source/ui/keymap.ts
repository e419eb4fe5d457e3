/** Where a key means something: over the table and panes, while typing a filter, over help or details. */
export type Mode = 'table' | 'filter' | 'overlay';

export type CommandGroup =
	| 'Move'
	| 'Pods'
	| 'Filter and sort'
	| 'Panes'
	| 'Timeline'
	| 'Screen'
	| 'While typing a filter'
	| 'In help and details';

type Entry<Group> = {
	keys: readonly [string, ...string[]];
	help: string;
	/** Its place in the footer (the lower, the longer it stays when room is short) and its name there. */
	footer?: readonly [rank: number, title: string];
} & Group;

const tableCommands = {
	up: { keys: ['up', 'k'], help: 'one line up', group: 'Move' },
	down: { keys: ['down', 'j'], help: 'one line down', group: 'Move' },
	'page-up': { keys: ['pageup'], help: 'one page up', group: 'Move' },
	'page-down': { keys: ['pagedown'], help: 'one page down', group: 'Move' },
	top: { keys: ['home', 'g'], help: 'to the first line', group: 'Move' },
	bottom: { keys: ['end', 'G'], help: 'to the last line', group: 'Move' },
	filter: {
		keys: ['/'],
		help: 'show only what matches a regular expression',
		group: 'Filter and sort',
		footer: [2, 'filter'],
	},
	open: { keys: ['enter'], help: 'unfold or fold a pod; details of a container', group: 'Pods', footer: [1, 'unfold'] },
	unfold: { keys: ['right'], help: 'unfold a pod, then into it; details of a container', group: 'Pods' },
	back: { keys: ['escape', 'left'], help: 'up to the pod, fold it; esc first clears the filter', group: 'Pods' },
	'fold-all': { keys: ['t'], help: 'unfold all pods, or fold them all', group: 'Pods', footer: [6, 'unfold all'] },
	details: {
		keys: ['d'],
		help: 'the pod as YAML, or the inspect of a container',
		group: 'Pods',
		footer: [4, 'details'],
	},
	sort: { keys: ['o'], help: 'sort by the next column', group: 'Filter and sort', footer: [7, 'sort'] },
	'invert-sort': { keys: ['O'], help: 'sort the other way round', group: 'Filter and sort' },
	'next-pane': { keys: ['tab', ']'], help: 'next pane', group: 'Panes', footer: [3, 'pane'] },
	'previous-pane': { keys: ['shift-tab', '['], help: 'previous pane', group: 'Panes' },
	'pane-up': { keys: ['K', 'shift-up'], help: 'scroll the pane up', group: 'Panes' },
	'pane-down': { keys: ['J', 'shift-down'], help: 'scroll the pane down', group: 'Panes' },
	follow: { keys: ['F'], help: 'keep the newest event in sight, or stay', group: 'Timeline' },
	'whole-node': {
		keys: ['a'],
		help: 'events of the whole node, or of the selected pod',
		group: 'Timeline',
		footer: [9, 'all events'],
	},
	wide: {
		keys: ['w'],
		help: 'the columns of kubectl -o wide, images, inodes in full',
		group: 'Screen',
		footer: [10, 'wide'],
	},
	freeze: { keys: ['z'], help: 'stop the whole screen, or let it go on', group: 'Screen', footer: [8, 'freeze'] },
	relist: { keys: ['ctrl-r'], help: 'ask all sources again', group: 'Screen', footer: [11, 're-list'] },
	help: { keys: ['?'], help: 'this help', group: 'Screen', footer: [0, 'help'] },
	quit: { keys: ['q', 'ctrl-c'], help: 'leave pausetop', group: 'Screen', footer: [5, 'quit'] },
} as const satisfies Record<string, Entry<{ group: CommandGroup }>>;

const filterCommands = {
	'filter-accept': { keys: ['enter'], help: 'keep the filter', footer: [0, 'done'] },
	'filter-cancel': { keys: ['escape'], help: 'clear the filter', footer: [1, 'clear'] },
	'filter-erase': { keys: ['backspace', 'ctrl-h'], help: 'erase a character; in an empty filter: leave' },
	'filter-empty': { keys: ['ctrl-u'], help: 'erase everything' },
	'filter-up': { keys: ['up'], help: 'one line up in the table' },
	'filter-down': { keys: ['down'], help: 'one line down in the table' },
	'filter-quit': { keys: ['ctrl-c'], help: 'leave pausetop' },
} as const satisfies Record<string, Entry<unknown>>;

const overlayCommands = {
	'overlay-up': { keys: ['up', 'k'], help: 'one line up', footer: [1, 'up'] },
	'overlay-down': { keys: ['down', 'j'], help: 'one line down', footer: [2, 'down'] },
	'overlay-page-up': { keys: ['pageup'], help: 'one page up', footer: [3, 'page up'] },
	'overlay-page-down': { keys: ['pagedown', 'space'], help: 'one page down', footer: [4, 'page down'] },
	'overlay-top': { keys: ['home', 'g'], help: 'to the beginning' },
	'overlay-bottom': { keys: ['end', 'G'], help: 'to the end' },
	'overlay-reread': { keys: ['ctrl-r'], help: 'read the details again' },
	'overlay-close': { keys: ['escape', 'left', 'q', 'd', '?'], help: 'back to the table', footer: [0, 'back'] },
	'overlay-quit': { keys: ['ctrl-c'], help: 'leave pausetop' },
} as const satisfies Record<string, Entry<unknown>>;

export type CommandId = keyof typeof tableCommands | keyof typeof filterCommands | keyof typeof overlayCommands;

/** One thing the keyboard can do. Input, footer, help and README all read this table. */
export type Command = {
	id: CommandId;
	/** Key names as of readKeys: `j`, `G`, `down`, `ctrl-r`, `shift-tab`. */
	keys: readonly string[];
	/** One line for help and README. */
	help: string;
	group: CommandGroup;
	mode: Mode;
	footer?: { rank: number; title: string };
};

/** The command table, in the order in which help lists it. */
export const keymap: readonly Command[] = [
	...list(tableCommands, 'table', undefined),
	...list(filterCommands, 'filter', 'While typing a filter'),
	...list(overlayCommands, 'overlay', 'In help and details'),
];

function list<Id extends CommandId>(
	entries: Readonly<Record<Id, Entry<{ group?: CommandGroup }>>>,
	mode: Mode,
	common: CommandGroup | undefined,
): Command[] {
	return Object.entries<Entry<{ group?: CommandGroup }>>(entries).map(([id, { keys, help, footer, group }]) => ({
		id: id as Id,
		keys,
		help,
		mode,
		group: group ?? common ?? 'Screen',
		footer: footer && { rank: footer[0], title: footer[1] },
	}));
}

/** What a key does in a mode. */
export function findCommand(mode: Mode, key: string): CommandId | undefined {
	return keymap.find((command) => command.mode === mode && command.keys.includes(key))?.id;
}

const keyNames: Readonly<Record<string, { unicode: string; ascii: string }>> = {
	up: { unicode: '↑', ascii: 'up' },
	down: { unicode: '↓', ascii: 'down' },
	left: { unicode: '←', ascii: 'left' },
	right: { unicode: '→', ascii: 'right' },
	'shift-up': { unicode: 'shift-↑', ascii: 'shift-up' },
	'shift-down': { unicode: 'shift-↓', ascii: 'shift-down' },
	pageup: { unicode: 'PgUp', ascii: 'PgUp' },
	pagedown: { unicode: 'PgDn', ascii: 'PgDn' },
	home: { unicode: 'Home', ascii: 'Home' },
	end: { unicode: 'End', ascii: 'End' },
	escape: { unicode: 'esc', ascii: 'esc' },
};

/** A key as people call it: `↑`, `PgUp`, `esc`, `ctrl-r`. */
export function formatKey(key: string, { ascii = false }: { ascii?: boolean } = {}): string {
	return keyNames[key]?.[ascii ? 'ascii' : 'unicode'] ?? key;
}
