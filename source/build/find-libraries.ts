/**
 * The absolute paths of the libraries and the loader in what `ldd` prints. The kernel's own (linux-vdso) has none.
 * @throws Error for a library that is not on this machine
 */
export function findLibraries(ldd: string): string[] {
	const missing = /^\s*(\S+) => not found/m.exec(ldd)?.[1];
	if (missing) throw new Error(`not on this machine: ${missing}`);
	return [...ldd.matchAll(/^\s*(?:\S+ => )?(\/\S+) \(0x/gm)].map(([, path = '']) => path);
}
