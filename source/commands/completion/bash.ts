import type { CommandEntry, FlagEntry } from '../command-table.ts';
import { namedCommands, selectFlags, spellings, takesValue } from './command-flags.ts';

/** A script for `source <(pausetop completion bash)`. It needs nothing but bash 4. */
export function formatBashCompletion(): string {
	return `# bash completion for pausetop and kubectl-pausetop: source <(pausetop completion bash)

_pausetop_pods() { # NAMESPACE, empty for the default one, -A for all
  local scope=()
  [[ -z $1 ]] || scope=("\${1/#[!-]*/-n$1}")
  "\${COMP_WORDS[0]}" get "\${scope[@]}" -o name 2>/dev/null | cut -d/ -f2
}

_pausetop_namespaces() {
  "\${COMP_WORDS[0]}" get -A 2>/dev/null | awk 'NR > 1 { print $1 }' | sort -u
}

_pausetop() {
  local word=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command= namespace= index
  # bash makes three words of --flag=value
  [[ $word == = ]] && word=
  [[ $previous == = ]] && previous=\${COMP_WORDS[COMP_CWORD-2]}
  for ((index = 1; index < COMP_CWORD; index++)); do
    case \${COMP_WORDS[index]} in
      -n|--namespace)
        [[ \${COMP_WORDS[index+1]} == = ]] && ((index++))
        namespace=\${COMP_WORDS[++index]} ;;
      -A|--all-namespaces) namespace=-A ;;
      ${namedCommands.map(({ name }) => name).join('|')}) [[ -n $command ]] || command=\${COMP_WORDS[index]} ;;
    esac
  done
  COMPREPLY=()
  case $command:$previous in
${selectValueCases().join('\n')}
  esac
  if [[ $word == -* ]]; then
    case $command in
${['', ...namedCommands.map(({ name }) => name)].map(formatFlagCase).join('\n')}
    esac
    return
  fi
  case $command in
    '') COMPREPLY=($(compgen -W '${namedCommands.map(({ name }) => name).join(' ')}' -- "$word")) ;;
${namedCommands.flatMap(formatArgumentCase).join('\n')}
  esac
}

complete -F _pausetop pausetop kubectl-pausetop
`;
}

/** What can stand after a flag, each with the commands that take it. */
function selectValueCases(): string[] {
	const commands = ['', ...namedCommands.map(({ name }) => name)];
	const flags = new Set(commands.flatMap((command) => selectFlags(command)).filter(takesValue));
	return [...flags].map((flag) => {
		const patterns = spellings(flag).map((spelling) => `*:${spelling}`);
		return `    ${patterns.join('|')}) ${completeValue(flag)}return ;;`;
	});
}

function completeValue({ choices, completes }: FlagEntry): string {
	if (choices) return `COMPREPLY=($(compgen -W '${choices.join(' ')}' -- "$word")); `;
	if (completes === 'namespace') return 'COMPREPLY=($(compgen -W "$(_pausetop_namespaces)" -- "$word")); ';
	if (completes === undefined) return '';
	return `compopt -o filenames; COMPREPLY=($(compgen -${completes === 'file' ? 'f' : 'd'} -- "$word")); `;
}

function formatFlagCase(command: string): string {
	const words = selectFlags(command).flatMap(spellings).join(' ');
	return `      ${command === '' ? "''" : command}) COMPREPLY=($(compgen -W '${words}' -- "$word")) ;;`;
}

function formatArgumentCase({ name, completes }: CommandEntry): string[] {
	if (completes === undefined) return [];
	const words = completes === 'pod' ? '"$(_pausetop_pods "$namespace")"' : `'${completes.join(' ')}'`;
	return [`    ${name}) COMPREPLY=($(compgen -W ${words} -- "$word")) ;;`];
}
