import type { CommandEntry, FlagEntry } from '../command-table.ts';
import { formatFlagName } from '../format-help.ts';
import { namedCommands, selectFlags, takesValue } from './command-flags.ts';

/** A script for `pausetop completion fish | source`. */
export function formatFishCompletion(): string {
	const commands = namedCommands.map(({ name }) => name);
	return `# fish completion for pausetop and kubectl-pausetop: pausetop completion fish | source

function __pausetop_program
    commandline --tokenize --cut-at-cursor --current-process | head -n 1
end

function __pausetop_pods
    set --local words (commandline --tokenize --cut-at-cursor --current-process)
    set --local scope
    for index in (seq (count $words))
        switch $words[$index]
            case -n --namespace
                set scope -n $words[(math $index + 1)]
            case '--namespace=*'
                set scope $words[$index]
            case -A --all-namespaces
                set scope -A
        end
    end
    set --local program (__pausetop_program)
    command $program get $scope -o name 2>/dev/null | string replace pod/ ''
end

function __pausetop_namespaces
    set --local program (__pausetop_program)
    command $program get -A 2>/dev/null | awk 'NR > 1 { print $1 }' | sort -u
end

for program in pausetop kubectl-pausetop
    complete --command $program --no-files
${namedCommands.map((entry) => offer(isFirst(commands), `--arguments ${entry.name} --description ${quote(entry.text)}`)).join('\n')}
${selectFlags('')
	.map((flag) => offer(isFirst(commands), formatFlag(flag)))
	.join('\n')}
${namedCommands.flatMap(formatCommand).join('\n')}
end
`;
}

function isFirst(commands: readonly string[]): string {
	return `not __fish_seen_subcommand_from ${commands.join(' ')}`;
}

function offer(condition: string, what: string): string {
	return `    complete --command $program --condition ${quote(condition)} ${what}`;
}

function formatCommand({ name, completes }: CommandEntry): string[] {
	const condition = `__fish_seen_subcommand_from ${name}`;
	const words = completes === 'pod' ? '(__pausetop_pods)' : completes?.join(' ');
	return [
		...selectFlags(name).map((flag) => offer(condition, formatFlag(flag))),
		...(words === undefined ? [] : [offer(condition, `--arguments ${quote(words)}`)]),
	];
}

function formatFlag(flag: FlagEntry): string {
	const { short, text } = flag;
	const name = `--long-option ${formatFlagName(flag).slice(2)}`;
	return `${short ? `--short-option ${short} ` : ''}${name} --description ${quote(text)}${formatValue(flag)}`;
}

function formatValue(flag: FlagEntry): string {
	const { choices, completes } = flag;
	if (!takesValue(flag)) return '';
	if (choices) return ` --exclusive --arguments ${quote(choices.join(' '))}`;
	if (completes === 'namespace') return " --exclusive --arguments '(__pausetop_namespaces)'";
	if (completes === 'directory') return " --exclusive --arguments '(__fish_complete_directories)'";
	return completes === 'file' ? ' --require-parameter --force-files' : ' --exclusive';
}

/** In single quotes fish knows two escapes. */
function quote(text: string): string {
	return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
