import { wireInteger, wireObject, wireString } from '../docker-wire.ts';
import type { ShellResult } from './shell-target.ts';

/**
 * Reads how an exec ended: the `v1.Status` that a runtime's streaming server sends as its last message, since protocol v4. A process
 * that has ended with another code than 0 is a Failure with the reason NonZeroExitCode.
 */
export function parseExecStatus(text: string): ShellResult {
	const { status, reason, message, details } = wireObject(parseJson(text));
	if (status === 'Success') return { exitCode: 0 };
	const { causes } = wireObject(details);
	const cause = Array.isArray(causes) ? causes.map(wireObject).find((each) => each.reason === 'ExitCode') : undefined;
	const exitCode = reason === 'NonZeroExitCode' ? wireInteger(cause?.message) : undefined;
	if (exitCode !== undefined) return { exitCode };
	return { message: (wireString(message) ?? text.trim()) || 'the runtime has ended the shell without a word' };
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
