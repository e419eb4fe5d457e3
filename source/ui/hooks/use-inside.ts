import { useEffect, useMemo } from 'react';
import type { AppEffects, InsideWish } from '../app-contract.ts';

/** Has the pods looked into that the screen shows from inside, and no others. */
export function useInside(wish: InsideWish | undefined, watchInside: AppEffects['watchInside']): void {
	// the same wish is made anew with each frame
	const text = wish && JSON.stringify(wish);
	const wanted = useMemo(() => (text === undefined ? undefined : (JSON.parse(text) as InsideWish)), [text]);
	useEffect(() => {
		watchInside(wanted);
	}, [wanted, watchInside]);
	useEffect(
		() => () => {
			watchInside(undefined);
		},
		[watchInside],
	);
}
