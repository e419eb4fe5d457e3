import { StringDecoder } from 'node:string_decoder';
import { runScript, shellCommands } from './run-script.ts';
import type { ShellSite } from './shell-site.ts';

/** A shell at a terminal: takes keys, echoes them, answers. */
export type TerminalSession = {
	/** Says hello, and that nothing here is real. */
	begin(): void;
	input(bytes: Uint8Array): void;
};

type Options = {
	site: ShellSite;
	/** `bash`, `ash` or `sh`. */
	shell: string;
	write(text: string): void;
	/** The shell has left. */
	end(status: number): void;
};

const key = { interrupt: '\x03', endOfInput: '\x04', kill: '\x15', backspace: '\x08', erase: '\x7f' } as const;

/** An arrow or a function key: nothing here understands it. */
const escapeSequence = /^\x1b(?:\[[0-9;?]*[ -/]*[@-~]|O.|[^[O])/;

export function createTerminalSession({ site, shell, write, end }: Options): TerminalSession {
	const decoder = new StringDecoder('utf8');
	const prompt = shell === 'bash' ? `root@${site.hostname}:/# ` : '/ # ';
	let line = '';
	let status = 0;
	let pending = '';
	let ended = false;
	const print = (text: string) => write(text.replaceAll('\n', '\r\n'));
	const leave = (code: number) => {
		ended = true;
		end(code);
	};

	const submit = () => {
		const outcome = runScript(line, site, shell);
		line = '';
		status = outcome.status;
		print(`\n${outcome.output}`);
		if (outcome.leaves) leave(status);
		else print(prompt);
	};

	const type = (character: string) => {
		if (character === '\r' || character === '\n') return submit();
		if (character === key.interrupt) {
			line = '';
			status = 130;
			return print(`^C\n${prompt}`);
		}
		if (character === key.endOfInput) {
			if (line !== '') return;
			print('exit\n');
			return leave(status);
		}
		if (character === key.kill) {
			write('\b \b'.repeat([...line].length));
			line = '';
			return;
		}
		if (character === key.backspace || character === key.erase) {
			if (line === '') return;
			line = [...line].slice(0, -1).join('');
			return write('\b \b');
		}
		if (character < ' ') return;
		line += character;
		write(character);
	};

	return {
		begin() {
			print(
				`This is a simulated container: nothing here is real. It understands: ${shellCommands.join(', ')}\n${prompt}`,
			);
		},
		input(bytes) {
			pending += decoder.write(Buffer.from(bytes));
			while (pending !== '' && !ended) {
				if (pending[0] === '\x1b') {
					const sequence = escapeSequence.exec(pending)?.[0];
					if (sequence === undefined) return;
					pending = pending.slice(sequence.length);
					continue;
				}
				const [character = ''] = pending;
				pending = pending.slice(character.length);
				type(character);
			}
		},
	};
}
