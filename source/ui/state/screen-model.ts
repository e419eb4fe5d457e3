import type { NodeState, TimelineEntry } from '../../core/node-state.ts';
import type { NodeView, PodView } from '../../core/node-view.ts';
import type { NodeStories } from '../../store/select-stories.ts';
import type { AppOptions } from '../app-contract.ts';
import { matchesAll, parseFilter } from './filter.ts';
import { type FindingIndex, indexFindings } from './finding-index.ts';
import { type Location, locate } from './locate.ts';
import { type Marked, selectMarked } from './marks.ts';
import { memoizeLast } from './memoize-last.ts';
import { podOf, type Row } from './row.ts';
import { placeNews, placeSheet, type ScreenLayout, selectLayout } from './screen-layout.ts';
import type { ScreenState } from './screen-state.ts';
import { type ActionNews, selectActionNews } from './select-action-news.ts';
import { selectNotices } from './select-notices.ts';
import { countRows, selectPods, selectRows, selectUnmatched } from './select-rows.ts';
import { createSelectSheet, type SheetView } from './select-sheet-view.ts';
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
	/** The events that the timeline lists, oldest first; none while another pane is in front. */
	events: readonly TimelineEntry[];
	/** The restart stories of the node and of its pods. */
	stories: NodeStories;
	/** The findings of the pods. */
	findings: FindingIndex;
	/** The marked pods or containers that exist. */
	marked: readonly Marked[];
	/** The menu of actions, if it is open, by what is known now: also of a frozen screen. */
	sheet?: SheetView;
	/** What there is to say of actions that run or have just ended. */
	news: ActionNews;
};

const noEvents: readonly TimelineEntry[] = [];
const noStories: NodeStories = { stories: [], byPod: new Map(), dropped: 0 };

/** A selector with its own memory: moving the cursor or a tick of the clock filters and sorts nothing again. */
export function createSelectScreen(
	selectView: (node: NodeState) => NodeView,
	selectStories: (node: NodeState) => NodeStories = () => noStories,
): (input: ScreenInput) => ScreenModel {
	const matcher = memoizeLast((text: string) => {
		const parsed = parseFilter(text);
		return 'matches' in parsed ? parsed.matches : matchesAll;
	});
	const pods = memoizeLast(selectPods);
	const unmatched = memoizeLast(selectUnmatched);
	const rows = memoizeLast(selectRows);
	const rowCount = memoizeLast(countRows);
	const timeline = memoizeLast(selectTimeline);
	const marks = memoizeLast(selectMarked);
	const findingIndex = memoizeLast(indexFindings);
	const selectSheet = createSelectSheet();
	return ({ live, screen, size, options }) => {
		const node = screen.frozen ?? live;
		const view = selectView(node);
		const matches = matcher(screen.filter.applied);
		const scope = options.showAllNamespaces ? undefined : options.kubeNamespace;
		const findings = findingIndex(node.findings.findings);
		// findings that come and go sort nothing again where they are not looked for
		const sought = screen.filter.applied === '' ? undefined : findings;
		const shownPods = pods(view, matches, screen.sort, scope, sought);
		const shownRows = rows(shownPods, unmatched(view, matches), screen.folds);
		const allRows = rowCount(view, screen.folds);
		const news = selectActionNews(live, screen.seenActions);
		const layout = selectScreenLayout(size, node, screen, allRows, news);
		const location = locate(shownRows, screen.selection, layout.table);
		const selected = shownRows[location.index];
		const pod = podOf(selected);
		// a hidden pane costs nothing
		const events =
			screen.pane === 'timeline' ? timeline(node.timeline.events, screen.wholeNode ? undefined : pod) : noEvents;
		const sheet = screen.sheet && selectSheet(screen.sheet, selectView(live), live, selectStories(live).byPod);
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
			stories: selectStories(node),
			findings,
			marked: marks(view, screen.marks),
			sheet,
			news,
		};
	};
}

function selectScreenLayout(
	size: ScreenInput['size'],
	node: NodeState,
	screen: ScreenState,
	rowCount: number,
	news: ActionNews,
): ScreenLayout {
	const layout = selectLayout(size, selectNotices(node).length, screen.paneInFront, rowCount);
	if (screen.sheet) return placeSheet(layout);
	return screen.remark !== undefined || news.running.length + news.ended.length > 0 ? placeNews(layout) : layout;
}
