import { type CommandEntry, commandTable, type FlagEntry, flagTable } from '../command-table.ts';
import { appliesTo, formatFlagName } from '../format-help.ts';

/** The commands that are typed: all but the screen, which has no name. */
export const namedCommands: readonly CommandEntry[] = commandTable.filter(({ name }) => name !== '');

/** The flags that a command takes; `` is the screen. */
export function selectFlags(command: string): readonly FlagEntry[] {
	return flagTable.filter((flag) => appliesTo(flag, command));
}

/** `-o`, `--output`: all ways to write a flag. */
export function spellings(flag: FlagEntry): string[] {
	return [...(flag.short ? [`-${flag.short}`] : []), formatFlagName(flag)];
}

/** Whether a value follows. */
export function takesValue({ type }: FlagEntry): boolean {
	return type !== 'boolean';
}
