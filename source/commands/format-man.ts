import { commandTable, exitCodes, type FlagEntry, flagTable } from './command-table.ts';
import { formatFlagName } from './format-help.ts';

/** The manual page (section 1) in the language of man(7), made of the command table. */
export function formatMan(version: string): string {
	return `${[
		`.TH PAUSETOP 1 "" ${quote(`pausetop ${version}`)} "User Commands"`,
		...section('NAME', [`pausetop ${dash} see what a Kubernetes node is really running`]),
		...section(
			'SYNOPSIS',
			commandTable.flatMap(({ usage }, index) => [...(index > 0 ? ['.br'] : []), bold(usage)]),
		),
		...section('DESCRIPTION', [
			text(
				'pausetop joins what the API server says of the pods of a node (kubectl get pod) with what the node itself lists',
			),
			text(
				'(Docker, containerd, CRI-O) and with /proc. It groups the containers of each pod by its pause container, shows',
			),
			text('which Linux namespaces they share, tells restarts as they happen, and says what is wrong.'),
			'.PP',
			text(
				'Run it on the node, as root: namespaces of others cannot be read without. Press ? on the screen for its keys.',
			),
		]),
		...section(
			'COMMANDS',
			commandTable.flatMap((entry) => tagged(bold(entry.usage), entry.text)),
		),
		...section(
			'OPTIONS',
			flagTable.flatMap((flag) => tagged(nameFlag(flag), describeFlag(flag))),
		),
		...section(
			'EXIT STATUS',
			Object.values(exitCodes).flatMap((exit) => tagged(bold(String(exit.code)), exit.text)),
		),
		...section(
			'ENVIRONMENT',
			environment.flatMap(([name, use]) => tagged(bold(name), use)),
		),
		...section(
			'EXAMPLES',
			examples.flatMap(([command, use]) => tagged(bold(command), use)),
		),
		...section('SEE ALSO', [`${bold('kubectl')}(1), ${bold('docker')}(1), ${bold('crictl')}(1), ${bold('lsns')}(8)`]),
	].join('\n')}\n`;
}

/** An en dash between name and purpose is what man-db looks for. */
const dash = '\\-';

const environment: readonly (readonly [string, string])[] = [
	['KUBECONFIG', 'Credentials for the API server, as kubectl reads them.'],
	['DOCKER_HOST', 'A Docker socket, as docker reads it: unix:///var/run/docker.sock.'],
	['PAUSETOP_READ_ONLY', '1: do nothing that changes anything.'],
	['NO_COLOR', 'Without colours.'],
];

const examples: readonly (readonly [string, string])[] = [
	['pausetop', 'The live screen.'],
	['pausetop get -A -o json', 'Everything once, for a script.'],
	['pausetop events --since 10m', 'What happened in the last ten minutes, and what happens from now on.'],
	['pausetop restart web-0 -y', "End the pod's sandbox and wait until the kubelet has brought it back."],
	['pausetop doctor', 'Which sources were found, which not, and what to do.'],
	['pausetop demo', 'Try it on a simulated node.'],
];

function section(title: string, lines: readonly string[]): string[] {
	return [`.SH ${quote(title)}`, ...lines];
}

function tagged(tag: string, description: string): string[] {
	return ['.TP', tag, text(description)];
}

function nameFlag(flag: FlagEntry): string {
	const short = flag.short ? `${bold(`-${flag.short}`)}, ` : '';
	return `${short}${bold(formatFlagName(flag))}${flag.value ? ` \\fI${text(flag.value)}\\fR` : ''}`;
}

function describeFlag({ commands, text: words }: FlagEntry): string {
	const owners = commands?.map((name) => name || 'screen').join(', ');
	return owners === undefined ? words : `${words} (${owners})`;
}

function bold(words: string): string {
	return `\\fB${text(words)}\\fR`;
}

function quote(words: string): string {
	return `"${words.replaceAll('"', '\\(dq')}"`;
}

/** Backslashes and hyphens have a meaning to roff, and a dot or an apostrophe at the beginning of a line. */
function text(words: string): string {
	const escaped = words
		.replaceAll('\\', '\\e')
		.replaceAll('-', '\\-')
		.replaceAll('…', '\\&...')
		.replaceAll('~', '\\(ti')
		.replaceAll('’', "'");
	return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped;
}
