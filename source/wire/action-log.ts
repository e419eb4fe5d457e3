import { closeSync, writeSync } from 'node:fs';
import { userInfo } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { SourceError } from '../core/source.ts';
import { openActionLogFile, UnfitLogError } from './action-log-file.ts';
import { formatLogLine, type LogEntry, type LogUser } from './action-log-line.ts';

/** What was done from pausetop, for those who ask later. */
export type ActionLog = {
	path: string;
	/** Written when this returns. @throws SourceError when it cannot be */
	write(entry: Pick<LogEntry, 'event' | 'at' | 'action' | 'node'>): void;
};

export type ActionLogRequest = {
	/** `--action-log`: a file, or `none`. */
	actionLog?: string;
	environment: Readonly<Record<string, string | undefined>>;
	home: string;
};

/** Where the log goes: `--action-log`, else `$XDG_STATE_HOME/pausetop/actions.log`. Undefined: nowhere. */
export function findActionLogPath({ actionLog, environment, home }: ActionLogRequest): string | undefined {
	if (actionLog === 'none') return undefined;
	if (actionLog !== undefined) return resolve(actionLog);
	const { XDG_STATE_HOME: state } = environment;
	// one that is not absolute is to be ignored (XDG Base Directory Specification)
	const base = state && isAbsolute(state) ? state : join(home, '.local/state');
	return join(base, 'pausetop/actions.log');
}

/**
 * A log at this path. It is opened for each line: whoever rotates it needs to tell nobody, and a file that cannot be written is
 * noticed before something is done, not after.
 */
export function createActionLog(path: string, environment: ActionLogRequest['environment']): ActionLog {
	const user = findUser(environment);
	return {
		path,
		write(entry) {
			try {
				append(path, formatLogLine({ ...entry, user, process: process.pid }));
			} catch (cause) {
				throw new SourceError(`the action log ${path} cannot be written: ${explain(cause)}`, {
					remedy: 'mend that, name another file (--action-log FILE), or do without: --action-log none',
					cause,
				});
			}
		},
	};
}

function append(path: string, line: string): void {
	const bytes = Buffer.from(line);
	const file = openActionLogFile(path);
	try {
		if (writeSync(file, bytes) !== bytes.length) throw new UnfitLogError('only a part of the line could be written');
	} finally {
		closeSync(file);
	}
}

/** In a container there may be no account for the uid. */
function findUser({ SUDO_USER: sudo }: ActionLogRequest['environment']): LogUser {
	const caller = sudo ? { sudo } : {};
	try {
		const { uid, username } = userInfo();
		return { uid, name: username, ...caller };
	} catch {
		return { uid: process.getuid?.(), ...caller };
	}
}

function explain(error: unknown): string {
	if (error instanceof UnfitLogError) return error.message;
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	switch (code) {
		case 'EACCES':
		case 'EPERM':
			return 'no permission';
		case 'ENOSPC':
		case 'EDQUOT':
			return 'the disk is full';
		case 'EROFS':
			return 'its file system is mounted read-only';
		case 'EISDIR':
			return 'it is a directory';
		case 'ENOTDIR':
		case 'EEXIST':
			return 'a part of its path is not a directory';
		case 'ENXIO':
			return 'it is not a regular file';
		case 'ELOOP':
		case 'ENOENT':
			return 'it is a link that leads nowhere';
		default:
			return code || 'it could not be opened';
	}
}
