import meow, { type AnyFlags } from 'meow';
import { UsageError } from '../core/usage-error.ts';
import { type Arguments, splitShortFlags } from './arguments.ts';
import { flagTable } from './command-table.ts';

/** What meow would look for in package.json: only what the process is called, for ps(1). */
const pkg = { name: 'pausetop' };

/** The list of a flag that may be given several times and is not given: meow passes it on as it is. */
const notGiven: string[] = [];

/**
 * Takes the command line apart by the table of flags. What is wrong with it is in the result too, for `checkArguments`: unknown flags
 * by their names, and an empty text for a value that is missing.
 * @throws UsageError for a flag given twice
 */
export function readArguments(argv: readonly string[]): Arguments {
	const options = {
		importMeta: import.meta,
		pkg,
		argv: splitShortFlags(argv),
		flags: describeFlags(),
		// help and version are ours: their texts come of the same table
		autoHelp: false,
		autoVersion: false,
		booleanDefault: undefined,
	};
	const parsed = readFlags(() => meow(options));
	const [command = '', ...input] = parsed.input;
	return { command, input, flags: { ...parsed.flags, ...findMissing(parsed.flags) } };
}

/** The table of flags in meow's words. */
function describeFlags(): AnyFlags {
	return Object.fromEntries(
		flagTable.map(({ name, short, type, multiple, negated }) => {
			const settings = {
				type,
				...(short && { shortFlag: short }),
				...(multiple && { isMultiple: true, default: notGiven }),
			};
			return [name, negated ? { ...settings, default: true } : settings];
		}),
	) as AnyFlags;
}

/** What takes a value and was given none. To meow it is undefined or an empty list; with `--no-` before its name, false. */
function findMissing(flags: Readonly<Record<string, unknown>>): Record<string, ''> {
	const isMissing = (value: unknown) =>
		value === undefined || value === false || (Array.isArray(value) && (value.length === 0 || value.includes(false)));
	const valued = flagTable.filter(({ name, type }) => type !== 'boolean' && Object.hasOwn(flags, name));
	const missing = valued.filter(({ name }) => flags[name] !== notGiven && isMissing(flags[name]));
	return Object.fromEntries(missing.map(({ name }) => [name, '']));
}

/** What meow throws at is the command line's fault: a flag given twice. */
function readFlags<T>(read: () => T): T {
	try {
		return read();
	} catch (error) {
		throw new UsageError(error instanceof Error ? error.message : String(error));
	}
}
