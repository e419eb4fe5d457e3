import type { Clock } from '../core/clock.ts';
import type { SourceHealth } from '../core/health.ts';
import type { Observation } from '../core/observation.ts';
import { type Emit, type Source, SourceError } from '../core/source.ts';

export type SuperviseOptions = {
	emit: Emit;
	signal: AbortSignal;
	clock: Clock;
	/** From 0 up to, not including, 1; for the jitter. */
	random?: () => number;
};

/** All in milliseconds. */
const firstDelay = 250;
const longestDelay = 15_000;
const unsupportedDelay = 30_000;
/** A source that was live this long has recovered: its next failure is a new one and is retried at once. */
const settledAfter = 10_000;

/**
 * Runs a source for as long as `signal` lets it: turns its end into a health observation, waits (exponential back-off
 * with jitter, 0.25 s to 15 s; 30 s when it is unsupported here) and runs it again. `connecting` is said once, at the
 * start: after a failure the reason stays on the screen until the source is live. Resolves when aborted; never rejects.
 */
export async function supervise(source: Source, options: SuperviseOptions): Promise<void> {
	const { emit, signal, clock, random = Math.random } = options;
	const say = (health: SourceHealth) => emit({ kind: 'health', at: clock.now(), source: source.name, ...health });
	if (signal.aborted) return;
	say({ health: 'connecting' });
	let failures = 0;
	while (!signal.aborted) {
		const { error, liveFor } = await runOnce(source, options);
		if (signal.aborted) return;
		if (liveFor >= settledAfter) failures = 0;
		say({ health: error.health, detail: error.message, remedy: error.remedy });
		await clock.sleep(error.health === 'unsupported' ? unsupportedDelay : backOff(failures, random()), signal);
		failures++;
	}
}

/** One run to its end, with why it ended and how many milliseconds it had been live or degraded by then. */
async function runOnce(
	source: Source,
	{ emit, signal, clock }: SuperviseOptions,
): Promise<{ error: SourceError; liveFor: number }> {
	let liveSince: number | undefined;
	const watch = (observation: Observation) => {
		if (signal.aborted) return;
		if (observation.kind === 'health' && isWorking(observation.health)) liveSince ??= clock.now();
		emit(observation);
	};
	let error: SourceError;
	try {
		await source.run(watch, signal);
		error = new SourceError(`${source.name} ended by itself`, { remedy: 'it is started again' });
	} catch (reason) {
		error = reason instanceof SourceError ? reason : unexpectedEnd(source.name, reason);
	}
	return { error, liveFor: liveSince === undefined ? 0 : clock.now() - liveSince };
}

function isWorking(health: SourceHealth['health']): boolean {
	return health === 'live' || health === 'degraded';
}

function backOff(failures: number, random: number): number {
	const full = Math.min(longestDelay, firstDelay * 2 ** Math.min(failures, 16));
	return Math.max(firstDelay, full * (0.5 + random / 2));
}

/** An error that its source did not foresee. Its text may hold anything, so only its kind is told. */
function unexpectedEnd(name: string, reason: unknown): SourceError {
	const code = reason instanceof Error && 'code' in reason ? reason.code : undefined;
	const kind = typeof code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(code) ? code : undefined;
	const word = kind ?? (reason instanceof Error ? reason.constructor.name : undefined);
	return new SourceError(`${name} ended unexpectedly${word ? ` (${word})` : ''}`, {
		remedy: 'it is started again; `pausetop doctor` tells more',
		cause: reason,
	});
}
