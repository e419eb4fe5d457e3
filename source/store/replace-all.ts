import { PersistentMap } from '../core/persistent-map.ts';

/**
 * What a listing says, in its order. Where it has the same keys as before in the same order only what differs is changed, and the
 * same map is returned when nothing does.
 */
export function replaceAll<V extends object>(
	before: ReadonlyMap<string, V> | undefined,
	listed: readonly (readonly [string, V])[],
): PersistentMap<V> {
	const isSameOrder = before?.size === listed.length && hasKeys(before, listed);
	return isSameOrder ? PersistentMap.of(before).change(listed) : PersistentMap.from(listed);
}

function hasKeys(map: ReadonlyMap<string, unknown>, listed: readonly (readonly [string, unknown])[]): boolean {
	let index = 0;
	for (const key of map.keys()) if (listed[index++]?.[0] !== key) return false;
	return true;
}
