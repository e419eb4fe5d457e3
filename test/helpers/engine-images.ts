import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../engines/run-command.ts';
import type { DockerDaemon } from './engine-daemon.ts';

/** Names of images that `importImages` has made. */
export type EngineImages = {
	/** By name, as the kubelet runs its pause. */
	pause: string;
	/** By id, as the kubelet runs apps. */
	app: string;
};

/** Makes two images from the machine's busybox; no registry is asked. */
export async function importImages({ directory, env }: DockerDaemon): Promise<EngineImages> {
	const archive = await packBusybox(directory);
	await runCommand('docker', ['import', archive, 'engine/pause:1'], env);
	await runCommand('docker', ['import', archive, 'engine/app:1'], env);
	const app = await runCommand('docker', ['image', 'inspect', '--format', '{{.Id}}', 'engine/app:1'], env);
	return { pause: 'engine/pause:1', app: app.trim() };
}

/** What ends at once when asked to, as the real pause does. */
export const pauseScript = 'trap "exit 0" TERM INT; sleep 100000 & wait';

/**
 * The same as one image in the format of `docker save`, which `ctr images import` reads. Resolves with the archive. It runs
 * as a pause, where no other command is given.
 */
export async function packImage(directory: string, name: string): Promise<string> {
	const layer = createHash('sha256')
		.update(await readFile(await packBusybox(directory)))
		.digest('hex');
	const config = { Env: ['PATH=/bin'], Entrypoint: ['sh', '-c', pauseScript] };
	const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
	const image = { architecture, os: 'linux', config, rootfs: { type: 'layers', diff_ids: [`sha256:${layer}`] } };
	await writeFile(join(directory, 'config.json'), JSON.stringify(image));
	const manifest = [{ Config: 'config.json', RepoTags: [name], Layers: ['root.tar'] }];
	await writeFile(join(directory, 'manifest.json'), JSON.stringify(manifest));
	const archive = join(directory, 'image.tar');
	await runCommand('tar', ['-C', directory, '-cf', archive, 'manifest.json', 'config.json', 'root.tar']);
	return archive;
}

/** A file system with a shell, packed. */
async function packBusybox(directory: string): Promise<string> {
	const root = join(directory, 'root');
	await mkdir(join(root, 'bin'), { recursive: true });
	const busybox = (await runCommand('sh', ['-c', 'command -v busybox'])).trim();
	await copyFile(busybox, join(root, 'bin', 'busybox'));
	for (const name of ['sh', 'sleep']) await symlink('busybox', join(root, 'bin', name));
	const archive = join(directory, 'root.tar');
	await runCommand('tar', ['-C', root, '-cf', archive, '.']);
	return archive;
}
