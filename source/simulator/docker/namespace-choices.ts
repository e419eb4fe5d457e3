import type { LinuxNamespaceKind } from '../../core/linux-namespace.ts';
import type { NamespaceChoice } from '../proc/kernel.ts';
import type { SimulatedContainer } from './container.ts';
import type { ContainerTable } from './container-table.ts';
import { EngineError } from './engine-error.ts';

/** What a container's namespace modes mean for its first process. @throws EngineError when it should join a dead one */
export function chooseNamespaces(
	container: SimulatedContainer,
	table: ContainerTable,
): Record<LinuxNamespaceKind, NamespaceChoice> {
	const join = (mode: string): NamespaceChoice => {
		if (mode === 'host') return 'host';
		if (!mode.startsWith('container:')) return 'own';
		const target = table.get(mode.slice('container:'.length));
		if (target === undefined || target.pid === 0) {
			throw new EngineError(500, `cannot join network of a non running container: ${mode.slice('container:'.length)}`);
		}
		return { of: target.pid };
	};
	return {
		net: join(container.modes.network),
		ipc: join(container.modes.ipc),
		pid: join(container.modes.pid),
		// UTSMode is `host` or empty: Docker never shares it between containers.
		uts: container.modes.uts === 'host' ? 'host' : 'own',
		mnt: 'own',
		cgroup: container.modes.cgroupns === 'private' ? 'own' : 'host',
		user: 'host',
		time: 'host',
	};
}
