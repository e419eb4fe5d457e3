import { podUidLabel } from '../pod-label.ts';
import type { SimulatedContainer } from './container.ts';
import { EngineError } from './engine-error.ts';

/** The containers Docker has a record of, by id, name and pod. */
export type ContainerTable = {
	add(container: SimulatedContainer): void;
	remove(id: string): void;
	get(id: string): SimulatedContainer | undefined;
	/** By full id, name or a beginning of an id that only one has. @throws EngineError 404, 400 when ambiguous */
	resolve(reference: string): SimulatedContainer;
	/** Newest first. */
	list(): SimulatedContainer[];
	/** Of one pod, by the label that the kubelet sets; newest first. */
	ofPod(uid: string): SimulatedContainer[];
	hasName(name: string): boolean;
};

export function createContainerTable(): ContainerTable {
	const byId = new Map<string, SimulatedContainer>();
	const byName = new Map<string, SimulatedContainer>();
	const byPod = new Map<string, Map<string, SimulatedContainer>>();
	return {
		add(container) {
			byId.set(container.id, container);
			byName.set(container.name, container);
			const uid = container.labels[podUidLabel];
			if (uid === undefined) return;
			const pod = byPod.get(uid) ?? new Map<string, SimulatedContainer>();
			byPod.set(uid, pod.set(container.id, container));
		},
		remove(id) {
			const container = byId.get(id);
			if (container === undefined) return;
			byId.delete(id);
			byName.delete(container.name);
			const uid = container.labels[podUidLabel] ?? '';
			byPod.get(uid)?.delete(id);
			if (byPod.get(uid)?.size === 0) byPod.delete(uid);
		},
		get: (id) => byId.get(id),
		resolve(reference) {
			const exact = byId.get(reference) ?? byName.get(reference.replace(/^\//, ''));
			if (exact !== undefined) return exact;
			const matches = /^[0-9a-f]+$/.test(reference) ? [...byId.keys()].filter((id) => id.startsWith(reference)) : [];
			if (matches.length > 1) {
				throw new EngineError(400, `Multiple IDs found with provided prefix: ${reference}`);
			}
			const found = byId.get(matches[0] ?? '');
			if (found === undefined) throw new EngineError(404, `No such container: ${reference}`);
			return found;
		},
		list: () => [...byId.values()].reverse(),
		ofPod: (uid) => [...(byPod.get(uid)?.values() ?? [])].reverse(),
		hasName: (name) => byName.has(name),
	};
}
