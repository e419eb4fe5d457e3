import { imageCommand, imageId } from '../image.ts';
import type { DockerEngine } from './docker-engine.ts';

/** A container that belongs to no pod. */
export async function startPlainContainer(engine: DockerEngine): Promise<void> {
	const image = 'registry:2';
	const container = await engine.create({
		name: 'registry-cache',
		image,
		imageId: imageId(image),
		command: imageCommand(image),
		labels: {},
		env: ['REGISTRY_HTTP_SECRET=demo-not-a-real-secret', 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin'],
		hostname: '4f1c0ffee000',
		mounts: [],
		modes: { network: 'bridge', ipc: 'private', pid: '', uts: '', cgroupns: 'host' },
		cgroupParent: '',
		behaviour: { termExitCode: 2 },
	});
	await engine.start(container.id);
}
