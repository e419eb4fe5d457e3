import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseCgroupPath } from '../../source/core/cgroup-path.ts';

const id = '3f'.repeat(32);
const outer = '0a'.repeat(32);
const uid = 'ce330fd1-6f77-4456-b506-3c59d050cde6';
const unitUid = uid.replaceAll('-', '_');
const staticUid = 'd8edae05920540fe6d573269247011b0';

const inPod: [string, string][] = [
	['cgroupfs, best effort', `0::/kubepods/besteffort/pod${uid}/${id}`],
	['cgroupfs, guaranteed', `0::/kubepods/pod${uid}/${id}`],
	['cgroupfs, CRI-O', `0::/kubepods/burstable/pod${uid}/crio-${id}`],
	[
		'systemd, docker',
		`0::/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod${unitUid}.slice/docker-${id}.scope`,
	],
	['systemd, guaranteed', `0::/kubepods.slice/kubepods-pod${unitUid}.slice/cri-containerd-${id}.scope`],
	[
		'systemd, CRI-O',
		`0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${unitUid}.slice/crio-${id}.scope`,
	],
	[
		'systemd, CRI-O with crun',
		`0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${unitUid}.slice/crio-${id}.scope/container`,
	],
	[
		'containerd without its systemd driver',
		`0::/system.slice/containerd.service/kubepods-burstable-pod${unitUid}.slice:cri-containerd:${id}`,
	],
	['the same, lower down', `1:name=systemd:/kubepods-pod${unitUid}.slice:cri-containerd:${id}`],
	['kind, cgroupfs', `0::/docker/${outer}/kubelet/kubepods/besteffort/pod${uid}/${id}`],
	[
		'kind, systemd',
		`0::/system.slice/docker-${outer}.scope/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-besteffort.slice/kubelet-kubepods-besteffort-pod${unitUid}.slice/cri-containerd-${id}.scope`,
	],
	['from a sibling cgroup namespace', `0::/../../pod${uid}/${id}`],
	[
		'from a sibling cgroup namespace, systemd',
		`0::/../../kubepods-besteffort-pod${unitUid}.slice/cri-containerd-${id}.scope`,
	],
	['systemd inside the container', `0::/kubepods/pod${uid}/${id}/init.scope`],
	['a zombie whose cgroup is gone', `0::/kubepods/pod${uid}/${id} (deleted)`],
	['Kata', `0::/kubepods/pod${uid}/kata_${id}`],
	[
		'cgroup v1 and v2',
		`9:name=systemd:/kubepods/pod${uid}/${id}\n4:memory:/kubepods/pod${uid}/${id}\n0::/system.slice/docker.service`,
	],
	['cgroup v1, moved to the root in one hierarchy', `9:name=systemd:/\n8:cpu,cpuacct:/kubepods/pod${uid}/${id}\n0::/`],
];

const noPod: [string, string][] = [
	['docker, cgroupfs', `0::/docker/${id}`],
	['docker, systemd', `0::/system.slice/docker-${id}.scope`],
	['podman', `0::/machine.slice/libpod-${id}.scope/container`],
	['podman in a pod', `0::/machine.slice/machine-libpod_pod_${outer}.slice/libpod-${id}.scope`],
	['another container, from its sibling', `0::/../${id}`],
	['docker in docker', `0::/docker/${outer}/docker/${id}`],
	['docker in a pod: not the kubelet’s', `0::/kubepods/pod${uid}/${outer}/docker/${id}`],
	['cgroup v1, one hierarchy less deep', `9:name=systemd:/docker/${outer}\n8:pids:/docker/${outer}/docker/${id}\n`],
	[
		'conmon of a container in a container: the outer one',
		`0::/docker/${id}/machine.slice/libpod-conmon-${outer}.scope`,
	],
	['no newline problem: the last line', `2:cpu:/\n1:name=systemd:/docker/${id}`],
];

const none: [string, string][] = [
	['nothing', ''],
	['the root', '0::/\n'],
	['cgroup v1 outside', '9:name=systemd:/\n4:memory:/user.slice\n0::/init.scope\n'],
	['a pod but no container', `0::/kubepods/besteffort/pod${uid}`],
	['conmon', `0::/kubepods.slice/kubepods-pod${unitUid}.slice/crio-conmon-${id}.scope`],
	['a podman pod', `0::/machine.slice/machine-libpod_pod_${id}.slice`],
	['63 digits', `0::/docker/${id.slice(1)}`],
	['65 digits', `0::/docker/a${id}`],
	['capital letters', `0::/docker/${id.toUpperCase()}`],
	['a unit about a container', `0::/system.slice/${id}-4711.service`],
	['no fields', `/docker/${id}`],
	['garbage', `\0\u001b[2J${id}::`],
];

describe('parseCgroupPath', () => {
	test.each(inPod)('in a pod: %s', (_, text) => {
		expect(parseCgroupPath(text)).toEqual({ containerId: id, podUid: uid });
	});

	test.each(noPod)('in no pod: %s', (_, text) => {
		expect(parseCgroupPath(text)).toEqual({ containerId: id });
	});

	test.each(none)('in no container: %s', (_, text) => {
		expect(parseCgroupPath(text)).toBeUndefined();
	});

	test.each([
		[`0::/kubepods/pod${staticUid}/${id}`, staticUid],
		[`0::/kubepods.slice/kubepods-pod${staticUid}.slice/docker-${id}.scope`, staticUid],
		[`0::/kubepods/podetcd-0/${id}`, 'etcd-0'],
		[`0::/kubepods.slice/kubepods-podetcd_0.slice/docker-${id}.scope`, 'etcd-0'],
	])('a static pod: %s', (text, expected) => {
		expect(parseCgroupPath(text)).toEqual({ containerId: id, podUid: expected });
	});

	test('a directory that only looks like a pod’s is none', () => {
		expect(parseCgroupPath(`0::/podman/podcast/${id}`)).toEqual({ containerId: id });
	});

	test('every process of a recorded node', () => {
		const lines = readFileSync(new URL('../fixtures/proc/snap-docker120-processes.txt', import.meta.url), 'utf8');
		const cgroups = lines
			.trim()
			.split('\n')
			.map((line) => line.split(' ')[1] ?? '');
		expect(cgroups).toHaveLength(28);
		for (const cgroup of cgroups) {
			const [pod, container] = cgroup.split('/').slice(-2);
			expect(parseCgroupPath(cgroup)).toEqual({ containerId: container, podUid: pod?.slice('pod'.length) });
		}
	});
});
