import { type FileHandle, open } from 'node:fs/promises';
import { SourceError } from '../../core/source.ts';

/** A log file that is open: what is read of it stays the same file, whatever becomes of its name. */
export type LogFile = {
	/** Tells a file from the one that takes its name after a rotation. */
	identity: string;
	size(): Promise<number>;
	/** The bytes from `position` on, at most so many; fewer, or none, at the end. A view that the next read overwrites. */
	read(position: number, length: number): Promise<Uint8Array>;
	close(): Promise<void>;
};

/** Opens it. Undefined when there is none. Rejects with a SourceError when it may not be read. */
export async function openLogFile(path: string): Promise<LogFile | undefined> {
	let handle: FileHandle;
	try {
		handle = await open(path, 'r');
	} catch (cause) {
		const { code } = cause as NodeJS.ErrnoException;
		if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
		const denied = code === 'EACCES' || code === 'EPERM';
		throw new SourceError(denied ? `${path} may not be read` : `${path} cannot be read (${code})`, {
			remedy: denied ? 'run as root: sudo pausetop' : 'look at the disk: dmesg',
			cause,
		});
	}
	const { dev, ino } = await handle.stat();
	let buffer = Buffer.alloc(0);
	return {
		identity: `${dev}:${ino}`,
		size: async () => (await handle.stat()).size,
		async read(position, length) {
			if (buffer.length < length) buffer = Buffer.allocUnsafe(length);
			const { bytesRead } = await handle.read(buffer, 0, length, position);
			return buffer.subarray(0, bytesRead);
		},
		close: () => handle.close(),
	};
}
