import type { NodeState, TimelineEntry } from '../../core/node-state.ts';
import type { NodeView, PodView } from '../../core/node-view.ts';
import type { AppOptions } from '../app-contract.ts';
import { parseFilter } from './filter.ts';
import { type Location, locate } from './locate.ts';
import { memoizeLast } from './memoize-last.ts';
import { podOf, type Row } from './row.ts';
import { type ScreenLayout, selectLayout } from './screen-layout.ts';
import type { ScreenState } from './screen-state.ts';
import { selectNotices } from './select-notices.ts';
import { countRows, selectPods, selectRows, selectUnmatched } from './select-rows.ts';
import { selectTimeline } from './select-timeline.ts';

/** What the screen is computed from. */
export type ScreenInput = {
	/** The node as it is now; a frozen screen shows its own snapshot instead. */
	live: NodeState;
	screen: ScreenState;
	size: { columns: number; rows: number };
	options: AppOptions;
};

/** All that drawing and key handling need to know. */
export type ScreenModel = {
	node: NodeState;
	live: NodeState;
	view: NodeView;
	screen: ScreenState;
	options: AppOptions;
	layout: ScreenLayout;
	/** The pods that pass the filter, sorted. */
	pods: readonly PodView[];
	rows: readonly Row[];
	location: Location;
	selected?: Row;
	/** The pod the selected row belongs to. */
	pod?: PodView;
	/** The events that the timeline lists, oldest first. */
	events: readonly TimelineEntry[];
};

/** A selector with its own memory: moving the cursor or a tick of the clock filters and sorts nothing again. */
export function createSelectScreen(selectView: (node: NodeState) => NodeView): (input: ScreenInput) => ScreenModel {
	const matcher = memoizeLast((text: string) => {
		const parsed = parseFilter(text);
		return 'matches' in parsed ? parsed.matches : () => true;
	});
	const pods = memoizeLast(selectPods);
	const unmatched = memoizeLast(selectUnmatched);
	const rows = memoizeLast(selectRows);
	const rowCount = memoizeLast(countRows);
	const timeline = memoizeLast(selectTimeline);
	return ({ live, screen, size, options }) => {
		const node = screen.frozen ?? live;
		const view = selectView(node);
		const matches = matcher(screen.filter.applied);
		const scope = options.showAllNamespaces ? undefined : options.kubeNamespace;
		const shownPods = pods(view, matches, screen.sort, scope);
		const shownRows = rows(shownPods, unmatched(view, matches), screen.folds);
		const allRows = rowCount(view, screen.folds);
		const layout = selectLayout(size, selectNotices(node).length, screen.paneInFront, allRows);
		const location = locate(shownRows, screen.selection, layout.table);
		const selected = shownRows[location.index];
		const pod = podOf(selected);
		const events = timeline(node.timeline.events, screen.wholeNode ? undefined : pod);
		return {
			node,
			live,
			view,
			screen,
			options,
			layout,
			pods: shownPods,
			rows: shownRows,
			location,
			selected,
			pod,
			events,
		};
	};
}
