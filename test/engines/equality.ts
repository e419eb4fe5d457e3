import { until } from '../helpers/engine-until.ts';
import { compareDocuments } from './compare-documents.ts';
import type { Document } from './document.ts';

/** What a comparison found at a moment at which nothing changed. */
export type Equality = { differences: string[]; actual: Document; truth: Document };

/**
 * Asks for the truth, the program and the truth again, until both truths are one: what the program said in between has
 * to be the same. A difference at such a moment is final; it is not tried again.
 */
export async function compareAtRest(
	readTruth: () => Promise<Document>,
	readActual: () => Promise<Document>,
	seconds = 60,
): Promise<Equality> {
	return until('a moment at which nothing changes', seconds, async () => {
		const before = await readTruth();
		const actual = await readActual();
		const truth = await readTruth();
		if (compareDocuments(before, truth).length > 0) return undefined;
		return { differences: compareDocuments(actual, truth), actual, truth };
	});
}

/**
 * A document without what another container engine on the same machine runs: pausetop shows it too, because /proc does,
 * but this engine's docker command knows nothing of it.
 */
export function withoutForeign(document: Document): Document {
	const isForeign = ({ sandboxes, containers }: Document['pods'][number]) =>
		[...sandboxes, ...containers].length > 0 &&
		[...sandboxes, ...containers].every(({ runtime }) => runtime === undefined);
	return {
		...document,
		pods: document.pods.filter((pod) => pod.matched !== 'runtime' || !isForeign(pod)),
		unmatched: document.unmatched.filter(({ runtime }) => runtime !== 'unknown'),
	};
}
