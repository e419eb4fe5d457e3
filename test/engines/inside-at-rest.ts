import { isDeepStrictEqual } from 'node:util';
import { until } from '../helpers/engine-until.ts';

/**
 * Asks for the truth, the program and the truth again, until both truths are one: a colleague of this test may have replaced the
 * pod, or something in it may have ended meanwhile. What the program said in between has to be true.
 */
export function readAtRest<Truth, Actual>(
	readTruth: () => Promise<Truth>,
	readActual: () => Promise<Actual>,
	isSame: (before: Truth, after: Truth) => boolean = isDeepStrictEqual,
): Promise<{ truth: Truth; actual: Actual }> {
	return until('a moment at which nothing changes', 30, async () => {
		const before = await readTruth();
		const actual = await readActual();
		const truth = await readTruth();
		return isSame(before, truth) ? { truth, actual } : undefined;
	});
}
