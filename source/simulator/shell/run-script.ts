import { rootfsFacts } from '../inside/rootfs.ts';
import type { ShellOutcome, ShellSite } from './shell-site.ts';

/** What the simulated shell understands. */
export const shellCommands = ['echo', 'exit', 'help', 'hostname', 'ls', 'ps'] as const;

/** Runs a line: commands between `;` and `&&`, one after another. @param shell its name, for complaints */
export function runScript(script: string, site: ShellSite, shell: string): ShellOutcome {
	let output = '';
	let status = 0;
	for (const step of splitSteps(script)) {
		if (step.onlyAfterSuccess && status !== 0) continue;
		if (step.words.length === 0) continue;
		const outcome = runCommand(step.words, site, shell, status);
		output += outcome.output;
		status = outcome.status;
		if (outcome.leaves) return { output, status, leaves: true };
	}
	return { output, status };
}

/** Runs one command, with its arguments as words. @param lastStatus what `exit` without a number leaves with */
export function runCommand(words: readonly string[], site: ShellSite, shell: string, lastStatus = 0): ShellOutcome {
	const [path = '', ...args] = words;
	const name = path.split('/').pop() ?? '';
	switch (name) {
		case 'exit': {
			const status = args[0] === undefined ? lastStatus : Number.parseInt(args[0], 10) & 255;
			return { output: '', status, leaves: true };
		}
		case 'help':
			return say(`A simulated container. Its shell understands: ${shellCommands.join(', ')}\n`);
		case 'hostname':
			return say(`${site.hostname}\n`);
		case 'echo':
			return say(`${args.join(' ')}\n`);
		case 'ls':
			return list(args.find((each) => !each.startsWith('-')) ?? '/', site);
		case 'ps':
			return say(formatProcesses(site));
		case 'true':
		case 'false':
			return { output: '', status: name === 'true' ? 0 : 1 };
		default:
			return isShell(name) ? runShell(args, site, name) : complain(`${shell}: ${path}: not found`, 127);
	}
}

export function isShell(name: string): boolean {
	return ['bash', 'ash', 'sh'].includes(name);
}

/** Without `-c` there is nothing for it to read. */
function runShell(args: readonly string[], site: ShellSite, name: string): ShellOutcome {
	if (!rootfsFacts[site.rootfs].programs.includes(name)) return complain(`sh: ${name}: not found`, 127);
	const script = args[0] === '-c' ? (args[1] ?? '') : '';
	const { output, status } = runScript(script, site, name);
	return { output, status };
}

function say(output: string): ShellOutcome {
	return { output, status: 0 };
}

function complain(message: string, status: number): ShellOutcome {
	return { output: `${message}\n`, status };
}

function list(path: string, { rootfs }: ShellSite): ShellOutcome {
	const { names, accounts } = rootfsFacts[rootfs];
	const [first, ...rest] = path.split('/').filter((part) => part !== '' && part !== '.');
	if (first === undefined) return say(formatNames(names));
	if (!names.includes(first) || rest.length > 0) return complain(`ls: ${path}: No such file or directory`, 1);
	if (first !== 'etc') return say('');
	return say(formatNames(['hostname', 'hosts', ...(accounts.length > 0 ? ['passwd'] : []), 'resolv.conf']));
}

function formatNames(names: readonly string[]): string {
	return `${names.toSorted().join('  ')}\n`;
}

/** As busybox prints it. */
function formatProcesses({ listProcesses }: ShellSite): string {
	const lines = listProcesses().map(({ pid, user, commandLine }) => {
		return `${String(pid).padStart(5)} ${user.padEnd(8)} ${commandLine}`;
	});
	return `${['PID   USER     COMMAND', ...lines].join('\n')}\n`;
}

type Step = { words: readonly string[]; onlyAfterSuccess: boolean };

/** Words as a shell takes them: quotes hold together, everything else is plain. */
function splitSteps(script: string): Step[] {
	const steps: { words: string[]; onlyAfterSuccess: boolean }[] = [{ words: [], onlyAfterSuccess: false }];
	for (const [, single, double, separator, plain] of script.matchAll(/'([^']*)'|"([^"]*)"|(;|&&|\n)|([^\s;&'"]+|&)/g)) {
		if (separator !== undefined) steps.push({ words: [], onlyAfterSuccess: separator === '&&' });
		else steps.at(-1)?.words.push(single ?? double ?? plain ?? '');
	}
	return steps;
}
