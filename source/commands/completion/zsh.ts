import type { CommandEntry, FlagEntry } from '../command-table.ts';
import { namedCommands, selectFlags, spellings, takesValue } from './command-flags.ts';

/** A script for `source <(pausetop completion zsh)`, or for a file `_pausetop` in $fpath. */
export function formatZshCompletion(): string {
	return `#compdef pausetop kubectl-pausetop
# zsh completion for pausetop and kubectl-pausetop: source <(pausetop completion zsh)

_pausetop_pods() {
  local -a scope pods
  scope=(\${opt_args[-n]:+-n} \${opt_args[-n]} \${opt_args[--namespace]:+-n} \${opt_args[--namespace]})
  (( \${+opt_args[-A]} + \${+opt_args[--all-namespaces]} )) && scope=(-A)
  pods=(\${(f)"$(command $_pausetop_program get $scope -o name 2>/dev/null)"})
  compadd -- \${pods#pod/}
}

_pausetop_namespaces() {
  compadd -- \${(fu)"$(command $_pausetop_program get -A 2>/dev/null | awk 'NR > 1 { print $1 }')"}
}

_pausetop() {
  local _pausetop_program=$words[1] context state line
  local -A opt_args
  local -a commands
  commands=(
${namedCommands.map(({ name, text }) => `    ${quote(`${name}:${text}`)}`).join('\n')}
  )
  _arguments -C ${formatFlags('')} \\
    '1: :->command' '*:: :->argument'
  case $state in
    command) _describe -t commands command commands ;;
    argument)
      case $words[1] in
${namedCommands.map(formatCommand).join('\n')}
      esac ;;
  esac
}

if [[ $funcstack[1] == _pausetop ]]; then
  _pausetop "$@"
else
  compdef _pausetop pausetop kubectl-pausetop
fi
`;
}

function formatCommand({ name, completes }: CommandEntry): string {
	return `        ${name}) _arguments ${formatFlags(name)}${formatArguments(completes)} ;;`;
}

function formatArguments(completes: CommandEntry['completes']): string {
	if (completes === undefined) return '';
	return completes === 'pod' ? " '*:pod:_pausetop_pods'" : ` ${quote(`1:word:(${completes.join(' ')})`)}`;
}

function formatFlags(command: string): string {
	return selectFlags(command).flatMap(formatFlag).join(' ');
}

/** _arguments' own language: `(-o --output)--output=[text]:FORMAT:(wide json)`. */
function formatFlag(flag: FlagEntry): string[] {
	const names = spellings(flag);
	const others = flag.multiple ? '*' : names.length > 1 ? `(${names.join(' ')})` : '';
	return names.map((name) => {
		const joint = !takesValue(flag) ? '' : name.startsWith('--') ? '=' : '+';
		return quote(`${others}${name}${joint}[${flag.text.replace(/[[\]\\:]/g, '\\$&')}]${formatValue(flag)}`);
	});
}

function formatValue(flag: FlagEntry): string {
	if (!takesValue(flag)) return '';
	const actions = { file: '_files', directory: '_files -/', namespace: '_pausetop_namespaces' };
	const action = flag.choices ? `(${flag.choices.join(' ')})` : flag.completes ? actions[flag.completes] : ' ';
	return `:${flag.value ?? 'value'}:${action}`;
}

function quote(text: string): string {
	return `'${text.replaceAll("'", "'\\''")}'`;
}
