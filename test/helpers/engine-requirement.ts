import type { TestContext } from 'vitest';

/** True where a skipped engine test would mean that nothing was tested: PAUSETOP_ENGINES=required, set by .ci/run. */
export const enginesAreRequired = process.env.PAUSETOP_ENGINES === 'required';

/**
 * Skips a test whose engine is missing and says why; where engines are required it fails instead.
 * `reason` is undefined when all is there.
 */
export function requireEngine(context: Pick<TestContext, 'skip'>, reason: string | undefined): void {
	if (reason !== undefined && enginesAreRequired) throw new Error(`PAUSETOP_ENGINES=required, but ${reason}`);
	skipWithout(context, reason);
}

/** Skips a test and says why, also where engines are required: for what a machine may well lack. */
export function skipWithout(context: Pick<TestContext, 'skip'>, reason: string | undefined): void {
	if (reason === undefined) return;
	process.stderr.write(`engine test skipped: ${reason}\n`);
	context.skip(reason);
}
