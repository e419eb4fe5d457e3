import type { PodView, UnmatchedView } from '../../core/node-view.ts';
import type { Column, ColumnContext } from '../columns/column.ts';
import { containerColumns } from '../columns/container-columns.ts';
import { type ContainerRow, selectContainerRows } from '../columns/container-row.ts';
import { fitColumns, type Place } from '../columns/fit-columns.ts';
import type { InsideIndex } from '../columns/inside-index.ts';
import { podColumns } from '../columns/pod-columns.ts';
import { containerUsageColumns, podUsageColumns } from '../columns/usage-columns.ts';
import { memoizeLast } from '../state/memoize-last.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import { type Folds, isUnfolded } from '../state/screen-state.ts';
import { selectInsideIndex } from '../state/select-inside-index.ts';
import { hasSeveralRuntimes } from '../state/several-runtimes.ts';
import { measureColumns } from './cells.ts';

/** Room for the selection's marker. */
export const margin = 1;
/** A pod's fold sign and a space. */
export const foldWidth = 2;
/** Where the lines under a pod begin. */
export const indent = 3;

const day = 24 * 3_600_000;

/** Which columns the table has, and how wide they are. */
export type TablePlaces = {
	pods: readonly Place<PodView>[];
	containers: readonly Place<ContainerRow>[];
	/** Spaces between columns. */
	gap: number;
};

/** Which columns the reader has asked for. */
type TableForm = { wide: boolean; usage: boolean };

/** Decides about the columns anew only when node, folds or terminal have changed, or a day is over: not as ages grow. */
export function createSelectPlaces(): (model: ScreenModel) => TablePlaces {
	const contextOf = memoizeLast(
		(
			today: number,
			ascii: boolean,
			severalRuntimes: boolean,
			stories: ColumnContext['stories'],
			inside: InsideIndex,
		): ColumnContext => ({ now: today * day, ascii, severalRuntimes, stories, ...inside }),
	);
	const formOf = memoizeLast((wide: boolean, usage: boolean): TableForm => ({ wide, usage }));
	const podPlaces = memoizeLast(placePods);
	const containerPlaces = memoizeLast(placeContainers);
	return (model) => {
		const { node, view, pods, layout, screen, options } = model;
		const { columns } = layout;
		const gap = columns < 60 ? 1 : 2;
		const today = Math.ceil(node.now / day);
		const inside = selectInsideIndex(node.inside);
		const context = contextOf(today, options.ascii, hasSeveralRuntimes(node), model.stories.byPod, inside);
		const form = formOf(screen.wide, screen.usage);
		const sorted = screen.sort?.column;
		return {
			pods: podPlaces(pods, columns, gap, form, options.showAllNamespaces, sorted, context),
			containers: containerPlaces(pods, view.unmatched, screen.folds, columns, gap, form, context),
			gap,
		};
	};
}

function placePods(
	pods: readonly PodView[],
	columns: number,
	gap: number,
	form: TableForm,
	withNamespace: boolean,
	sorted: string | undefined,
	context: ColumnContext,
): Place<PodView>[] {
	const all = form.usage ? insertAfter(podColumns, 'age', podUsageColumns) : podColumns;
	const candidates = all.filter(({ id }) => withNamespace || id !== 'namespace');
	const measured = measureColumns(candidates, pods, context).map(({ column, natural }) => {
		// the sorted column's title has a sign behind it
		const title = (column.screenTitle ?? column.title).length + (column.id === sorted ? 1 : 0);
		return { column, natural: Math.max(natural, title) };
	});
	const fitInto = (room: number) => fitColumns(measured, room, { gap, wide: form.wide });
	const places = fitInto(columns - margin - foldWidth);
	// before the fold sign stands one space only, if anything stands there
	return places[0]?.column.id === 'namespace' ? fitInto(columns - margin - foldWidth - 1 + gap) : places;
}

function placeContainers(
	pods: readonly PodView[],
	unmatched: readonly UnmatchedView[],
	folds: Folds,
	columns: number,
	gap: number,
	form: TableForm,
	context: ColumnContext,
): Place<ContainerRow>[] {
	const inPods = pods.filter(({ uid }) => isUnfolded(folds, uid)).flatMap(selectContainerRows);
	const rows = [...inPods, ...unmatched.map(asContainerRow)];
	// these lines have no header, so a column without content needs no room
	const all = form.usage ? insertAfter(containerColumns, 'attempt', containerUsageColumns) : containerColumns;
	const untitled = all.map((column) => ({ ...column, title: '' }));
	const measured = measureColumns(untitled, rows, context).filter(({ natural }) => natural > 0);
	return fitColumns(measured, columns - indent, { gap, wide: form.wide });
}

function insertAfter<Row>(
	columns: readonly Column<Row>[],
	id: string,
	others: readonly Column<Row>[],
): readonly Column<Row>[] {
	return columns.flatMap((column) => (column.id === id ? [column, ...others] : [column]));
}

/** A container without a pod stands in the same columns as the others; whose namespaces it has, nobody asks. */
export function asContainerRow(container: UnmatchedView): ContainerRow {
	return { role: 'container', container: { ...container, kind: 'unknown', current: true } };
}
