import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SimulatedProcess } from '../proc/kernel.ts';
import { hostNamespaces } from '../proc/namespace-table.ts';
import { rootfsFacts } from './rootfs.ts';

const folder = '.root';

/** Writes the images' root directories, as far as they are read: /etc/passwd. */
export function writeRoots(directory: string): void {
	for (const [name, { accounts }] of Object.entries(rootfsFacts)) {
		const path = join(directory, folder, name);
		mkdirSync(path, { recursive: true });
		if (accounts.length === 0) continue;
		mkdirSync(join(path, 'etc'));
		writeFileSync(join(path, 'etc', 'passwd'), accounts.map((line) => `${line}\n`).join(''));
	}
}

/** What `/proc/PID/root` leads to; undefined for a process outside of containers. */
export function chooseRoot({ namespaces, program }: SimulatedProcess): string | undefined {
	return namespaces.mnt === hostNamespaces.mnt ? undefined : `../${folder}/${program.rootfs}`;
}
