import { readdirSync, statSync } from 'node:fs';
import { parseLogName } from '../../core/log/log-path.ts';

/**
 * The attempts of which the kubelet still has a log file in this folder of the host, newest first. None when it cannot be read.
 * `locate` finds a path of the host from here.
 */
export function listLogAttempts(folder: string, locate: (path: string) => string): number[] {
	try {
		return readdirSync(locate(folder))
			.flatMap((name) => {
				const attempt = parseLogName(name);
				// on Docker they are links, which outlive what they lead to
				return attempt !== undefined && exists(locate(`${folder}/${name}`)) ? [attempt] : [];
			})
			.sort((a, b) => b - a);
	} catch {
		return [];
	}
}

function exists(path: string): boolean {
	return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
