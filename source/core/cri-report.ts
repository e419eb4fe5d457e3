import { parseCriInfoDocument } from './cri-info.ts';
import { wireObject, wireString } from './docker-wire.ts';

/** One of the runtime's own conditions: `RuntimeReady`, `NetworkReady`. */
export type CriCondition = { type: string; status: boolean; reason?: string; message?: string };

/** What CRI's Status (verbose) tells about the runtime as a whole. */
export type CriRuntimeStatus = {
	conditions: readonly CriCondition[];
	/** Names of the runtime handlers; the default one is an empty name. Absent before CRI of Kubernetes 1.30. */
	handlers?: readonly string[];
	/** The image that pauses are made of, where the runtime tells: containerd, and CRI-O since 1.2x. */
	pauseImage?: string;
};

/** An image as far as it matters whether pauses can be made of it. */
export type CriImage = { id: string; names: readonly string[]; pinned: boolean };

/** Reads a StatusResponse. What is missing stays unknown. */
export function normalizeCriRuntimeStatus(wire: unknown): CriRuntimeStatus {
	const answer = wireObject(wire);
	const handlers = wireList(answer.runtimeHandlers).map((handler) => wireString(wireObject(handler).name) ?? '');
	return {
		conditions: wireList(wireObject(answer.status).conditions).flatMap(normalizeCondition),
		...(handlers.length > 0 && { handlers }),
		pauseImage: selectPauseImage(answer.info),
	};
}

/** Reads one entry of ListImages. */
export function normalizeCriImage(wire: unknown): CriImage {
	const { id, repoTags, repoDigests, pinned } = wireObject(wire);
	const names = [...wireList(repoTags), ...wireList(repoDigests)].filter((name) => typeof name === 'string');
	return { id: wireString(id) ?? '', names, pinned: pinned === true };
}

function normalizeCondition(wire: unknown): CriCondition[] {
	const { type, status, reason, message } = wireObject(wire);
	const name = wireString(type);
	return name
		? [{ type: name, status: status === true, reason: wireString(reason), message: wireString(message) }]
		: [];
}

/** containerd 1.x keeps its settings as JSON text under `config`, with `sandboxImage`; 2.x has it among the pinned images. */
function selectPauseImage(info: unknown): string | undefined {
	const config = wireObject(parseCriInfoDocument(info).config);
	return (
		wireString(config.sandboxImage) ??
		wireString(config.pauseImage) ??
		wireString(wireObject(wireObject(config.imageConfig).pinnedImages).sandbox)
	);
}

function wireList(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}
