import type { LinuxNamespaceKind } from '../../core/linux-namespace.ts';
import type { Kernel, Pin } from '../proc/kernel.ts';
import type { Random } from '../random.ts';
import type { CriProfile } from './cri-profile.ts';
import type { SandboxConfig, SandboxRecord } from './cri-record.ts';

type Parts = { profile: CriProfile; kernel: Kernel; random: Random };

/** Makes the namespaces that files keep: the network's with containerd, all that a pod shares, but pid, with CRI-O. */
export function pinNamespaces({ profile, kernel, random }: Parts, { modes }: SandboxConfig): Pin[] {
	const uuid = random.uuid();
	if (!profile.dropsInfra) {
		return modes.network === 'NODE' ? [] : [kernel.pin('net', `/var/run/netns/cni-${uuid}`)];
	}
	const kinds: LinuxNamespaceKind[] = [
		...(modes.user === 'POD' ? (['user'] as const) : []),
		...(modes.ipc === 'NODE' ? [] : (['ipc'] as const)),
		...(modes.network === 'NODE' ? [] : (['net'] as const)),
		'uts',
	];
	return kinds.map((kind) => kernel.pin(kind, `/var/run/${kind}ns/${uuid}`));
}

/** Where they were, by kind. */
export function listPinPaths(pins: readonly Pin[]): SandboxRecord['pinPaths'] {
	return Object.fromEntries(pins.map(({ kind, path }) => [kind, path]));
}
