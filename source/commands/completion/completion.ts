import { UsageError } from '../../core/usage-error.ts';
import { formatBashCompletion } from './bash.ts';
import { formatFishCompletion } from './fish.ts';
import { formatZshCompletion } from './zsh.ts';

const shells: Readonly<Record<string, () => string>> = {
	bash: formatBashCompletion,
	zsh: formatZshCompletion,
	fish: formatFishCompletion,
};

/** `pausetop completion SHELL`: the script, made of the command table. Throws a UsageError for a shell that it does not know. */
export function formatCompletion(shell: string | undefined): string {
	const format = shell === undefined ? undefined : shells[shell];
	if (!format) throw new UsageError(`completion takes a shell: ${Object.keys(shells).join(', ')}`);
	return format();
}
