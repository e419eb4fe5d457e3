import type { ContainerUsage } from '../../core/inside/container-usage.ts';
import type { RestartStory } from '../../core/restart-story/restart-story.ts';
import type { ListeningPort } from './inside-index.ts';

/** How a piece of text is meant. The theme decides what that looks like; the words carry the meaning without it. */
export type Tone = 'plain' | 'strong' | 'dim' | 'good' | 'warn' | 'bad' | 'accent' | 'badge';

/** A piece of a cell or of a line. */
export type Segment = {
	text: string;
	tone?: Tone;
	/** Colours that the text came with, as parameters of `CSI … m`; see core/log/sgr.ts. */
	sgr?: string;
};

/** What stands in one place of a table. Text from outside is escaped by whoever draws it, not here. */
export type Cell = {
	text: string;
	/** A whole, shorter way to say it, for when `text` does not fit. */
	short?: string;
	tone?: Tone;
	/** The same text in pieces of different tones. Used where the text fits unshortened. */
	parts?: readonly Segment[];
};

/** What a cell may depend on besides its row. */
export type ColumnContext = {
	/** Milliseconds since the epoch, for ages. */
	now: number;
	/** Only ASCII stand-ins for glyphs. */
	ascii: boolean;
	/** Containers of more than one runtime are shown. */
	severalRuntimes?: boolean;
	/** The restart stories by the pods' UIDs, newest first. */
	stories?: ReadonlyMap<string, readonly RestartStory[]>;
	/** Numbers in full rather than their tails. */
	wide?: boolean;
	/** What containers use, by full id. */
	usage?: ReadonlyMap<string, ContainerUsage>;
	/** The ports that containers were seen to listen on, by full id. */
	listening?: ReadonlyMap<string, readonly ListeningPort[]>;
};

/** Whose word a column repeats. When that source does not answer, what is shown is old and drawn dim. */
export type ColumnSource = 'kube' | 'runtime' | 'proc';

/** One column of a table, as data: the screen and `pausetop get` draw the same ones. */
export type Column<Row> = {
	/** Stable name, for sorting and for scripts. */
	id: string;
	/** The header, as kubectl prints it. */
	title: string;
	/** The header on the screen where that differs. */
	screenTitle?: string;
	align: 'left' | 'right';
	/** When room is short the column with the highest number goes first; 0 is never dropped. */
	priority: number;
	/** The same when the wide form is asked for, where that differs. */
	widePriority?: number;
	/** Belongs to the wide form only (`kubectl get -o wide`). */
	wide?: boolean;
	/** What kubectl prints for a value that is not there. The screen prints `-`. */
	absent: string;
	source: ColumnSource;
	/** It may be squeezed down to so many columns before anything is dropped. Without it, it is never squeezed. */
	minWidth?: number;
	/** Below this width it is squeezed only to save columns of a priority under four. */
	comfort?: number;
	/** How much room the cell may come to need within a day, so that growing ages move nothing. */
	reserve?(row: Row, context: ColumnContext): number;
	/** Undefined: not known, or nothing to say. */
	read(row: Row, context: ColumnContext): Cell | undefined;
	/** Order of two rows, ascending. Columns without it cannot be sorted by. */
	compare?(a: Row, b: Row): number;
};
