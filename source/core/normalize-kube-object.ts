/** What came of a wire object: the value, or why it is refused, in words that fit behind the object's name. */
export type Normalized<T> = { value: T; refused?: undefined } | { value?: undefined; refused: string };

/** A JSON object: not null, no array. */
export type JsonObject = { readonly [key: string]: unknown };

export function isJsonObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isFilledString(value: unknown): value is string {
	return typeof value === 'string' && value !== '';
}

/**
 * Drops `metadata.managedFields`, the server's own bookkeeping and often half of the object, and names the object's type:
 * the items of a List come without `apiVersion` and `kind`, the objects of a watch with them.
 */
export function trimKubeObject(wire: JsonObject, kind: string): JsonObject {
	const { managedFields: _, ...metadata } = isJsonObject(wire.metadata) ? wire.metadata : {};
	return { apiVersion: 'v1', kind, ...wire, metadata };
}

/** `default/web` for messages, as far as the object tells. */
export function nameKubeObject(wire: unknown): string {
	const metadata = isJsonObject(wire) && isJsonObject(wire.metadata) ? wire.metadata : {};
	const name = isFilledString(metadata.name) ? metadata.name : '(no name)';
	return isFilledString(metadata.namespace) ? `${metadata.namespace}/${name}` : name;
}
