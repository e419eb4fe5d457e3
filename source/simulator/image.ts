import { createHash } from 'node:crypto';

/** The pause image that the simulated kubelet uses. */
export const pauseImage = 'registry.k8s.io/pause:3.9';

const commands: Readonly<Record<string, readonly string[]>> = {
	[pauseImage]: ['/pause'],
	nginx: ['nginx', '-g', 'daemon off;'],
	ghost: ['node', 'current/index.js'],
	registry: ['registry', 'serve', '/etc/docker/registry/config.yml'],
	busybox: ['sleep', '3600'],
};

/** A stable image id for a name, `sha256:…`. */
export function imageId(image: string): string {
	const known = ids.get(image);
	if (known !== undefined) return known;
	const id = `sha256:${createHash('sha256').update(image).digest('hex')}`;
	ids.set(image, id);
	return id;
}

/** Asked for at every look at a pod, of the same few images. */
const ids = new Map<string, string>();

/** What an image runs when the pod says nothing. */
export function imageCommand(image: string): readonly string[] {
	return commands[image] ?? commands[image.split(':')[0] ?? ''] ?? [`/bin/${image.split('/').pop()?.split(':')[0]}`];
}

/** The name with its tag, as the runtime reports it. */
export function taggedImage(image: string): string {
	return /:[^/]*$/.test(image) ? image : `${image}:latest`;
}

/** The whole name, as containerd and CRI-O have it: `docker.io/library/nginx:latest`. */
export function canonicalImage(image: string): string {
	const [first = '', ...rest] = taggedImage(image).split('/');
	if (rest.length === 0) return `docker.io/library/${first}`;
	const isRegistry = /[.:]/.test(first) || first === 'localhost';
	return isRegistry ? taggedImage(image) : `docker.io/${taggedImage(image)}`;
}
