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
import { createMeasure, type RowGroup } from './measure-groups.ts';

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
	const podColumnsOf = memoizeLast(selectPodColumns);
	const containerColumnsOf = memoizeLast(selectContainerColumns);
	const podPlaces = memoizeLast(createPlacePods());
	const containerPlaces = memoizeLast(createPlaceContainers());
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
			pods: podPlaces(pods, podColumnsOf(form.usage, options.showAllNamespaces), columns, gap, form, sorted, context),
			containers: containerPlaces(
				pods,
				view.unmatched,
				screen.folds,
				containerColumnsOf(form.usage),
				columns,
				gap,
				form,
				context,
			),
			gap,
		};
	};
}

function selectPodColumns(usage: boolean, withNamespace: boolean): readonly Column<PodView>[] {
	const all = usage ? insertAfter(podColumns, 'age', podUsageColumns) : podColumns;
	return all.filter(({ id }) => withNamespace || id !== 'namespace');
}

/** These lines have no header, so a column without content needs no room. */
function selectContainerColumns(usage: boolean): readonly Column<ContainerRow>[] {
	const all = usage ? insertAfter(containerColumns, 'attempt', containerUsageColumns) : containerColumns;
	return all.map((column) => ({ ...column, title: '' }));
}

function createPlacePods() {
	const measure = createMeasure<PodView>();
	return (
		pods: readonly PodView[],
		candidates: readonly Column<PodView>[],
		columns: number,
		gap: number,
		{ wide }: TableForm,
		sorted: string | undefined,
		context: ColumnContext,
	): Place<PodView>[] => {
		const groups = pods.map((pod): RowGroup<PodView> => ({ key: pod, uid: pod.uid, rows: () => [pod] }));
		const measured = measure(candidates, groups, context).map(({ column, natural }) => {
			// the sorted column's title has a sign behind it
			const title = (column.screenTitle ?? column.title).length + (column.id === sorted ? 1 : 0);
			return { column, natural: Math.max(natural, title) };
		});
		const fitInto = (room: number) => fitColumns(measured, room, { gap, wide });
		const places = fitInto(columns - margin - foldWidth);
		// before the fold sign stands one space only, if anything stands there
		return places[0]?.column.id === 'namespace' ? fitInto(columns - margin - foldWidth - 1 + gap) : places;
	};
}

function createPlaceContainers() {
	const measure = createMeasure<ContainerRow>();
	return (
		pods: readonly PodView[],
		unmatched: readonly UnmatchedView[],
		folds: Folds,
		candidates: readonly Column<ContainerRow>[],
		columns: number,
		gap: number,
		{ wide }: TableForm,
		context: ColumnContext,
	): Place<ContainerRow>[] => {
		const unfolded = pods.filter(({ uid }) => isUnfolded(folds, uid));
		const groups = [
			...unfolded.map((pod) => ({ key: pod, uid: pod.uid, rows: () => selectContainerRows(pod) })),
			...unmatched.map((container) => ({ key: container, rows: () => [asContainerRow(container)] })),
		];
		const measured = measure(candidates, groups, context).filter(({ natural }) => natural > 0);
		return fitColumns(measured, columns - indent, { gap, wide });
	};
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
