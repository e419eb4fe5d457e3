import { UsageError } from '../core/usage-error.ts';
import { commandTable, type FlagEntry, flagTable } from './command-table.ts';
import { appliesTo, formatFlagName, kebabCase } from './format-help.ts';

/** What stands on the command line, taken apart but not yet understood. */
export type Arguments = { command: string; input: readonly string[]; flags: Readonly<Record<string, unknown>> };

/** Separates a short flag from the value that is written onto it, as kubectl allows: `-ojson`, `-Aowide`, `-nkube-system`. */
export function splitShortFlags(argv: readonly string[]): string[] {
	const end = argv.indexOf('--');
	const flags = end < 0 ? argv : argv.slice(0, end);
	return [...flags.flatMap(splitWord), ...argv.slice(flags.length)];
}

function splitWord(word: string): string[] {
	if (!/^-[A-Za-z]/.test(word)) return [word];
	for (let index = 1; index < word.length; index++) {
		const flag = flagTable.find(({ short }) => short === word[index]);
		const value = word.slice(index + 1);
		if (flag?.type === 'string' && value !== '' && !value.startsWith('=')) return [word.slice(0, index + 1), value];
		if (flag?.type !== 'boolean') break;
	}
	return [word];
}

/** Throws a UsageError for what cannot be meant. */
export function checkArguments({ command, input, flags }: Arguments): void {
	const entry = commandTable.find(({ name }) => name === command);
	if (!entry) throw new UsageError(`unknown command "${command}"`);
	const { input: most = 0, usage } = entry;
	if (input.length > 0 && most === 0) throw new UsageError(`"${command}" takes no arguments`);
	if (input.length > most) throw new UsageError(`too many arguments: ${usage}`);
	const unknown = Object.keys(flags).find((name) => !flagTable.some((flag) => flag.name === name));
	if (unknown) throw new UsageError(`unknown flag ${unknown.length === 1 ? '-' : '--'}${kebabCase(unknown)}`);
	for (const flag of flagTable) {
		const value = flags[flag.name];
		if (isGiven(flag, value)) checkFlag(flag, value, command);
	}
}

function isGiven(flag: FlagEntry, value: unknown): boolean {
	if (flag.negated) return value === false;
	return Array.isArray(value) ? value.length > 0 : value !== undefined;
}

function checkFlag(flag: FlagEntry, value: unknown, command: string): void {
	const name = formatFlagName(flag);
	if (!appliesTo(flag, command)) {
		const commands = flag.commands?.map((owner) => owner || 'the screen').join(', ');
		throw new UsageError(`${name} goes with: ${commands}`);
	}
	if (flag.choices && !flag.choices.includes(String(value))) {
		throw new UsageError(`${name} is one of: ${flag.choices.join(', ')}`);
	}
	if (flag.type === 'number' && !(Number.isInteger(value) && Number(value) >= 0)) {
		throw new UsageError(`${name} takes a whole number`);
	}
	if (flag.type === 'string' && [value].flat().includes('')) {
		throw new UsageError(`${name} takes a value: ${name} ${flag.value}`);
	}
}
