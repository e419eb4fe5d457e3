import { maskArguments } from './mask-arguments.ts';

/**
 * Reads /proc/PID/cmdline: arguments end with NUL. Joined by spaces as `ps` does it, secrets masked. Undefined when empty, as
 * that of a zombie, a kernel thread, or a process that has just been forked into another program.
 */
export function parseCommandLine(text: string): string | undefined {
	// a program that writes a title of its own into the place (nginx, postgres) leaves it padded with NUL
	const trimmed = text.replace(/\0+$/, '');
	if (trimmed === '') return undefined;
	return maskArguments(trimmed.split('\0')).join(' ').trimEnd();
}
