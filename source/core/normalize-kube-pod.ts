import type { KubePod } from './kube-pod.ts';
import {
	isFilledString,
	isJsonObject,
	type JsonObject,
	type Normalized,
	nameKubeObject,
	trimKubeObject,
} from './normalize-kube-object.ts';

/**
 * Takes a Pod as it came over the wire. The object is kept whole, without managedFields; refused is one on which the rest
 * of the program would trip: without identity, without containers, or with a list that is none.
 */
export function normalizeKubePod(wire: unknown): Normalized<KubePod> {
	const fault = isJsonObject(wire) ? findFault(wire) : 'it is no object';
	if (!isJsonObject(wire) || fault) return { refused: `${nameKubeObject(wire)}: ${fault}` };
	// checked above: everything else in the type is optional
	return { value: trimKubeObject(wire, 'Pod') as unknown as KubePod };
}

function findFault(wire: JsonObject): string | undefined {
	const { metadata, spec, status } = wire;
	if (!isJsonObject(metadata)) return 'metadata is missing';
	for (const field of ['name', 'namespace', 'uid']) {
		if (!isFilledString(metadata[field])) return `metadata.${field} is missing`;
	}
	if (!isJsonObject(spec)) return 'spec is missing';
	if (!Array.isArray(spec.containers)) return 'spec.containers is missing';
	if (status !== undefined && !isJsonObject(status)) return 'status is no object';
	return (
		findMapFault(metadata, 'metadata', ['labels', 'annotations']) ??
		findListFault(spec, 'spec', 'name', ['containers', 'initContainers', 'ephemeralContainers']) ??
		findListFault(status ?? {}, 'status', 'name', [
			'containerStatuses',
			'initContainerStatuses',
			'ephemeralContainerStatuses',
		]) ??
		findListFault(status ?? {}, 'status', 'type', ['conditions'])
	);
}

function findMapFault(parent: JsonObject, path: string, fields: readonly string[]): string | undefined {
	const field = fields.find((field) => !isAbsent(parent[field]) && !isJsonObject(parent[field]));
	return field && `${path}.${field} is no object`;
}

/** Each list must be a list of objects that carry `key`, which is what identifies them within the list. */
function findListFault(parent: JsonObject, path: string, key: string, fields: readonly string[]): string | undefined {
	for (const field of fields) {
		const list = parent[field];
		if (isAbsent(list)) continue;
		if (!Array.isArray(list)) return `${path}.${field} is no list`;
		if (!list.every((item) => isJsonObject(item) && isFilledString(item[key]))) {
			return `${path}.${field} has an entry without ${key}`;
		}
	}
	return undefined;
}

function isAbsent(value: unknown): boolean {
	return value === undefined || value === null;
}
