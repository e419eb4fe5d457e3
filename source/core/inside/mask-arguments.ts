import { mask } from '../mask-environment.ts';

/** Parts of a name that say secret, wherever in it they stand. */
const secretParts =
	/^(?:password|passwd|passphrase|passcode|pwd|secrets?|tokens?|credentials?|authorization|cookie|apikey|accesskey|privatekey)$|(?:password|passwd|secret|token)$/;

/** Two parts that say secret together: `api-key`, `accessKey`. `pass` does so as the last one only: not in `--pass-through`. */
const secretPair = /(?:^|-)(?:api|access|private|secret|encryption|signing|master|shared)-key(?:-|$)|(?:^|-)pass$/;

/** The last part of a name that only says where the secret is, or something about it: `--token-auth-file`, `--token-ttl`. */
const harmlessEnd =
	/^(?:files?|path|dir|directory|name|id|ref|url|uri|endpoint|issuer|ttl|timeout|mode|type|format|header)$/;

/** The beginning of `name=value`, `name: value`, `"name": "value"`, anywhere in a text, also within an argument of `sh -c`. */
const assignment = /(?<![\w.-])([\w.-]+)(?:\\?["'])?\s*[=:]\s*/g;

/** What is assigned: up to the closing quote, else to the end of the word or of the shell's command. */
const assigned = /"(?:[^"\\]|\\.)*"?|\\"(?:[^"\\]|\\[^"])*(?:\\")?|'[^']*'?|[^\s"';&]+/y;

/** `--name value` within one text. */
const spacedFlag = /(^|\s)(--?[A-Za-z][\w.-]*)(\s+)("[^"]*"?|'[^']*'?|[^\s-]\S*)/g;

/** The password of `scheme://user:password@host`. */
const urlPassword = /([a-z][a-z0-9+.-]{0,20}:\/\/[^\s:/@]*:)[^\s/@]+(?=@)/gi;

/** `Bearer abc`, `Basic abc`: the header's value has a space in it. */
const authorization = /\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi;

/** Flags whose value is an environment variable, or a document of them. */
const environmentFlag = /^(?:--env|-e)$/;

/**
 * A process's arguments with the values of what is named like a secret masked, in whatever way they are given:
 * `--password=x`, `--password x`, `TOKEN=x`, `-H "Authorization: Bearer x"`, `{"apiKey": "x"}`, `scheme://user:x@host`. Of
 * environment variables (`--env`) every value. Names stay. A secret that nothing names cannot be known.
 */
export function maskArguments(words: readonly string[]): string[] {
	return words.map((word, index) => {
		const before = index > 0 ? (words[index - 1] ?? '') : '';
		if (isSecretFlag(before) && !word.startsWith('-')) return mask;
		if (environmentFlag.test(before)) return maskVariables(word);
		if (word.startsWith('--env=')) return `--env=${maskVariables(word.slice(6))}`;
		return maskFlag(word) ?? maskText(word);
	});
}

function isSecretFlag(word: string): boolean {
	return /^--?[A-Za-z][\w.-]*$/.test(word) && isSecretName(word);
}

/** `--password=…` as an argument of its own: all of the rest is the value, spaces and quotes too. */
function maskFlag(word: string): string | undefined {
	const [, flag = '', value] = /^(--?[A-Za-z][\w.-]*)=(.*)$/s.exec(word) ?? [];
	return value && !isSwitch(value) && isSecretName(flag) ? `${flag}=${mask}` : undefined;
}

function isSecretName(name: string): boolean {
	// a shell's working directory
	if (/^(?:OLD)?PWD$/.test(name)) return false;
	const parts = name
		.replace(/([a-z\d])([A-Z])/g, '$1-$2')
		.toLowerCase()
		.split(/[-_.]+/)
		.filter((part) => part !== '');
	if (harmlessEnd.test(parts.at(-1) ?? '')) return false;
	return parts.some((part) => secretParts.test(part)) || secretPair.test(parts.join('-'));
}

function isSwitch(value: string): boolean {
	return /^(?:true|false)$/i.test(value);
}

/** `-e` is also other programs' flag, for a script or an address: only `NAME=…` and documents are variables. */
function maskVariables(word: string): string {
	const [, name] = /^([A-Za-z_]\w*=)/.exec(word) ?? [];
	if (name !== undefined) return `${name}${mask}`;
	return word.trimStart().startsWith('{')
		? word.replace(/("(?:[^"\\]|\\.)*"\s*:\s*)"(?:[^"\\]|\\.)*"?/g, `$1"${mask}"`)
		: maskText(word);
}

function maskText(text: string): string {
	const simple = text
		.replace(urlPassword, `$1${mask}`)
		.replace(authorization, `$1 ${mask}`)
		.replace(spacedFlag, (whole, space: string, flag: string, gap: string) =>
			isSecretName(flag) ? `${space}${flag}${gap}${mask}` : whole,
		);
	return maskAssignments(simple);
}

/** A value is only passed over where its name is a secret's: what `message: password=x` assigns is an assignment again. */
function maskAssignments(text: string): string {
	let masked = '';
	let done = 0;
	for (const match of text.matchAll(assignment)) {
		const [start, name = ''] = match;
		assigned.lastIndex = match.index + start.length;
		if (match.index < done || !isSecretName(name)) continue;
		const value = assigned.exec(text)?.[0];
		if (!value || isSwitch(value) || isScheme(value)) continue;
		const from = match.index + start.length;
		masked += `${text.slice(done, from)}${mask}`;
		done = from + value.length;
	}
	return masked + text.slice(done);
}

/** What stands behind it is masked already. */
function isScheme(value: string): boolean {
	return /^(?:bearer|basic)$/i.test(value);
}
