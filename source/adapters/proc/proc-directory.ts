import { join } from 'node:path';
import { SourceError } from '../../core/source.ts';
import { listPids } from './read-proc.ts';

/** Where /proc is below the given root. */
export function procDirectory(hostRoot = '/'): string {
	return join(hostRoot, 'proc');
}

/** The proc directory, once it has shown that it is one. Throws a SourceError that says what to do. */
export function openProcDirectory(hostRoot: string | undefined): string {
	return openProc(hostRoot).procDir;
}

/** The same with the pids that it shows, ascending: with 6,000 of them the list takes 10 ms. */
export function openProc(hostRoot: string | undefined): { procDir: string; pids: readonly number[] } {
	const procDir = procDirectory(hostRoot);
	const remedy =
		hostRoot === undefined
			? "Linux namespaces are read on Linux only; from a container give the host's root: --host-root DIR"
			: `mount the host's root there, with what is mounted below it: docker run -v /:${hostRoot}:ro,rslave`;
	let pids: number[];
	try {
		pids = listPids(procDir);
	} catch (cause) {
		const code = (cause as NodeJS.ErrnoException).code;
		if (code === 'EACCES' || code === 'EPERM') {
			throw new SourceError(`${procDir} may not be read`, { remedy: 'run as root: sudo pausetop', cause });
		}
		if (code !== 'ENOENT' && code !== 'ENOTDIR') throw cause;
		throw new SourceError(`there is no ${procDir}`, { remedy, health: 'unsupported', cause });
	}
	if (pids.length === 0) throw new SourceError(`${procDir} shows no processes`, { remedy, health: 'unsupported' });
	return { procDir, pids };
}
