/** Reproducible random numbers (mulberry32): the same seed gives the same sequence, each in [0, 1). */
export function createRandom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

const ranges: readonly (readonly [from: number, to: number])[] = [
	[0x20, 0x7e],
	[0x20, 0x7e],
	[0xa0, 0x24f],
	[0x300, 0x36f],
	[0x5d0, 0x6ff],
	[0x900, 0x97f],
	[0x1100, 0x11ff],
	[0x200b, 0x200f],
	[0x2500, 0x25ff],
	[0x3040, 0x30ff],
	[0x4e00, 0x4eff],
	[0xac00, 0xacff],
	[0xd800, 0xdfff],
	[0xfe00, 0xfe0f],
	[0xff00, 0xffef],
	[0x1_f1e6, 0x1_f1ff],
	[0x1_f3fb, 0x1_f3ff],
	[0x1_f440, 0x1_f680],
	[0x200d, 0x200d],
	[0, 0x1f],
];

/** Text of up to `maxLength` code points of all sorts, joiners, lone surrogates and controls among them. */
export function makeText(random: () => number, maxLength: number): string {
	const length = Math.floor(random() * (maxLength + 1));
	return Array.from({ length }, () => {
		const [from, to] = ranges[Math.floor(random() * ranges.length)] ?? [0x20, 0x7e];
		return String.fromCodePoint(from + Math.floor(random() * (to - from + 1)));
	}).join('');
}
