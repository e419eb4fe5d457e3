import { podColumns } from '../columns/pod-columns.ts';
import type { Sort } from '../state/screen-state.ts';

const sortable = podColumns.filter(({ compare }) => compare).map(({ id }) => id);

/** The columns one after another, then kubectl's order again; or the same one the other way round. */
export function nextSort(sort: Sort | undefined, how: 'sort' | 'invert-sort'): Sort | undefined {
	const [first] = sortable;
	if (how === 'invert-sort') {
		return sort
			? { ...sort, descending: !sort.descending }
			: first === undefined
				? undefined
				: { column: first, descending: true };
	}
	const column = sortable[sort ? sortable.indexOf(sort.column) + 1 : 0];
	return column === undefined ? undefined : { column, descending: false };
}
