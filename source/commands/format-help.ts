import { type CommandEntry, commandTable, exitCodes, type FlagEntry, flagTable } from './command-table.ts';

/** The text of `--help`: of one command, or of all (`command` undefined). */
export function formatHelp(command?: string): string {
	const entries = commandTable.filter(({ name }) => command === undefined || name === command);
	const flags = flagTable.filter((flag) => command === undefined || appliesTo(flag, command));
	return [
		'What a Kubernetes node is really running: pods, their pause containers, the namespaces they share.',
		'',
		'Usage',
		...formatPairs(entries.map((entry: CommandEntry) => [entry.usage, entry.text])),
		'',
		'Flags',
		...formatPairs(flags.map((flag) => [formatFlag(flag), formatFlagText(flag, command)])),
		'',
		'Exit codes',
		...formatPairs(Object.values(exitCodes).map(({ code, text }) => [String(code), text])),
		'',
		...(command === undefined ? ['Keys: press ? on the screen. Try it without a cluster: pausetop demo', ''] : []),
	].join('\n');
}

/** Whether a command takes a flag. */
export function appliesTo(flag: FlagEntry, command: string): boolean {
	return flag.commands === undefined || flag.commands.includes(command);
}

/** `--host-root`, as it is typed. */
export function formatFlagName(flag: FlagEntry): string {
	return `--${flag.negated ? 'no-' : ''}${kebabCase(flag.name)}`;
}

/** `hostRoot` → `host-root`. A single capital is a short flag and stays. */
export function kebabCase(name: string): string {
	return name.length === 1 ? name : name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function formatFlag(flag: FlagEntry): string {
	const short = flag.short ? `-${flag.short}, ` : '    ';
	return `${short}${formatFlagName(flag)}${flag.value ? ` ${flag.value}` : ''}`;
}

function formatFlagText(flag: FlagEntry, command: string | undefined): string {
	if (command !== undefined || !flag.commands) return flag.text;
	const owners = flag.commands.includes('') ? ['screen'] : flag.commands;
	return `${owners.join(', ')}: ${flag.text}`;
}

function formatPairs(pairs: readonly (readonly [string, string])[]): string[] {
	const width = Math.max(...pairs.map(([left]) => left.length));
	return pairs.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
