/** One flag, as --help prints it and the argument parser reads it. */
export type FlagEntry = {
	/** camelCase; on the command line `--kebab-case`. */
	name: string;
	short?: string;
	type: 'string' | 'boolean' | 'number';
	/** May be given several times. */
	multiple?: boolean;
	/** What stands for the value in the help. */
	value?: string;
	/** On by default; the help then shows the `--no-` form. */
	negated?: boolean;
	choices?: readonly string[];
	/** Commands that take it; absent: all. `` is the screen. */
	commands?: readonly string[];
	text: string;
};

/** One command, as --help prints it. */
export type CommandEntry = { name: string; usage: string; text: string };

/** The commands. The first, without a name, is the screen. */
export const commandTable: readonly CommandEntry[] = [
	{ name: '', usage: 'pausetop', text: 'the live screen' },
	{ name: 'get', usage: 'pausetop get [POD…]', text: 'print the pods of this node once' },
	{ name: 'events', usage: 'pausetop events', text: 'print what happens, one JSON object a line, until interrupted' },
	{ name: 'doctor', usage: 'pausetop doctor', text: 'say which sources were found, which not, why, and what to do' },
	{ name: 'demo', usage: 'pausetop demo', text: 'the screen on a simulated node; touches nothing of this machine' },
];

/** All flags, in the order of the help. */
export const flagTable: readonly FlagEntry[] = [
	{
		name: 'allNamespaces',
		short: 'A',
		type: 'boolean',
		commands: ['get'],
		text: 'pods of all namespaces',
	},
	{
		name: 'namespace',
		short: 'n',
		type: 'string',
		value: 'NAME',
		commands: ['get', 'events'],
		text: 'only this namespace',
	},
	{
		name: 'selector',
		short: 'l',
		type: 'string',
		value: 'QUERY',
		commands: ['get'],
		text: 'only pods with these labels: app=web, tier in (a,b)',
	},
	{
		name: 'output',
		short: 'o',
		type: 'string',
		value: 'FORMAT',
		choices: ['wide', 'json', 'yaml', 'name'],
		commands: ['get'],
		text: 'wide, json, yaml or name',
	},
	{
		name: 'since',
		type: 'string',
		value: 'TIME',
		commands: ['events'],
		text: 'also what happened in the last TIME, e.g. 10m',
	},
	{
		name: 'runtime',
		type: 'string',
		multiple: true,
		value: 'URL',
		text: 'docker://PATH, containerd://PATH, crio://PATH or cri://PATH; demo: docker, containerd or cri-o',
	},
	{ name: 'kubeconfig', type: 'string', value: 'FILE', text: 'credentials for the API server' },
	{ name: 'context', type: 'string', value: 'NAME', text: 'context of the kubeconfig' },
	{ name: 'kube', type: 'boolean', negated: true, text: 'without any API server' },
	{ name: 'node', type: 'string', value: 'NAME', text: "this node's name in Kubernetes" },
	{
		name: 'hostRoot',
		type: 'string',
		value: 'DIR',
		text: "where the node's / is mounted, inside a privileged container",
	},
	{ name: 'demo', type: 'boolean', text: 'run on a simulated node' },
	{ name: 'pods', type: 'number', value: 'N', text: 'demo: so many more pods' },
	{ name: 'seed', type: 'number', value: 'N', text: 'demo: another course of events' },
	{ name: 'ascii', type: 'boolean', commands: ['', 'demo'], text: 'draw without Unicode' },
	{ name: 'color', type: 'boolean', negated: true, commands: ['', 'demo'], text: 'without colours (also: NO_COLOR)' },
	{ name: 'help', short: 'h', type: 'boolean', text: 'this help' },
	{ name: 'version', short: 'V', type: 'boolean', text: 'the version' },
];

/** What the exit codes mean; the README's table is made of it. */
export const exitCodes = {
	success: { code: 0, text: 'done' },
	failure: { code: 1, text: 'nothing could be read, or a named pod was not found' },
	usage: { code: 2, text: 'wrong usage' },
	partial: { code: 3, text: 'printed, but a source failed and its part is missing (said on stderr)' },
} as const;
