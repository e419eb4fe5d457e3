import { expect, test } from 'vitest';
import { parseShimCommandLine } from '../../source/core/shim-command-line.ts';

const id = 'bbfd24cd3ac3e9867b6bedbda6a9bcda3a907780433cfc3418258f0e015c1d91';

test.each<[string, string, object]>([
	[
		'of Kubernetes',
		`/usr/bin/containerd-shim-runc-v2 -namespace k8s.io -id ${id} -address /run/containerd/containerd.sock`,
		{ id, containerdNamespace: 'k8s.io', address: '/run/containerd/containerd.sock' },
	],
	[
		'of another sandbox technology',
		`/opt/kata/bin/containerd-shim-kata-v2 -namespace k8s.io -address /run/c.sock -publish-binary /usr/bin/containerd -id ${id}`,
		{ id, containerdNamespace: 'k8s.io', address: '/run/c.sock' },
	],
	[
		'of the first version',
		`containerd-shim -namespace moby -workdir /var/lib/containerd/io.containerd.runtime.v1.linux/moby/${id} -address /run/c.sock`,
		{ id, containerdNamespace: 'moby', address: '/run/c.sock' },
	],
	['of Docker 17.03', `docker-containerd-shim ${id} /var/run/docker/libcontainerd/${id} docker-runc`, { id }],
])('a shim %s', (_, words, expected) => {
	expect(parseShimCommandLine(`${words.replaceAll(' ', '\0')}\0`)).toEqual(expected);
});

test.each([
	`containerd-shim-runc-v2 -namespace k8s.io -id ${id} -address /run/c.sock start`,
	`containerd-shim-runc-v2 -namespace k8s.io -id ${id} -address /run/c.sock delete`,
	'/usr/bin/containerd',
	`vi containerd-shim -id ${id}`,
	'containerd-shim-runc-v2 -v',
	'',
])('%s is none', (words) => {
	expect(parseShimCommandLine(words.replaceAll(' ', '\0'))).toBeUndefined();
});
