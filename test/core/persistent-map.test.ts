import { describe, expect, it } from 'vitest';
import { PersistentMap } from '../../source/core/persistent-map.ts';

type Value = { n: number };
const number = (seed: number) => (seed * 7919 + 104_729) % 1_000_003;

/** A hundred versions, each made of an earlier one by a few changes; beside each a plain map that says the same. */
function makeVersions(seed: number, keys: number): { map: PersistentMap<Value>; plain: Map<string, Value> }[] {
	let last = seed;
	const below = (count: number) => {
		last = number(last);
		return last % count;
	};
	const versions = [{ map: PersistentMap.from<Value>([]), plain: new Map<string, Value>() }];
	while (versions.length < 100) {
		const from = versions[below(4) === 0 ? below(versions.length) : versions.length - 1];
		if (!from) break;
		const set = Array.from({ length: below(12) }, () => [`k${below(keys)}`, { n: below(9) }] as const);
		const remove = Array.from({ length: below(12) }, () => `k${below(keys)}`);
		const plain = new Map([...from.plain, ...set]);
		for (const key of remove) plain.delete(key);
		versions.push({ map: from.map.change(set, remove), plain });
	}
	return versions;
}

const sorted = (entries: Iterable<[string, Value]>) => [...entries].sort(([a], [b]) => (a < b ? -1 : 1));

describe.each([
	[1, 20],
	[2, 300],
	[3, 5_000],
])('versions made one of another (seed %i, %i keys)', (seed, keys) => {
	const versions = makeVersions(seed, keys);

	it('hold what plain maps would hold, the older ones too', () => {
		for (const { map, plain } of versions) {
			expect(map.size).toBe(plain.size);
			expect(sorted(map)).toEqual(sorted(plain));
			expect([...map.keys()]).toEqual([...map].map(([key]) => key));
			expect([...map.values()]).toEqual([...map].map(([, value]) => value));
			for (const [key, value] of plain) expect(map.get(key)).toBe(value);
			for (let key = 0; key < 20; key++) expect(map.has(`k${key}`)).toBe(plain.has(`k${key}`));
		}
	});

	it('know the keys in which two of them differ', () => {
		for (const [index, { map, plain }] of versions.entries()) {
			const other = versions[(index * 31) % versions.length];
			if (!other) continue;
			const all = new Set([...plain.keys(), ...other.plain.keys()]);
			const differing = [...all].filter((key) => plain.get(key) !== other.plain.get(key));
			expect([...map.changedKeys(other.map)].sort()).toEqual(differing.sort());
		}
	});
});

describe('a persistent map', () => {
	const one = { n: 1 };

	it('keeps the order of insertion', () => {
		const map = PersistentMap.from([
			['b', one],
			['a', one],
		]).change([
			['c', one],
			['b', { n: 2 }],
		]);
		expect([...map.keys()]).toEqual(['b', 'a', 'c']);
		expect(map.placeOf('b')).toBeLessThan(map.placeOf('c') ?? -1);
		expect(map.placeOf('x')).toBeUndefined();
		const told: string[] = [];
		map.forEach((_, key) => {
			told.push(key);
		});
		expect(told).toEqual(['b', 'a', 'c']);
	});

	it('is the same one when a change changes nothing', () => {
		const map = PersistentMap.from([['a', one]]);
		expect(map.change([['a', one]], ['x'])).toBe(map);
		expect(PersistentMap.of(map)).toBe(map);
		expect(PersistentMap.of<Value>(undefined).size).toBe(0);
	});

	it('does not remember keys that are gone for ever', () => {
		let map = PersistentMap.from<Value>([]);
		const first = map;
		for (let index = 0; index < 5_000; index++) map = map.change([[`k${index}`, one]], [`k${index - 1}`]);
		expect([...map.keys()]).toEqual(['k4999']);
		// it has moved together: a key's place would be 4999 otherwise
		expect(map.placeOf('k4999')).toBeLessThan(600);
		expect(map.sharesPlaces(first)).toBe(false);
	});
});
