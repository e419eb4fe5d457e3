import { useEffect } from 'react';
import type { ScreenAction } from '../state/screen-action.ts';
import type { ScreenModel } from '../state/screen-model.ts';

/**
 * When the selected row has gone, what stands in its place becomes the selection for good: otherwise the cursor would wander
 * with every row that comes or goes above. Not while a filter is typed, which may bring the row back.
 */
export function useKeptSelection(
	{ screen, selected, location }: ScreenModel,
	dispatch: (action: ScreenAction) => void,
): void {
	const { selection, filter } = screen;
	const key = selected?.key;
	const { index, top } = location;
	const isLost = selection !== undefined && key !== undefined && key !== selection.key && !filter.editing;
	useEffect(() => {
		if (isLost && key !== undefined) dispatch({ type: 'select', selection: { key, index, line: index - top } });
	}, [isLost, key, index, top, dispatch]);
}
