import type { Observation } from './observation.ts';

/** Takes what a source saw. Never throws. */
export type Emit = (observation: Observation) => void;

/**
 * One outside world. `run` connects, emits what it sees and returns only when `signal` aborts (resolves) or the
 * connection is lost for good (rejects with a SourceError). It does not retry: `supervise` does.
 */
export type Source = {
	/** `docker`, `kube`, `proc`: stable, used in JSON and in the header. */
	name: string;
	run(emit: Emit, signal: AbortSignal): Promise<void>;
};

/** Why a source ended, in words for the operator. Never carries secrets: no tokens, no kubeconfig contents. */
export class SourceError extends Error {
	/** What to do about it, in one line. */
	readonly remedy?: string;
	/** `unsupported`: retrying is pointless until something on the node changes (it is then retried slowly). */
	readonly health: 'failed' | 'unsupported';

	constructor(message: string, options: { remedy?: string; health?: 'failed' | 'unsupported'; cause?: unknown } = {}) {
		super(message, { cause: options.cause });
		this.name = 'SourceError';
		this.remedy = options.remedy;
		this.health = options.health ?? 'failed';
	}
}
