import type { CgroupStyle } from './proc-files.ts';

/** Whose container it is, as systemd's scopes name it. */
export type CgroupScope = 'docker' | 'cri-containerd' | 'crio';

type QosClass = 'BestEffort' | 'Burstable' | 'Guaranteed';

/** The cgroup that the kubelet makes for a pod, as it hands it to Docker. */
export function podCgroup(uid: string, qos: QosClass, style: CgroupStyle): string {
	const tier = qos === 'Guaranteed' ? [] : [qos.toLowerCase()];
	if (style === 'v1-cgroupfs') return `/${['kubepods', ...tier, `pod${uid}`].join('/')}`;
	return `${['kubepods', ...tier, `pod${uid.replaceAll('-', '_')}`].join('-')}.slice`;
}

/** The cgroup path of a container's processes. @param parent HostConfig.CgroupParent; empty for Docker's own default */
export function containerCgroup(parent: string, id: string, style: CgroupStyle, scope: CgroupScope = 'docker'): string {
	if (style === 'v1-cgroupfs') {
		// CRI-O names its cgroups alike with both drivers.
		return `${parent === '' ? '/docker' : parent}/${scope === 'crio' ? `crio-${id}` : id}`;
	}
	if (parent === '') return `/system.slice/${scope}-${id}.scope`;
	return `/${expandSlice(parent)}/${scope}-${id}.scope`;
}

/** systemd nests slices by the dashes in their names: `a-b.slice` lies in `a.slice`. */
function expandSlice(slice: string): string {
	const parts = slice.replace(/\.slice$/, '').split('-');
	return parts.map((_, index) => `${parts.slice(0, index + 1).join('-')}.slice`).join('/');
}
