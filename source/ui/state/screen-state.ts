import type { NodeState } from '../../core/node-state.ts';
import type { DetailsTarget } from '../app-contract.ts';
import type { ChoiceOverlay } from './choice.ts';
import type { StoryCursor } from './locate-story.ts';
import type { LogOverlay } from './log-view.ts';
import type { Marks } from './marks.ts';
import type { FindingCursor } from './next-finding.ts';
import type { PaneId } from './pane-id.ts';
import type { Sheet } from './sheet.ts';

/** Everything the reader has done to the screen. Immutable; what the node says is not in here, except a frozen snapshot. */
export type ScreenState = {
	/** Absent until the reader moves: then the first row counts as selected, whatever comes to stand there. */
	selection?: Selection;
	folds: Folds;
	filter: Filter;
	/** Absent: kubectl's order. */
	sort?: Sort;
	pane: PaneId;
	/** Where there is no room for both: whether the pane stands in the table's place. */
	paneInFront: boolean;
	/** Asked for the wide form of the tables. */
	wide: boolean;
	/** Asked for what pods and containers use: that has to be read. */
	usage: boolean;
	/** The pane's first line where it does not follow anything. */
	paneScroll: number;
	/** Absent: the newest event stays in sight. */
	timelineAnchor?: TimelineAnchor;
	/** Events and findings of the whole node, not only of the selected pod. */
	wholeNode: boolean;
	/** The finding that the reader was last brought to. */
	finding?: FindingCursor;
	/** The node as it was when the screen was frozen. */
	frozen?: NodeState;
	overlay?: Overlay;
	/** What the next action is meant for, instead of the selected row. */
	marks?: Marks;
	/** The menu of actions, over the lower part of the screen. */
	sheet?: Sheet;
	/** The reader has taken the keys that act away, for now. */
	readOnly: boolean;
	/** Why the last key did nothing. The next one takes it away. */
	remark?: string;
	/** Ids of failed actions that the reader has seen. */
	seenActions: ReadonlySet<string>;
};

/** By identity, so that it survives changes and re-sorting. */
export type Selection = {
	key: string;
	/** Where the row was, for when it is gone. */
	index: number;
	/** On which line of the table it is drawn, so that rows coming and going above do not move it. */
	line: number;
};

/** `unfolded` holds for all pods except those of `except`. */
export type Folds = { unfolded: boolean; except: ReadonlySet<string> };

export type Filter = {
	/** As typed. */
	text: string;
	editing: boolean;
	/** What is in force: the last text that was a valid expression. */
	applied: string;
	/** Why `text` is not in force. */
	error?: string;
};

export type Sort = { column: string; descending: boolean };

/** The last event in sight: by key, and by its place in time for when it has been dropped. */
export type TimelineAnchor = { key: string; order: number };

export type Overlay =
	| { kind: 'help'; scroll: number }
	| DetailsOverlay
	| StoriesOverlay
	| StoryOverlay
	| FindingsOverlay
	| LogOverlay
	| ChoiceOverlay;

/** The overlays that are text to be scrolled. */
export type TextOverlay = Extract<Overlay, { scroll: number }>;

/** The node-wide list of restarts. */
export type StoriesOverlay = { kind: 'stories'; cursor?: StoryCursor };

/** One story on its own, because its pod has no row any more. */
export type StoryOverlay = { kind: 'story'; id: string; scroll: number };

/** The whole text of all findings of the node. */
export type FindingsOverlay = { kind: 'findings'; scroll: number };

export type DetailsOverlay = {
	kind: 'details';
	target: DetailsTarget;
	title: string;
	scroll: number;
	/** Counts the reads, so that a late answer to an earlier one is told apart. */
	request: number;
	text?: string;
	error?: string;
};

/** As the program starts. */
export const initialScreenState: ScreenState = {
	folds: { unfolded: false, except: new Set() },
	filter: { text: '', editing: false, applied: '' },
	pane: 'namespaces',
	paneInFront: false,
	wide: false,
	usage: false,
	paneScroll: 0,
	wholeNode: false,
	readOnly: false,
	seenActions: new Set(),
};

/** Whether a pod's rows are shown. */
export function isUnfolded(folds: Folds, uid: string): boolean {
	return folds.unfolded !== folds.except.has(uid);
}
