import { copyFile, mkdir, symlink } from 'node:fs/promises';
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
	const root = join(directory, 'root');
	await mkdir(join(root, 'bin'), { recursive: true });
	const busybox = (await runCommand('sh', ['-c', 'command -v busybox'])).trim();
	await copyFile(busybox, join(root, 'bin', 'busybox'));
	for (const name of ['sh', 'sleep']) await symlink('busybox', join(root, 'bin', name));
	const archive = join(directory, 'root.tar');
	await runCommand('tar', ['-C', root, '-cf', archive, '.']);
	await runCommand('docker', ['import', archive, 'engine/pause:1'], env);
	await runCommand('docker', ['import', archive, 'engine/app:1'], env);
	const app = await runCommand('docker', ['image', 'inspect', '--format', '{{.Id}}', 'engine/app:1'], env);
	return { pause: 'engine/pause:1', app: app.trim() };
}
