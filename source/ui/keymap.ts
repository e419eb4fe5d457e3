import { findingCommands } from './finding-keymap.ts';
import { choiceCommands, logCommands, searchCommands } from './inside-keymap.ts';

/**
 * Where a key means something: over the table and panes, while typing a filter, over help or details, over the list of restarts, over a
 * log, while typing what to look for in it, where a container is chosen, in the menu of actions, before its question, and before a
 * question that wants a name typed.
 */
export type Mode =
	| 'table'
	| 'filter'
	| 'overlay'
	| 'stories'
	| 'log'
	| 'search'
	| 'choice'
	| 'menu'
	| 'confirm'
	| 'type';

export type CommandGroup =
	| 'Move'
	| 'Pods'
	| 'Actions'
	| 'Filter and sort'
	| 'Panes'
	| 'Timeline'
	| 'Screen'
	| 'While typing a filter'
	| 'In help, details and findings'
	| 'In the list of restarts'
	| 'In a log'
	| 'While typing a search'
	| 'Choosing a container'
	| 'In the menu of actions'
	| 'Before an action is done'
	| 'While typing the name';

/**
 * What the keyboard may do to the node: act; nothing, as the reader wants it for now; nothing in this run. See Entry.only.
 */
export type Rights = 'acting' | 'held' | 'none';

/** One line of a table of keys, before it is a `Command`. */
export type Entry<Group> = {
	keys: readonly [string, ...string[]];
	help: string;
	/** Its place in the footer (the lower, the longer it stays when room is short) and its name there. */
	footer?: readonly [rank: number, title: string];
	/** `acting`: not bound while nothing may be done to the node. `permitted`: not bound in a run that never may. */
	only?: 'acting' | 'permitted';
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
	back: { keys: ['escape'], help: 'clear the filter, then the marks; then up to the pod, fold it', group: 'Pods' },
	'up-to-pod': { keys: ['left'], help: 'up to the pod, fold it', group: 'Pods' },
	'fold-all': { keys: ['t'], help: 'unfold all pods, or fold them all', group: 'Pods', footer: [6, 'unfold all'] },
	details: {
		keys: ['d'],
		help: 'the pod as YAML, or the inspect of a container',
		group: 'Pods',
		footer: [5.5, 'details'],
	},
	log: { keys: ['l'], help: "the container's log, as it is written", group: 'Pods', footer: [4, 'log'] },
	'previous-log': { keys: ['p'], help: 'the log of its previous attempt', group: 'Pods' },
	actions: {
		keys: ['x'],
		help: 'what can be done to the pod or container, or to the marked ones',
		group: 'Actions',
		footer: [3, 'actions'],
		only: 'acting',
	},
	kill: { keys: ['ctrl-k'], help: 'kill the pause or the container; asks first', group: 'Actions', only: 'acting' },
	mark: { keys: ['space'], help: 'mark the row, for one action on several', group: 'Actions', only: 'acting' },
	'read-only': {
		keys: ['ctrl-o'],
		help: 'bind no key that changes anything on the node, or bind them again',
		group: 'Actions',
		only: 'permitted',
	},
	shell: {
		keys: ['s'],
		help: 'a shell in the container',
		group: 'Actions',
		footer: [6, 'shell'],
		only: 'acting',
	},
	'net-shell': {
		keys: ['n'],
		help: "the node's own shell in the pod's network",
		group: 'Actions',
		only: 'acting',
	},
	sort: { keys: ['o'], help: 'sort by the next column', group: 'Filter and sort', footer: [7, 'sort'] },
	'invert-sort': { keys: ['O'], help: 'sort the other way round', group: 'Filter and sort' },
	'next-pane': { keys: ['tab', ']'], help: 'next pane', group: 'Panes', footer: [3, 'pane'] },
	'previous-pane': { keys: ['shift-tab', '['], help: 'previous pane', group: 'Panes' },
	'pane-up': { keys: ['K', 'shift-up'], help: 'scroll the pane up', group: 'Panes' },
	'pane-down': { keys: ['J', 'shift-down'], help: 'scroll the pane down', group: 'Panes' },
	stories: { keys: ['R'], help: 'the restarts of the whole node', group: 'Panes', footer: [8, 'restarts'] },
	...findingCommands,
	follow: { keys: ['F'], help: 'keep the newest event in sight, or stay', group: 'Timeline' },
	'whole-node': {
		keys: ['a'],
		help: 'events and findings of the whole node, or of the selected pod',
		group: 'Panes',
		footer: [9, 'all events'],
	},
	wide: {
		keys: ['w'],
		help: 'the columns of kubectl -o wide, images, inodes in full',
		group: 'Screen',
		footer: [10, 'wide'],
	},
	usage: {
		keys: ['u'],
		help: 'what pods and containers use: CPU and memory',
		group: 'Screen',
		footer: [9, 'usage'],
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
	'overlay-close': { keys: ['escape', 'left', 'q', 'd', '?', '!'], help: 'back to the table', footer: [0, 'back'] },
	'overlay-quit': { keys: ['ctrl-c'], help: 'leave pausetop' },
} as const satisfies Record<string, Entry<unknown>>;

const storiesCommands = {
	'stories-up': { keys: ['up', 'k'], help: 'one line up', footer: [2, 'up'] },
	'stories-down': { keys: ['down', 'j'], help: 'one line down', footer: [3, 'down'] },
	'stories-page-up': { keys: ['pageup'], help: 'one page up', footer: [4, 'page up'] },
	'stories-page-down': { keys: ['pagedown', 'space'], help: 'one page down', footer: [5, 'page down'] },
	'stories-top': { keys: ['home', 'g'], help: 'to the newest' },
	'stories-bottom': { keys: ['end', 'G'], help: 'to the oldest' },
	'stories-open': { keys: ['enter', 'right'], help: 'to the pod, and what happened to it', footer: [1, 'open'] },
	'stories-close': { keys: ['escape', 'left', 'q', 'R'], help: 'back to the table', footer: [0, 'back'] },
	'stories-quit': { keys: ['ctrl-c'], help: 'leave pausetop' },
} as const satisfies Record<string, Entry<unknown>>;

const menuCommands = {
	'menu-up': { keys: ['up', 'k', 'shift-tab'], help: 'one entry up' },
	'menu-down': { keys: ['down', 'j', 'tab'], help: 'one entry down', footer: [2, 'next'] },
	'menu-top': { keys: ['home', 'g'], help: 'to Cancel' },
	'menu-bottom': { keys: ['end', 'G'], help: 'to the last entry' },
	'menu-page-up': { keys: ['pageup'], help: 'scroll the consequences up' },
	'menu-page-down': { keys: ['pagedown'], help: 'scroll the consequences down', footer: [4, 'more'] },
	'menu-choose': { keys: ['enter'], help: 'ask about the entry; nothing is done yet', footer: [1, 'choose'] },
	'menu-close': { keys: ['escape', 'left', 'q', 'x'], help: 'back, nothing is done', footer: [0, 'cancel'] },
	'menu-quit': { keys: ['ctrl-c'], help: 'leave pausetop' },
} as const satisfies Record<string, Entry<unknown>>;

const confirmCommands = {
	'confirm-other': { keys: ['left', 'right', 'tab', 'shift-tab'], help: 'to the other button', footer: [1, 'switch'] },
	'confirm-press': { keys: ['enter'], help: 'press the button', footer: [2, 'press'] },
	'confirm-up': { keys: ['up', 'k'], help: 'scroll up' },
	'confirm-down': { keys: ['down', 'j'], help: 'scroll down', footer: [3, 'scroll'] },
	'confirm-close': { keys: ['escape', 'q'], help: 'back, nothing is done', footer: [0, 'cancel'] },
	'confirm-quit': { keys: ['ctrl-c'], help: 'leave pausetop' },
} as const satisfies Record<string, Entry<unknown>>;

const typeCommands = {
	'type-erase': { keys: ['backspace', 'ctrl-h'], help: 'erase a character' },
	'type-empty': { keys: ['ctrl-u'], help: 'erase everything' },
	'type-other': { keys: ['left', 'right', 'tab', 'shift-tab'], help: 'to the other button', footer: [2, 'switch'] },
	'type-press': { keys: ['enter'], help: 'press the button, once the name is complete', footer: [1, 'press'] },
	'type-up': { keys: ['up'], help: 'scroll up' },
	'type-down': { keys: ['down'], help: 'scroll down', footer: [3, 'scroll'] },
	'type-close': { keys: ['escape'], help: 'back, nothing is done', footer: [0, 'cancel'] },
	'type-quit': { keys: ['ctrl-c'], help: 'leave pausetop' },
} as const satisfies Record<string, Entry<unknown>>;

export type CommandId =
	| keyof typeof tableCommands
	| keyof typeof filterCommands
	| keyof typeof overlayCommands
	| keyof typeof storiesCommands
	| keyof typeof logCommands
	| keyof typeof searchCommands
	| keyof typeof choiceCommands
	| keyof typeof menuCommands
	| keyof typeof confirmCommands
	| keyof typeof typeCommands;

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
	only?: 'acting' | 'permitted';
};

