import { useEffect } from 'react';
import type { AppEffects } from '../app-contract.ts';
import type { ScreenAction } from '../state/screen-action.ts';
import type { ScreenState } from '../state/screen-state.ts';

/** Reads what the details overlay is about, each time it asks. */
export function useDetails(
	{ overlay }: ScreenState,
	readDetails: AppEffects['readDetails'],
	dispatch: (action: ScreenAction) => void,
): void {
	const details = overlay?.kind === 'details' ? overlay : undefined;
	const target = details?.target;
	const request = details?.request;
	useEffect(() => {
		if (!target || request === undefined) return;
		readDetails(target).then(
			(text) => dispatch({ type: 'details-read', request, text }),
			(error: unknown) =>
				dispatch({ type: 'details-read', request, error: error instanceof Error ? error.message : String(error) }),
		);
	}, [target, request, readDetails, dispatch]);
}
