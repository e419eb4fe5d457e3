import { appendFileSync, mkdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Clock } from '../clock.ts';
import { findNextLine, type LogRun, listLogLines, type SimulatedLogLine } from './log-lines.ts';

/** A container's log file, below the host's root. `run` is absent once the file is gone. */
export type LogFile = { path: string; run?: LogRun };

/** Tells of the files that there are, and of those that come, change and go. */
export type WatchLogs = (listener: (file: LogFile) => void) => void;

/** Writes log files as a CRI runtime does, and lets them grow. */
export function createLogTree(watch: WatchLogs, { hostRoot, clock }: { hostRoot: string; clock: Clock }): void {
	/** By path: the time of the last line, and what stops its growth. */
	const files = new Map<string, { last: number; cancel: () => void }>();

	const grow = (path: string, run: LogRun) => {
		const file = files.get(path);
		if (file === undefined) return;
		file.cancel();
		const fresh = listLogLines(run, clock.now()).filter(({ at }) => at.at > file.last);
		file.last = fresh.at(-1)?.at.at ?? file.last;
		if (fresh.length > 0) appendFileSync(join(hostRoot, path), formatLines(fresh));
		const next = findNextLine(run, clock.now());
		if (next !== undefined) file.cancel = clock.setTimeout(() => grow(path, run), next - clock.now());
	};

	const remove = (path: string) => {
		const file = files.get(path);
		if (file === undefined) return;
		file.cancel();
		files.delete(path);
		rmSync(join(hostRoot, path), { force: true });
		removeEmpty(dirname(join(hostRoot, path)));
	};

	watch(({ path, run }) => {
		if (run === undefined) return remove(path);
		if (!files.has(path)) {
			mkdirSync(dirname(join(hostRoot, path)), { recursive: true });
			const lines = listLogLines(run, clock.now());
			writeFileSync(join(hostRoot, path), formatLines(lines));
			files.set(path, { last: lines.at(-1)?.at.at ?? Number.NEGATIVE_INFINITY, cancel: () => {} });
		}
		grow(path, run);
	});
}

/** CRI's format: time, stream, F for a whole line. */
function formatLines(lines: readonly SimulatedLogLine[]): string {
	return lines.map(({ at, stream, text }) => `${at.text} ${stream} F ${text}\n`).join('');
}

/** The container's folder and, after its last container's, the pod's. */
function removeEmpty(folder: string): void {
	try {
		rmdirSync(folder);
		rmdirSync(dirname(folder));
	} catch {
		// Something is left in it.
	}
}
