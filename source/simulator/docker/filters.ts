import { EngineError } from './engine-error.ts';

/** Docker's `filters` parameter: by name of the filter, the values of which one must match. */
export type Filters = ReadonlyMap<string, readonly string[]>;

/** Both shapes are in use: `{"type":["container"]}` and `{"type":{"container":true}}`. @throws EngineError 400 */
export function parseFilters(text: string | null): Filters {
	if (text === null || text === '') return new Map();
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		throw new EngineError(400, 'invalid filter: not JSON');
	}
	if (typeof value !== 'object' || value === null) throw new EngineError(400, 'invalid filter');
	return new Map(
		Object.entries(value).map(([name, wanted]) => [
			name,
			Array.isArray(wanted) ? wanted.map(String) : Object.keys(wanted as Record<string, unknown>),
		]),
	);
}

/** Whether labels carry each `key` or `key=value` wanted: several labels must all match. */
export function matchLabels(labels: Readonly<Record<string, string>>, wanted: readonly string[] = []): boolean {
	return wanted.every((each) => {
		const [key = '', ...value] = each.split('=');
		return value.length === 0 ? key in labels : labels[key] === value.join('=');
	});
}

/** Whether one of the wanted values suits; nothing wanted suits always. */
export function matchAny(wanted: readonly string[] | undefined, suits: (value: string) => boolean): boolean {
	return wanted === undefined || wanted.length === 0 || wanted.some(suits);
}
