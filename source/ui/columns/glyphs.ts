/** The few signs the screen draws with, each with an ASCII stand-in. */
export type Glyphs = {
	live: string;
	waiting: string;
	degraded: string;
	failed: string;
	unsupported: string;
	folded: string;
	unfolded: string;
	marker: string;
	branch: string;
	/** Before a row's name: marked for an action; an action is going on. */
	marked: string;
	acting: string;
	rule: string;
	ascending: string;
	descending: string;
	times: string;
	dot: string;
	arrow: string;
	ellipsis: string;
	/** Sharing marks: the pause's own, same as the pause, the host's, a container's own, somebody else's, not readable. */
	pauseOwn: string;
	asPause: string;
	host: string;
	own: string;
	other: string;
	unknown: string;
	/** A recycle in progress. */
	recycle: string;
	/** Findings by severity, and before an age that may be more. */
	critical: string;
	warning: string;
	info: string;
	atLeast: string;
};

const unicode: Glyphs = {
	live: '●',
	waiting: '○',
	degraded: '◐',
	failed: '✖',
	unsupported: '○',
	folded: '▸',
	unfolded: '▾',
	marker: '▌',
	branch: '└',
	marked: '*',
	acting: '⋯',
	rule: '─',
	ascending: '↑',
	descending: '↓',
	times: '×',
	dot: '·',
	arrow: '→',
	ellipsis: '…',
	pauseOwn: '■',
	asPause: '=',
	host: '⌂',
	own: '≠',
	other: '!',
	unknown: '?',
	recycle: '↻',
	critical: '▲',
	warning: '△',
	info: 'i',
	atLeast: '≥',
};

const ascii: Glyphs = {
	live: '*',
	waiting: 'o',
	degraded: '~',
	failed: 'x',
	unsupported: 'o',
	folded: '+',
	unfolded: '-',
	marker: '>',
	branch: '`-',
	marked: '*',
	acting: ':',
	rule: '-',
	ascending: '^',
	descending: 'v',
	times: 'x',
	dot: '-',
	arrow: '->',
	ellipsis: '~',
	pauseOwn: '#',
	asPause: '=',
	host: 'h',
	own: '/',
	other: '!',
	unknown: '?',
	recycle: '@',
	critical: '!',
	warning: '^',
	info: 'i',
	atLeast: '>=',
};

/** The signs for this terminal. */
export function glyphsOf(options: { ascii: boolean }): Glyphs {
	return options.ascii ? ascii : unicode;
}
