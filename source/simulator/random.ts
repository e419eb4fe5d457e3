/** Repeatable chance: the same seed gives the same ids, delays and accidents. */
export type Random = {
	/** From 0 up to, but not including, 1. */
	next(): number;
	/** A whole number, both ends included. */
	between(low: number, high: number): number;
	/** Lower-case hexadecimal digits. */
	hex(length: number): string;
	/** A version 4 UUID. */
	uuid(): string;
	shuffle<T>(items: readonly T[]): T[];
};

/** Mulberry32, a 32-bit generator: small and good enough to make a node look alive. */
export function createRandom(seed: number): Random {
	let state = seed >>> 0;
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
	const hex = (length: number) => {
		let text = '';
		while (text.length < length)
			text += Math.floor(next() * 0x1_0000_0000)
				.toString(16)
				.padStart(8, '0');
		return text.slice(0, length);
	};
	const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
	return {
		next,
		between,
		hex,
		uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${(8 + between(0, 3)).toString(16)}${hex(3)}-${hex(12)}`,
		shuffle(items) {
			const mixed = [...items];
			for (let index = mixed.length - 1; index > 0; index--) {
				const other = between(0, index);
				[mixed[index], mixed[other]] = [mixed[other] as (typeof mixed)[number], mixed[index] as (typeof mixed)[number]];
			}
			return mixed;
		},
	};
}
