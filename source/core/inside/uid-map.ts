/** From an id as the reader sees it to the id inside a user namespace. Undefined: it has none there. */
export type MapUid = (uid: number) => number | undefined;

/** Reads /proc/PID/uid_map (user_namespaces(7)): lines `inside outside length`. Without a readable line every id is its own. */
export function parseUidMap(text: string): MapUid {
	const ranges = text.split('\n').flatMap((line) => {
		const [inside, outside, length] = line.trim().split(/\s+/).map(Number);
		return inside !== undefined && outside !== undefined && length ? [{ inside, outside, length }] : [];
	});
	if (ranges.length === 0) return (uid) => uid;
	return (uid) => {
		const range = ranges.find(({ outside, length }) => uid >= outside && uid < outside + length);
		return range && uid - range.outside + range.inside;
	};
}
