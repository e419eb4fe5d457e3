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
	/** What a shell offers for the value, where it is not one of `choices`. */
	completes?: 'file' | 'directory' | 'namespace';
	text: string;
};

/** One command, as --help prints it. */
export type CommandEntry = {
	name: string;
	usage: string;
	text: string;
	/** How many arguments it takes at most; absent: none. */
	input?: number;
	/** What a shell offers for the arguments: names of pods, or these words for the only one. */
	completes?: 'pod' | readonly string[];
};

/** The commands. The first, without a name, is the screen. */
export const commandTable: readonly CommandEntry[] = [
	{ name: '', usage: 'pausetop', text: 'the live screen' },
	{
		name: 'get',
		usage: 'pausetop get [POD…]',
		text: 'print the pods of this node once',
		input: Number.POSITIVE_INFINITY,
		completes: 'pod',
	},
	{ name: 'events', usage: 'pausetop events', text: 'print what happens, one JSON object a line, until interrupted' },
	{
		name: 'logs',
		usage: 'pausetop logs POD [CONTAINER]',
		text: "print a container's log, as kubectl logs does, without asking an API server for it",
		input: 2,
		completes: 'pod',
	},
	{
		name: 'restart',
		usage: 'pausetop restart POD…',
		text: "end pods' sandboxes, or one container of each, wait until they are Ready again, and print the story",
		input: Number.POSITIVE_INFINITY,
		completes: 'pod',
	},
	{
		name: 'ps',
		usage: 'pausetop ps POD',
		text: "print a pod's processes, a tree for each pid namespace",
		input: 1,
		completes: 'pod',
	},
	{
		name: 'sockets',
		usage: 'pausetop sockets POD',
		text: 'print who listens in a pod, who talks to whom inside it, and its addresses',
		input: 1,
		completes: 'pod',
	},
	{
		name: 'top',
		usage: 'pausetop top [POD…]',
		text: 'print the CPU and memory that containers use, as kubectl top does, without a metrics server',
		input: Number.POSITIVE_INFINITY,
		completes: 'pod',
	},
	{
		name: 'findings',
		usage: 'pausetop findings [POD…]',
		text: 'print what is wrong on this node, with the evidence for it and what to do',
		input: Number.POSITIVE_INFINITY,
		completes: 'pod',
	},
	{ name: 'doctor', usage: 'pausetop doctor', text: 'say which sources were found, which not, why, and what to do' },
	{
		name: 'completion',
		usage: 'pausetop completion SHELL',
		text: 'print what makes bash, zsh or fish complete commands, flags and pods',
		input: 1,
		completes: ['bash', 'zsh', 'fish'],
	},
	{ name: 'man', usage: 'pausetop man', text: 'print the manual page: pausetop man | man -l -' },
	{ name: 'demo', usage: 'pausetop demo', text: 'the screen on a simulated node; touches nothing of this machine' },
];

