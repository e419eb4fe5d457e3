/** What a command finds around it, besides its arguments. */
export type Surroundings = {
	/** pausetop's own. */
	version: string;
	environment: Readonly<Record<string, string | undefined>>;
	home: string;
	stdinIsTerminal: boolean;
	/** Columns of the terminal; absent for a pipe or a file. */
	stdoutColumns?: number;
	stderrColumns?: number;
};
