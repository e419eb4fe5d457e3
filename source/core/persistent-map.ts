/** How many entries are copied for a change of one of them. */
const chunkSize = 64;
/** How many places of removed keys are put up with before the rest moves together. */
const looseness = 256;

/** Which place each key has. Shared by all maps that came of one another: a key never gets another place among them. */
type Places = { byKey: Map<string, number>; keys: string[] };
type Chunk<V> = readonly (V | undefined)[];

/**
 * A map that is never changed: `change` gives another one that shares with this one all that stays. What changed between two
 * of them is found without looking at the rest. In the order of insertion, except that a key that comes back after its removal may
 * stand where it stood before.
 */
export class PersistentMap<V extends object> implements ReadonlyMap<string, V> {
	readonly size: number;
	readonly #places: Places;
	readonly #chunks: readonly Chunk<V>[];

	private constructor(places: Places, chunks: readonly Chunk<V>[], size: number) {
		this.#places = places;
		this.#chunks = chunks;
		this.size = size;
	}

	/** Of several entries with one key the last one counts, at the place of the first. */
	static from<V extends object>(entries: Iterable<readonly [string, V]>): PersistentMap<V> {
		return new PersistentMap<V>({ byKey: new Map(), keys: [] }, [], 0).change(entries);
	}

	/** The same map where it is one already. */
	static of<V extends object>(map: ReadonlyMap<string, V> = new Map()): PersistentMap<V> {
		return map instanceof PersistentMap ? map : PersistentMap.from(map);
	}

	/** Sets, then removes. The same map when that changes nothing. */
	change(set: Iterable<readonly [string, V]>, remove: Iterable<string> = []): PersistentMap<V> {
		const draft = new Draft(this.#places, this.#chunks, this.size);
		for (const [key, value] of set) draft.set(key, value);
		for (const key of remove) draft.remove(key);
		if (!draft.hasChanged) return this;
		const next = new PersistentMap<V>(this.#places, draft.chunks, draft.size);
		const isLoose = this.#places.keys.length > 2 * next.size + looseness;
		return isLoose ? PersistentMap.from(next) : next;
	}

	get(key: string): V | undefined {
		const place = this.#places.byKey.get(key);
		return place === undefined ? undefined : valueAt(this.#chunks, place);
	}

	has(key: string): boolean {
		return this.get(key) !== undefined;
	}

	/** Where a key stands among the others: comparable within this map and those that `sharesPlaces` with it. */
	placeOf(key: string): number | undefined {
		return this.has(key) ? this.#places.byKey.get(key) : undefined;
	}

	/** Whether keys that both have stand in the same places in both. */
	sharesPlaces(other: PersistentMap<V>): boolean {
		return this.#places === other.#places;
	}

	/** The keys whose values are not the same objects in both, once each. */
	*changedKeys(before: PersistentMap<V>): Generator<string> {
		if (before === this) return;
		if (!this.sharesPlaces(before)) {
			for (const [key, value] of this) if (before.get(key) !== value) yield key;
			for (const key of before.keys()) if (!this.has(key)) yield key;
			return;
		}
		const count = Math.max(this.#chunks.length, before.#chunks.length);
		for (let index = 0; index < count; index++) {
			const [own, other] = [this.#chunks[index], before.#chunks[index]];
			if (own !== other) yield* changedIn(this.#places, index * chunkSize, own, other);
		}
	}

	*entries(): MapIterator<[string, V]> {
		for (const [index, chunk] of this.#chunks.entries()) {
			for (let offset = 0; offset < chunk.length; offset++) {
				const value = chunk[offset];
				if (value !== undefined) yield [keyAt(this.#places, index * chunkSize + offset), value];
			}
		}
	}

	*keys(): MapIterator<string> {
		for (const [key] of this.entries()) yield key;
	}

	*values(): MapIterator<V> {
		for (const chunk of this.#chunks) {
			for (const value of chunk) if (value !== undefined) yield value;
		}
	}

	[Symbol.iterator](): MapIterator<[string, V]> {
		return this.entries();
	}

	forEach(callback: (value: V, key: string, map: ReadonlyMap<string, V>) => void, thisArg?: unknown): void {
		for (const [key, value] of this.entries()) callback.call(thisArg, value, key, this);
	}
}

/** A map on its way to the next one: each chunk is copied once, however much changes in it. */
class Draft<V extends object> {
	readonly chunks: (readonly (V | undefined)[])[];
	size: number;
	hasChanged = false;
	readonly #places: Places;
	readonly #own = new Map<number, (V | undefined)[]>();

	constructor(places: Places, chunks: readonly Chunk<V>[], size: number) {
		this.#places = places;
		this.chunks = [...chunks];
		this.size = size;
	}

	set(key: string, value: V): void {
		const { byKey, keys } = this.#places;
		let place = byKey.get(key);
		if (place === undefined) {
			place = keys.push(key) - 1;
			byKey.set(key, place);
		}
		this.#put(place, value);
	}

	remove(key: string): void {
		const place = this.#places.byKey.get(key);
		if (place !== undefined) this.#put(place, undefined);
	}

	#put(place: number, value: V | undefined): void {
		const before = valueAt(this.chunks, place);
		if (before === value) return;
		this.hasChanged = true;
		this.size += (value === undefined ? 0 : 1) - (before === undefined ? 0 : 1);
		this.#ownChunk(Math.floor(place / chunkSize))[place % chunkSize] = value;
	}

	#ownChunk(index: number): (V | undefined)[] {
		const known = this.#own.get(index);
		if (known) return known;
		// places taken by a sibling of this map are holes here
		while (this.chunks.length <= index) this.chunks.push(emptyChunk);
		const copy: (V | undefined)[] = [...(this.chunks[index] ?? [])];
		while (copy.length < chunkSize) copy.push(undefined);
		this.chunks[index] = copy;
		this.#own.set(index, copy);
		return copy;
	}
}

const emptyChunk: readonly undefined[] = [];

function valueAt<V>(chunks: readonly Chunk<V>[], place: number): V | undefined {
	return chunks[Math.floor(place / chunkSize)]?.[place % chunkSize];
}

function keyAt({ keys }: Places, place: number): string {
	return keys[place] ?? '';
}

function* changedIn<V>(
	places: Places,
	first: number,
	own: Chunk<V> | undefined,
	other: Chunk<V> | undefined,
): Generator<string> {
	for (let offset = 0; offset < chunkSize; offset++) {
		if (own?.[offset] !== other?.[offset]) yield keyAt(places, first + offset);
	}
}