/** All flags, in the order of the help. */
export const flagTable: readonly FlagEntry[] = [
	{
		name: 'allNamespaces',
		short: 'A',
		type: 'boolean',
		commands: ['get', 'restart', 'top', 'findings'],
		text: 'pods of all namespaces',
	},
	{
		name: 'namespace',
		short: 'n',
		type: 'string',
		completes: 'namespace',
		value: 'NAME',
		commands: ['get', 'events', 'logs', 'restart', 'ps', 'sockets', 'top', 'findings'],
		text: 'only this namespace',
	},
	{
		name: 'selector',
		short: 'l',
		type: 'string',
		value: 'QUERY',
		commands: ['get', 'top'],
		text: 'only pods with these labels: app=web, tier in (a,b)',
	},
	{
		name: 'output',
		short: 'o',
		type: 'string',
		value: 'FORMAT',
		choices: ['wide', 'json', 'yaml', 'name'],
		commands: ['get', 'restart', 'ps', 'sockets', 'top', 'findings'],
		text: 'wide, json, yaml or name; restart: json, one story a line; ps, sockets, top: wide or json; findings: json, yaml or name',
	},
	{
		name: 'sort',
		type: 'string',
		value: 'BY',
		choices: ['cpu', 'memory'],
		commands: ['top'],
		text: 'the most first: cpu or memory',
	},
	{
		name: 'since',
		type: 'string',
		value: 'TIME',
		commands: ['events', 'logs'],
		text: 'what happened, or was written, in the last TIME, e.g. 10m',
	},
	{ name: 'follow', short: 'f', type: 'boolean', commands: ['logs'], text: 'go on until the container ends' },
	{ name: 'previous', short: 'p', type: 'boolean', commands: ['logs'], text: 'the log of the run before this one' },
	{ name: 'tail', type: 'number', value: 'N', commands: ['logs'], text: 'only the newest N lines to begin with' },
	{ name: 'timestamps', type: 'boolean', commands: ['logs'], text: 'with the time of each line' },
	{
		name: 'container',
		short: 'c',
		type: 'string',
		value: 'NAME',
		commands: ['logs', 'restart'],
		text: 'which container; restart without it: the sandbox',
	},
	{ name: 'kill', type: 'boolean', commands: ['restart'], text: 'with KILL instead of TERM and a grace period' },
	{
		name: 'stop',
		type: 'boolean',
		commands: ['restart'],
		text: 'stop the sandbox through CRI instead of ending its pause: all containers end without grace on containerd',
	},
	{ name: 'yes', short: 'y', type: 'boolean', commands: ['restart'], text: 'do not ask; needed without a terminal' },
	{
		name: 'confirm',
		type: 'string',
		value: 'WORD',
		commands: ['restart'],
		text: 'besides --yes, what would have to be typed: the name of a pod that is not to be restarted lightly',
	},
	{
		name: 'failOn',
		type: 'string',
		value: 'SEVERITY',
		choices: ['critical', 'warning', 'info'],
		commands: ['findings'],
		text: 'exit with 7 when there is one of this severity, critical, warning or info, or of a worse one',
	},
	{
		name: 'wait',
		type: 'boolean',
		negated: true,
		commands: ['restart', 'findings'],
		text: 'only until the sandbox or container has ended, not until the pod is Ready again; findings: what is suspected now',
	},
	{
		name: 'timeout',
		type: 'string',
		value: 'TIME',
		commands: ['restart', 'findings'],
		text: 'how long to wait; 5m unless given; findings: for suspicions to become certain, 60s unless given',
	},
	{
		name: 'runtime',
		type: 'string',
		multiple: true,
		value: 'URL',
		text: 'docker://PATH, containerd://PATH, crio://PATH or cri://PATH; demo: docker, containerd or cri-o',
	},
	{ name: 'kubeconfig', type: 'string', completes: 'file', value: 'FILE', text: 'credentials for the API server' },
	{ name: 'context', type: 'string', value: 'NAME', text: 'context of the kubeconfig' },
	{ name: 'kube', type: 'boolean', negated: true, text: 'without any API server' },
	{ name: 'node', type: 'string', value: 'NAME', text: "this node's name in Kubernetes" },
	{
		name: 'hostRoot',
		type: 'string',
		completes: 'directory',
		value: 'DIR',
		text: "where the node's / is mounted, inside a privileged container",
	},
	{ name: 'demo', type: 'boolean', text: 'run on a simulated node' },
	{ name: 'pods', type: 'number', value: 'N', text: 'demo: so many more pods' },
	{ name: 'seed', type: 'number', value: 'N', text: 'demo: another course of events' },
	{
		name: 'readOnly',
		type: 'boolean',
		commands: ['', 'demo', 'restart'],
		text: 'do nothing that changes anything: bind no such key, refuse to restart (also: PAUSETOP_READ_ONLY=1)',
	},
	{
		name: 'actionLog',
		type: 'string',
		completes: 'file',
		value: 'FILE',
		commands: ['', 'demo', 'restart'],
		text: 'where actions are written down, or none; else ~/.local/state/pausetop/actions.log',
	},
	{ name: 'ascii', type: 'boolean', commands: ['', 'demo', 'restart'], text: 'draw without Unicode' },
	{
		name: 'color',
		type: 'boolean',
		negated: true,
		commands: ['', 'demo', 'logs'],
		text: 'without colours (also: NO_COLOR)',
	},
	{ name: 'help', short: 'h', type: 'boolean', text: 'this help' },
	{ name: 'version', short: 'V', type: 'boolean', text: 'the version, and the commit it was built from' },
	{ name: 'licenses', type: 'boolean', text: 'the licences of all packages that are in this program' },
];

/** What the exit codes mean; the README's table is made of it. */
export const exitCodes = {
	success: { code: 0, text: 'done' },
	failure: { code: 1, text: 'nothing could be read, a named pod was not found, or restart was refused or failed' },
	usage: { code: 2, text: 'wrong usage' },
	partial: { code: 3, text: 'printed, but not all could be read: what is missing is said on stderr' },
	notReady: { code: 4, text: 'restart: it was done, but the pod was not Ready again in time (--timeout)' },
	gone: { code: 5, text: 'restart: it was done, and the pod is not meant to come back (restartPolicy, deleted)' },
	notConfirmed: { code: 6, text: 'restart: not confirmed, so nothing was done' },
	findings: { code: 7, text: 'findings: there is one at or above the severity of --fail-on' },
} as const;
