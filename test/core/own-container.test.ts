import { expect, test } from 'vitest';
import { parseOwnContainer } from '../../source/core/own-container.ts';

const id = '10616934b587976f4c72e10aac0269639b374e66cd4110bc3098822864e3aac5';
const sandbox = '721b35a881df75587a08e28f70f83e8aa31026da29040051e6cf9895e6b376fd';
const mount = (root: string, point: string) => `891 873 254:0 ${root} ${point} rw,relatime - ext4 /dev/vda rw`;

test('the cgroup tells', () => {
	const cgroup = `9:name=systemd:/kubepods/besteffort/pod9812a15c-cb22-4e4f-b6e0-39e96437f502/${id}\n0::/\n`;
	expect(parseOwnContainer(cgroup, mount(`/var/lib/docker/containers/${sandbox}/hostname`, '/etc/hostname'))).toBe(id);
});

test.each([
	['Docker', `/var/lib/docker/containers/${sandbox}/hostname`, '/etc/hostname'],
	['containerd', `/var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/${sandbox}/resolv.conf`, '/etc/resolv.conf'],
	['CRI-O', `/containers/storage/overlay-containers/${sandbox}/userdata/hostname`, '/etc/hostname'],
])('in a cgroup namespace of its own the mounts of %s tell', (_, root, point) => {
	const kubelets = mount('/var/lib/kubelet/pods/9812a15c-cb22-4e4f-b6e0-39e96437f502/etc-hosts', '/etc/hosts');
	expect(parseOwnContainer('0::/\n', `${mount('/', '/')}\n${kubelets}\n${mount(root, point)}\n`)).toBe(sandbox);
});

test.each([
	['a node, which has the mounts of its containers', mount('/', `/var/lib/docker/containers/${sandbox}/mounts/shm`)],
	['a folder that looks alike in a volume', mount(`/data/${sandbox}/hostname`, '/data/hostname')],
	['nothing', ''],
	['no mountinfo', '\0 x\n\n'],
])('%s is none', (_, mountinfo) => {
	expect(parseOwnContainer('0::/\n', mountinfo)).toBeUndefined();
	expect(parseOwnContainer('', mountinfo)).toBeUndefined();
});
