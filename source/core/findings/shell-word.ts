/** One word of a command line for a POSIX shell, quoted where it has to be: commands in findings are there to be copied. */
export function shellWord(text: string): string {
	return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
