import { type FSWatcher, watch } from 'node:fs';

/** Wakes whoever waits for a folder to change. A change between two waits is not lost. */
export type ChangeWatch = {
	/** Resolves at the next change, when `signal` aborts, or after so many milliseconds; true for a change. */
	wait(milliseconds: number, signal: AbortSignal): Promise<boolean>;
	close(): void;
};

/** Watches a folder (inotify). Where that cannot be done (no watches left) only the time wakes. */
export function createChangeWatch(folder: string): ChangeWatch {
	let changed = false;
	let wake = () => {};
	let timer: NodeJS.Timeout | undefined;
	const notice = () => {
		changed = true;
		wake();
	};
	const watcher = openWatcher(folder, notice);
	return {
		async wait(milliseconds, signal) {
			if (!changed && !signal.aborted) {
				await new Promise<void>((resolve) => {
					wake = resolve;
					signal.addEventListener('abort', wake, { once: true });
					timer = setTimeout(wake, milliseconds);
				});
				clearTimeout(timer);
				signal.removeEventListener('abort', wake);
				wake = () => {};
			}
			const result = changed;
			changed = false;
			return result;
		},
		close: () => watcher?.close(),
	};
}

function openWatcher(folder: string, notice: () => void): FSWatcher | undefined {
	try {
		const watcher = watch(folder, { persistent: false }, notice);
		watcher.on('error', notice);
		return watcher;
	} catch {
		return undefined;
	}
}
