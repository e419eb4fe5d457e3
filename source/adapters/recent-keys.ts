/** Remembers the newest keys, so many of them: true for one that is not among them, which it then is. */
export function createRecentKeys(limit: number): (key: string) => boolean {
	const keys = new Set<string>();
	return (key) => {
		if (keys.has(key)) return false;
		keys.add(key);
		for (const oldest of keys) {
			if (keys.size <= limit) break;
			keys.delete(oldest);
		}
		return true;
	};
}
