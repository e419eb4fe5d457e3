import { constants, fstatSync, lstatSync, mkdirSync, openSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Why a file will not do as an action log, for people. */
export class UnfitLogError extends Error {}

/** To be written at its end only, made if need be, never through a link in the last step, never waiting (for a pipe's reader). */
const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK;

const worldWritable = 0o002;

/**
 * Opens the file to append to it; it and its folder are made for their owner only. Nobody else may have had a hand in where
 * the lines go: root writes this file, and a link that somebody else laid would make it write anywhere.
 * @throws UnfitLogError, or what the system says
 */
export function openActionLogFile(path: string): number {
	mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
	const file = resolvePath(path);
	const folder = dirname(file);
	if (isWorldWritable(statSync(folder))) throw new UnfitLogError(`everybody may write to ${folder}`);
	const descriptor = openSync(file, flags, 0o600);
	const stats = fstatSync(descriptor);
	if (!stats.isFile()) throw new UnfitLogError('it is not a regular file');
	if (isWorldWritable(stats)) throw new UnfitLogError('everybody may write to it');
	return descriptor;
}

/** Follows links that are our own or root's. */
function resolvePath(path: string): string {
	const folder = dirname(path);
	refuseForeignLink(folder);
	refuseForeignLink(path);
	const isLink = lstatOrNone(path)?.isSymbolicLink() === true;
	return isLink ? realpathSync(path) : join(realpathSync(folder), basename(path));
}

function refuseForeignLink(path: string): void {
	const stats = lstatOrNone(path);
	if (!stats?.isSymbolicLink() || stats.uid === 0 || stats.uid === process.getuid?.()) return;
	throw new UnfitLogError(`${path} is a link that belongs to another user (uid ${stats.uid})`);
}

function lstatOrNone(path: string): Stats | undefined {
	return lstatSync(path, { throwIfNoEntry: false });
}

function isWorldWritable({ mode }: Stats): boolean {
	return (mode & worldWritable) !== 0;
}