/** The command table, in the order in which help lists it. */
export const keymap: readonly Command[] = [
	...list(tableCommands, 'table', undefined),
	...list(filterCommands, 'filter', 'While typing a filter'),
	...list(overlayCommands, 'overlay', 'In help, details and findings'),
	...list(storiesCommands, 'stories', 'In the list of restarts'),
	...list(logCommands, 'log', 'In a log'),
	...list(searchCommands, 'search', 'While typing a search'),
	...list(choiceCommands, 'choice', 'Choosing a container'),
	...list(menuCommands, 'menu', 'In the menu of actions', 'acting'),
	...list(confirmCommands, 'confirm', 'Before an action is done', 'acting'),
	...list(typeCommands, 'type', 'While typing the name', 'acting'),
];

function list<Id extends CommandId>(
	entries: Readonly<Record<Id, Entry<{ group?: CommandGroup }>>>,
	mode: Mode,
	common: CommandGroup | undefined,
	allOnly?: 'acting',
): Command[] {
	return Object.entries<Entry<{ group?: CommandGroup }>>(entries).map(([id, { keys, help, footer, group, only }]) => ({
		id: id as Id,
		keys,
		help,
		mode,
		group: group ?? common ?? 'Screen',
		footer: footer && { rank: footer[0], title: footer[1] },
		only: only ?? allOnly,
	}));
}

/** The commands that have keys under these rights. The others are not there at all: not as keys, not in footer and help. */
export function boundCommands(rights: Rights): readonly Command[] {
	return keymap.filter(
		({ only }) => only === undefined || rights === 'acting' || (rights === 'held' && only === 'permitted'),
	);
}

/** What a key does in a mode. */
export function findCommand(mode: Mode, key: string, rights: Rights): CommandId | undefined {
	return boundCommands(rights).find((command) => command.mode === mode && command.keys.includes(key))?.id;
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
