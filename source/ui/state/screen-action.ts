import type { NodeState } from '../../core/node-state.ts';
import type { DetailsTarget } from '../app-contract.ts';
import type { PaneId } from './pane-id.ts';
import type { Selection, Sort, TimelineAnchor } from './screen-state.ts';

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
	/** The node to keep showing, or none to go on. */
	| { type: 'freeze'; node: NodeState | undefined }
	| { type: 'open-help' }
	| { type: 'open-details'; target: DetailsTarget; title: string }
	| { type: 'details-read'; request: number; text?: string; error?: string }
	| { type: 'overlay-scroll'; scroll: number }
	| { type: 'close-overlay' };
