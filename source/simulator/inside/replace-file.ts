import { renameSync, writeFileSync } from 'node:fs';

/** Writes a file anew: whoever reads it meanwhile, from another process too, has either the old text or the new one. */
export function replaceFile(path: string, text: string): void {
	const aside = `${path}.new`;
	writeFileSync(aside, text);
	renameSync(aside, path);
}
