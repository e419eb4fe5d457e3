import type { NodeState } from '../../core/node-state.ts';
import type { DetailsTarget } from '../app-contract.ts';
import type { ChoicePurpose } from './choice.ts';
import type { StoryCursor } from './locate-story.ts';
import type { LogOverlay } from './log-view.ts';
import type { Marks } from './marks.ts';
import type { FindingCursor } from './next-finding.ts';
import type { PaneId } from './pane-id.ts';
import type { LogAction } from './reduce-log.ts';
import type { Selection, Sort, TimelineAnchor } from './screen-state.ts';
import type { Sheet, SheetQuestion } from './sheet.ts';

/** What can be done to the screen. */
export type ScreenAction =
	| { type: 'select'; selection: Selection | undefined }
	| { type: 'fold'; uid: string; unfolded: boolean }
	| { type: 'fold-all'; unfolded: boolean }
	| { type: 'filter-edit' }
	| { type: 'filter-text'; text: string }
	| { type: 'filter-accept' }
	| { type: 'sort'; sort: Sort | undefined }
	| { type: 'pane'; pane: PaneId; inFront: boolean }
	| { type: 'pane-scroll'; scroll: number }
	/** No anchor: follow the newest event. */
	| { type: 'timeline-anchor'; anchor: TimelineAnchor | undefined }
	| { type: 'whole-node' }
	| { type: 'wide' }
	| { type: 'usage' }
	/** The node to keep showing, or none to go on. */
	| { type: 'freeze'; node: NodeState | undefined }
	| { type: 'open-help' }
	| { type: 'open-details'; target: DetailsTarget; title: string }
	| { type: 'details-read'; request: number; text?: string; error?: string }
	| { type: 'open-stories' }
	| { type: 'stories-cursor'; cursor: StoryCursor }
	| { type: 'open-story'; id: string }
	| { type: 'open-findings' }
	| { type: 'finding-cursor'; cursor: FindingCursor }
	| { type: 'open-log'; log: LogOverlay }
	| LogAction
	| { type: 'open-choice'; purpose: ChoicePurpose; podUid: string; cursor: number }
	| { type: 'choice-cursor'; cursor: number }
	| { type: 'overlay-scroll'; scroll: number }
	| { type: 'close-overlay' }
	| { type: 'mark'; kind: Marks['kind']; key: string }
	| { type: 'unmark' }
	| { type: 'read-only' }
	| { type: 'remark'; text: string | undefined }
	| { type: 'actions-seen'; ids: readonly string[] }
	| { type: 'sheet-open'; sheet: Sheet }
	| { type: 'sheet-close' }
	| { type: 'sheet-cursor'; cursor: number }
	| { type: 'sheet-scroll'; scroll: number }
	/** Nothing is done yet: the question about an entry. */
	| { type: 'sheet-ask'; entry: number }
	| { type: 'sheet-answer'; focus: SheetQuestion['focus']; typed: string };
