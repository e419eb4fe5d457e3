import { join } from 'node:path';
import { procDirectory } from './proc-directory.ts';
import { readProcFile } from './read-proc.ts';

/**
 * Whether a process's cgroup is frozen, as `docker pause` does it. The process itself does not tell: since Linux 6.1 it just seems to sleep
 * where it slept, with cgroup v1 as uninterruptible. False where that cannot be read.
 */
export function isFrozen(pid: number, hostRoot = '/'): boolean {
	const mounted = join(hostRoot, 'sys/fs/cgroup');
	const { text = '' } = readProcFile(`${procDirectory(hostRoot)}/${pid}/cgroup`);
	return text.split('\n').some((line) => {
		const [, controllers = '', path = ''] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
		if (controllers === 'freezer') {
			return /^(?:FROZEN|FREEZING)/.test(read(join(mounted, 'freezer', path, 'freezer.state')));
		}
		return controllers === '' && path !== '' && /^frozen 1$/m.test(read(join(mounted, path, 'cgroup.events')));
	});
}

function read(path: string): string {
	return readProcFile(path).text ?? '';
}
