import type { KubeNode } from './kube-node.ts';
import {
	isFilledString,
	isJsonObject,
	type Normalized,
	nameKubeObject,
	trimKubeObject,
} from './normalize-kube-object.ts';

/** Takes a Node as it came over the wire: kept whole, without managedFields; refused without a name. */
export function normalizeKubeNode(wire: unknown): Normalized<KubeNode> {
	if (!isJsonObject(wire)) return { refused: 'it is no object' };
	if (!isJsonObject(wire.metadata) || !isFilledString(wire.metadata.name))
		return { refused: 'metadata.name is missing' };
	const { status } = wire;
	for (const field of ['conditions', 'addresses']) {
		const list = isJsonObject(status) ? (status[field] ?? []) : [];
		if (!Array.isArray(list) || !list.every(isJsonObject)) {
			return { refused: `${nameKubeObject(wire)}: status.${field} is no list of objects` };
		}
	}
	// checked above: everything else in the type is optional
	return { value: trimKubeObject(wire, 'Node') as unknown as KubeNode };
}
