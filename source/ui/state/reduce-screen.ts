import { parseFilter } from './filter.ts';
import { toggleMark } from './marks.ts';
import { reduceLog } from './reduce-log.ts';
import { reduceSheet } from './reduce-sheet.ts';
import type { ScreenAction } from './screen-action.ts';
import { type Filter, type Folds, isUnfolded, type ScreenState } from './screen-state.ts';

/** The screen after one more action. Pure. */
export function reduceScreen(state: ScreenState, action: ScreenAction): ScreenState {
	switch (action.type) {
		case 'select':
			return { ...state, selection: action.selection, paneScroll: 0 };
		case 'fold':
			return { ...state, folds: foldPod(state.folds, action.uid, action.unfolded) };
		case 'fold-all':
			return { ...state, folds: { unfolded: action.unfolded, except: new Set() } };
		case 'sort':
			return { ...state, sort: action.sort };
		case 'pane':
			return { ...state, pane: action.pane, paneInFront: action.inFront, paneScroll: 0 };
		case 'pane-scroll':
			return { ...state, paneScroll: action.scroll };
		case 'timeline-anchor':
			return { ...state, timelineAnchor: action.anchor };
		case 'whole-node':
			return { ...state, wholeNode: !state.wholeNode, timelineAnchor: undefined, paneScroll: 0 };
		case 'finding-cursor':
			return { ...state, finding: action.cursor };
		case 'wide':
			return { ...state, wide: !state.wide };
		case 'usage':
			return { ...state, usage: !state.usage };
		case 'freeze':
			return { ...state, frozen: action.node };
		case 'filter-edit':
		case 'filter-text':
		case 'filter-accept':
			return { ...state, filter: reduceFilter(state.filter, action) };
		case 'mark':
			return { ...state, marks: toggleMark(state.marks, action.kind, action.key) };
		case 'unmark':
			return { ...state, marks: undefined };
		case 'read-only':
			return { ...state, readOnly: !state.readOnly, marks: undefined, sheet: undefined };
		case 'remark':
			return state.remark === action.text ? state : { ...state, remark: action.text };
		case 'actions-seen':
			return { ...state, seenActions: new Set([...state.seenActions, ...action.ids]) };
		case 'sheet-open':
		case 'sheet-close':
		case 'sheet-cursor':
		case 'sheet-scroll':
		case 'sheet-ask':
		case 'sheet-answer':
			return { ...state, sheet: reduceSheet(state.sheet, action) };
		default:
			return reduceOverlay(state, action);
	}
}

type FilterAction = Extract<ScreenAction, { type: `filter-${string}` }>;
type OverlayAction = Extract<
	ScreenAction,
	{
		type:
			| 'open-help'
			| 'open-details'
			| 'details-read'
			| 'open-stories'
			| 'stories-cursor'
			| 'open-story'
			| 'open-findings'
			| 'open-log'
			| `log-${string}`
			| 'open-choice'
			| 'choice-cursor'
			| 'overlay-scroll'
			| 'close-overlay';
	}
>;

function reduceFilter(filter: Filter, action: FilterAction): Filter {
	switch (action.type) {
		case 'filter-edit':
			return { ...filter, editing: true };
		case 'filter-accept':
			// an invalid end of the text is let go: what is in force is what is shown
			return { text: filter.applied, editing: false, applied: filter.applied };
		case 'filter-text': {
			const parsed = parseFilter(action.text);
			const { editing, applied } = filter;
			if ('error' in parsed) return { text: action.text, editing, applied, error: parsed.error };
			return { text: action.text, editing, applied: action.text };
		}
	}
}

function reduceOverlay(state: ScreenState, action: OverlayAction): ScreenState {
	const { overlay } = state;
	switch (action.type) {
		case 'open-help':
			return { ...state, overlay: { kind: 'help', scroll: 0 } };
		case 'open-details': {
			const { target, title } = action;
			const before = overlay?.kind === 'details' ? overlay : undefined;
			const request = (before?.request ?? 0) + 1;
			return {
				...state,
				overlay: { kind: 'details', target, title, request, scroll: before?.scroll ?? 0, text: before?.text },
			};
		}
		case 'details-read': {
			if (overlay?.kind !== 'details' || overlay.request !== action.request) return state;
			return { ...state, overlay: { ...overlay, text: action.text, error: action.error } };
		}
		case 'open-stories':
			return { ...state, overlay: { kind: 'stories' } };
		case 'stories-cursor':
			return { ...state, overlay: { kind: 'stories', cursor: action.cursor } };
		case 'open-story':
			return { ...state, overlay: { kind: 'story', id: action.id, scroll: 0 } };
		case 'open-findings':
			return { ...state, overlay: { kind: 'findings', scroll: 0 } };
		case 'open-log':
			return { ...state, overlay: action.log };
		case 'open-choice': {
			const { purpose, podUid, cursor } = action;
			return { ...state, overlay: { kind: 'choice', purpose, podUid, cursor } };
		}
		case 'choice-cursor':
			return overlay?.kind === 'choice' ? { ...state, overlay: { ...overlay, cursor: action.cursor } } : state;
		case 'overlay-scroll':
			return overlay && 'scroll' in overlay ? { ...state, overlay: { ...overlay, scroll: action.scroll } } : state;
		case 'close-overlay':
			return { ...state, overlay: undefined };
		default:
			return overlay?.kind === 'log' ? { ...state, overlay: reduceLog(overlay, action) } : state;
	}
}

function foldPod(folds: Folds, uid: string, unfolded: boolean): Folds {
	if (isUnfolded(folds, uid) === unfolded) return folds;
	const except = new Set(folds.except);
	if (!except.delete(uid)) except.add(uid);
	return { ...folds, except };
}
