/** Which texts belong to a key: mostly one, now and then several. */
export type FewByKey = {
	get(key: string): readonly string[];
	add(key: string, value: string): void;
	remove(key: string, value: string): void;
	/** The keys with more than one. */
	shared(): Iterable<string>;
};

export function createFewByKey(): FewByKey {
	// a list for each of 20,000 keys would be most of the room
	const single = new Map<string, string>();
	const several = new Map<string, readonly string[]>();
	const get = (key: string): readonly string[] => {
		const one = single.get(key);
		return one === undefined ? (several.get(key) ?? []) : [one];
	};
	const put = (key: string, [first, ...others]: readonly string[]) => {
		single.delete(key);
		several.delete(key);
		if (first === undefined) return;
		if (others.length === 0) single.set(key, first);
		else several.set(key, [first, ...others]);
	};
	return {
		get,
		add(key, value) {
			const known = get(key);
			if (!known.includes(value)) put(key, [...known, value]);
		},
		remove(key, value) {
			const known = get(key);
			if (known.includes(value))
				put(
					key,
					known.filter((other) => other !== value),
				);
		},
		shared: () => several.keys(),
	};
}
