import { parseOwnContainer } from '../../core/own-container.ts';
import { procDirectory } from './proc-directory.ts';
import { readProcFile } from './read-proc.ts';

/**
 * The container that this program runs in, by full id; undefined outside of containers and where nothing tells. Where a container has a
 * cgroup namespace of its own, in a pod on cgroup v2, this is the id of the pod's sandbox.
 */
export function findOwnContainer(hostRoot?: string): string | undefined {
	const self = `${procDirectory(hostRoot)}/self`;
	return parseOwnContainer(readProcFile(`${self}/cgroup`).text ?? '', readProcFile(`${self}/mountinfo`).text ?? '');
}
