import { existsSync } from 'node:fs';

/** pausetop as built by `npm run build`. */
export const program = new URL('../../dist/cli.js', import.meta.url).pathname;

/** The one-file program to run the tests against instead, as `npm run build:binary` makes it. */
export const oneFile = process.env.PAUSETOP_PROGRAM || undefined;

/** A command line that starts pausetop: the executable that PAUSETOP_PROGRAM names, else the bundle with this Node. */
export function commandLine(args: readonly string[] = []): { command: string; args: string[] } {
	if (!existsSync(oneFile ?? program)) {
		throw new Error(
			oneFile ? `PAUSETOP_PROGRAM=${oneFile} is not there` : `${program} is not there: run npm run build`,
		);
	}
	return oneFile ? { command: oneFile, args: [...args] } : { command: process.execPath, args: [program, ...args] };
}
