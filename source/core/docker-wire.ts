/** A JSON object from outside, nothing about it checked yet. */
export type WireObject = Readonly<Record<string, unknown>>;

/** The value as an object; an empty one for anything else, so that reading on finds nothing instead of failing. */
export function wireObject(value: unknown): WireObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as WireObject) : {};
}

/** The value as a text; an empty text counts as absent, because Go writes "" for it. */
export function wireString(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The value as a whole number, also when it comes as digits (event attributes are all texts). */
export function wireInteger(value: unknown): number | undefined {
	const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
	return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined;
}

/** A map of texts (labels); other values in it are left out. */
export function wireLabels(value: unknown): Record<string, string> {
	const entries = Object.entries(wireObject(value));
	return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
