import { SourceError } from '../source.ts';

/** An action was not carried out, because what was meant is not there, or is not what was meant. Nothing was changed. */
export class NothingDoneError extends SourceError {
	constructor(message: string, options: { remedy: string; cause?: unknown }) {
		super(message, options);
		this.name = 'NothingDoneError';
	}
}

/**
 * Throws where an id is not a whole one: runtimes take the beginning of an id, and Docker a name, for whatever it fits today.
 */
export function requireFullId(id: string): void {
	if (/^[0-9a-f]{64}$/.test(id)) return;
	throw new NothingDoneError('the id of what is to be ended is not a full one', { remedy: 'choose it in the list' });
}
